-- AlterTable
ALTER TABLE "reversal" ADD COLUMN     "joined_from" "ReversalStatus",
ADD COLUMN     "joined_into_id" UUID;

-- CreateIndex
CREATE INDEX "reversal_joined_into_id_idx" ON "reversal"("joined_into_id");

-- AddForeignKey
ALTER TABLE "reversal" ADD CONSTRAINT "reversal_joined_into_id_fkey" FOREIGN KEY ("joined_into_id") REFERENCES "reversal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- An entry is joined while it is closed, and never to itself.
ALTER TABLE "reversal"
  ADD CONSTRAINT "reversal_joined_check" CHECK (
    ("joined_into_id" IS NULL) = ("joined_from" IS NULL)
    AND ("joined_into_id" IS NULL OR "status" = 'cancelled') AND "joined_into_id" <> "id"
  );
