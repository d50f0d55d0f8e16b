-- AlterTable
ALTER TABLE "decision" ADD COLUMN     "stands_in_for_id" UUID;

-- AlterTable
ALTER TABLE "person" ADD COLUMN     "last_turn_at" TIMESTAMPTZ(6),
ADD COLUMN     "office_hours" JSONB;

-- AlterTable
ALTER TABLE "reversal" ADD COLUMN     "step_due_at" TIMESTAMPTZ(6),
ADD COLUMN     "step_holder_id" UUID,
ADD COLUMN     "step_turn" JSONB;

-- CreateTable
CREATE TABLE "delegation" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "to_id" UUID NOT NULL,
    "from_at" TIMESTAMPTZ(6) NOT NULL,
    "until_at" TIMESTAMPTZ(6) NOT NULL,
    "origin" TEXT NOT NULL,
    "made_at" TIMESTAMPTZ(6) NOT NULL,
    "ended_at" TIMESTAMPTZ(6),

    CONSTRAINT "delegation_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "delegation_person_id_until_at_idx" ON "delegation"("person_id", "until_at");

-- AddForeignKey
ALTER TABLE "delegation" ADD CONSTRAINT "delegation_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delegation" ADD CONSTRAINT "delegation_to_id_fkey" FOREIGN KEY ("to_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decision" ADD CONSTRAINT "decision_stands_in_for_id_fkey" FOREIGN KEY ("stands_in_for_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A time away has an end behind its beginning, and nobody stands in for themselves.
ALTER TABLE "delegation"
  ADD CONSTRAINT "delegation_order_check" CHECK ("until_at" > "from_at" AND "person_id" <> "to_id"),
  ADD CONSTRAINT "delegation_origin_check" CHECK ("origin" IN ('person', 'settings'));
ALTER TABLE "decision"
  ADD CONSTRAINT "decision_stands_in_check" CHECK ("stands_in_for_id" <> "person_id");

-- Only what waits has a step that runs: a clock that stands still finds nothing.
ALTER TABLE "reversal"
  ADD CONSTRAINT "reversal_step_check" CHECK (
    ("step_due_at" IS NULL AND "step_holder_id" IS NULL) OR "step_turn" IS NOT NULL
  );
CREATE INDEX "reversal_step_due" ON "reversal" ("step_due_at") WHERE "step_due_at" IS NOT NULL;
CREATE INDEX "reversal_step_holder" ON "reversal" ("step_holder_id") WHERE "step_holder_id" IS NOT NULL;
