-- Pages are counted from an index alone, whatever else they are narrowed by.
DROP INDEX "reversal_client_id_logged_at_id_idx";

DROP INDEX "reversal_client_id_type_logged_at_id_idx";

CREATE INDEX "reversal_client_id_logged_at_id_type_status_currency_amount_idx" ON "reversal"("client_id", "logged_at" DESC, "id", "type", "status", "currency", "amount_minor");

CREATE INDEX "reversal_client_id_type_logged_at_id_amount_minor_currency__idx" ON "reversal"("client_id", "type", "logged_at" DESC, "id", "amount_minor", "currency", "status");

-- Not Prisma's. Names every deciding action that is asked for: with one left out it served no question.
DROP INDEX "history_decided";

CREATE INDEX "history_decided" ON "history" ("at", "reversal_id")
    WHERE "action" IN ('approve', 'reject', 'request_changes', 'accept', 'contest', 'next_step', 'answer', 'approved_by_policy', 'rejected_by_policy');
