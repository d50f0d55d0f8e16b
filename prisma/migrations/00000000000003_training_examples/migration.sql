-- CreateTable
CREATE TABLE "training_example" (
    "reversal_id" UUID NOT NULL,
    "client_id" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "cause" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "sealed" BYTEA NOT NULL,

    CONSTRAINT "training_example_pkey" PRIMARY KEY ("reversal_id")
);

-- CreateTable
CREATE TABLE "client_model" (
    "client_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "base" TEXT,
    "weights" BYTEA,
    "report" JSONB,
    "attempt" JSONB,
    "made_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "client_model_pkey" PRIMARY KEY ("client_id")
);

-- CreateIndex
CREATE INDEX "training_example_client_id_idx" ON "training_example"("client_id");

-- CreateIndex
CREATE INDEX "training_example_subject_id_idx" ON "training_example"("subject_id");

-- AddForeignKey
ALTER TABLE "training_example" ADD CONSTRAINT "training_example_reversal_id_fkey" FOREIGN KEY ("reversal_id") REFERENCES "reversal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "training_example" ADD CONSTRAINT "training_example_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "client"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "training_example" ADD CONSTRAINT "training_example_subject_id_fkey" FOREIGN KEY ("subject_id") REFERENCES "subject"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "training_example" ADD CONSTRAINT "training_example_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "client_model" ADD CONSTRAINT "client_model_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "client"("id") ON DELETE RESTRICT ON UPDATE CASCADE;



ALTER TABLE "training_example" ADD CONSTRAINT "training_example_cause_check" CHECK (
  "cause" IN ('not_a_reversal', 'type', 'amount', 'confirmed', 'logged_by_hand')
);
-- A model without weights names no base either; versions only ever rise from 1.
ALTER TABLE "client_model" ADD CONSTRAINT "client_model_weights_check" CHECK (
  ("weights" IS NULL) = ("base" IS NULL) AND "version" > 0
);
