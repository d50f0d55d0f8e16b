-- AlterTable
ALTER TABLE "reversal" ADD COLUMN     "evidence_id" UUID;

-- CreateTable
CREATE TABLE "evidence" (
    "id" UUID NOT NULL,
    "reversal_id" UUID NOT NULL,
    "subject_id" UUID NOT NULL,
    "url" BYTEA,
    "name" BYTEA,
    "checksum" CHAR(64),
    "person_id" UUID NOT NULL,
    "surface" TEXT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "evidence_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "evidence_reversal_id_at_idx" ON "evidence"("reversal_id", "at");

-- AddForeignKey
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_reversal_id_fkey" FOREIGN KEY ("reversal_id") REFERENCES "reversal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_subject_id_fkey" FOREIGN KEY ("subject_id") REFERENCES "subject"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;



ALTER TABLE "evidence" ADD CONSTRAINT "evidence_checksum_check" CHECK ("checksum" ~ '^[0-9a-f]{64}$');
-- What was decided by is added to, never edited; erasure destroys the key, not the row.
CREATE TRIGGER "evidence_append_only" BEFORE UPDATE OR DELETE ON "evidence"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
