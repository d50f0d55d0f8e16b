-- AlterTable
ALTER TABLE "decision" ADD COLUMN     "choice" TEXT;

ALTER TABLE "decision"
  ADD CONSTRAINT "decision_choice_check" CHECK (
    "choice" IS NULL OR "decision" IN ('next_step', 'answer')
  );

-- What earlier votes chose stands in their line of history; it is taken from there once.
ALTER TABLE "decision" DISABLE TRIGGER "decision_void_once";
UPDATE "decision" SET "choice" = (
  SELECT "history"."facts"::jsonb ->> 'detail' FROM "history"
  WHERE "history"."reversal_id" = "decision"."reversal_id"
    AND "history"."person_id" = "decision"."person_id"
    AND "history"."action" = "decision"."decision"
    AND "history"."at" >= "decision"."at"
  ORDER BY "history"."at" LIMIT 1
) WHERE "decision" IN ('next_step', 'answer');
ALTER TABLE "decision" ENABLE TRIGGER "decision_void_once";
