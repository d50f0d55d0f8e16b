-- CreateTable
CREATE TABLE "request_budget" (
    "connection_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "free_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "request_budget_pkey" PRIMARY KEY ("connection_id","name")
);

-- AddForeignKey
ALTER TABLE "request_budget" ADD CONSTRAINT "request_budget_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connection"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


