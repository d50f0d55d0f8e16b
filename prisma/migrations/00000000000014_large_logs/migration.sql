-- CreateIndex
CREATE INDEX "payment_identifier_value_idx" ON "payment_identifier"("value");

-- CreateIndex
CREATE INDEX "reversal_logged_at_id_idx" ON "reversal"("logged_at" DESC, "id");

-- CreateIndex
CREATE INDEX "reversal_client_id_type_logged_at_id_idx" ON "reversal"("client_id", "type", "logged_at" DESC, "id");

-- CreateIndex
CREATE INDEX "reversal_client_id_type_amount_minor_currency_status_idx" ON "reversal"("client_id", "type", "amount_minor", "currency", "status");



-- Not Prisma's: days that come near, and what was decided when, without those that have no such day.
CREATE INDEX "reversal_due" ON "reversal" ("client_id", "due_at") WHERE "due_at" IS NOT NULL;
CREATE INDEX "history_decided" ON "history" ("at", "reversal_id")
    WHERE "action" IN ('approve', 'reject', 'request_changes', 'accept', 'contest', 'next_step', 'answer', 'approved_by_policy');
