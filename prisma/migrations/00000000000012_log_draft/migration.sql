-- CreateTable
CREATE TABLE "log_draft" (
    "id" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "client_id" TEXT,
    "email_hashes" TEXT[],
    "wrapped" BYTEA NOT NULL,
    "sealed" BYTEA NOT NULL,
    "saved_at" TIMESTAMPTZ(6) NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "log_draft_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "log_draft_person_id_saved_at_idx" ON "log_draft"("person_id", "saved_at");

-- CreateIndex
CREATE INDEX "log_draft_expires_at_idx" ON "log_draft"("expires_at");

-- AddForeignKey
ALTER TABLE "log_draft" ADD CONSTRAINT "log_draft_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


