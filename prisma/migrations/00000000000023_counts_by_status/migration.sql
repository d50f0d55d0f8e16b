-- "Rejected refunds last month" is counted from those rows of an index alone, not from every refund's.
DROP INDEX "reversal_client_id_status_logged_at_idx";

CREATE INDEX "reversal_client_id_status_type_logged_at_id_idx" ON "reversal"("client_id", "status", "type", "logged_at" DESC, "id");
