-- AlterTable
ALTER TABLE "reversal" ADD COLUMN     "dispute_funds" TEXT,
ADD COLUMN     "due_is_estimated" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "fee_currency" CHAR(3),
ADD COLUMN     "fee_minor" BIGINT,
ADD COLUMN     "settled_currency" CHAR(3),
ADD COLUMN     "settled_minor" BIGINT;

-- CreateTable
CREATE TABLE "notice" (
    "connection_id" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "case_kind" TEXT,
    "case_id" TEXT,
    "occurred_at" TIMESTAMPTZ(6) NOT NULL,
    "received_at" TIMESTAMPTZ(6) NOT NULL,
    "content" JSONB NOT NULL,
    "reversal_id" UUID,

    CONSTRAINT "notice_pkey" PRIMARY KEY ("connection_id","event_id")
);

-- CreateIndex
CREATE INDEX "notice_connection_id_case_kind_case_id_idx" ON "notice"("connection_id", "case_kind", "case_id");

-- CreateIndex
CREATE INDEX "notice_reversal_id_idx" ON "notice"("reversal_id");

-- AddForeignKey
ALTER TABLE "notice" ADD CONSTRAINT "notice_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connection"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice" ADD CONSTRAINT "notice_reversal_id_fkey" FOREIGN KEY ("reversal_id") REFERENCES "reversal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What the schema cannot say.
ALTER TABLE "reversal"
  ADD CONSTRAINT "reversal_dispute_funds_check" CHECK (
    "dispute_funds" IN ('none', 'withdrawn', 'returned')
  ),
  ADD CONSTRAINT "reversal_settled_check" CHECK (
    ("settled_minor" IS NULL) = ("settled_currency" IS NULL) AND "settled_currency" ~ '^[A-Z]{3}$'
  ),
  ADD CONSTRAINT "reversal_fee_check" CHECK (
    ("fee_minor" IS NULL) = ("fee_currency" IS NULL) AND "fee_currency" ~ '^[A-Z]{3}$'
  );
ALTER TABLE "notice"
  ADD CONSTRAINT "notice_kind_check" CHECK ("kind" IN ('dispute', 'refund', 'payment')),
  ADD CONSTRAINT "notice_case_check" CHECK (
    ("case_kind" IS NULL) = ("case_id" IS NULL) AND ("case_id" IS NULL) = ("kind" = 'payment')
  );
