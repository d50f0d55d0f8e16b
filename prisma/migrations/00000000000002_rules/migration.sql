-- Rules that the Prisma schema cannot say. None of them shows as drift.

-- Money: null only while it is unknown, else above zero (domain-rules, What an entry is).
ALTER TABLE "reversal"
  ADD CONSTRAINT "reversal_amount_check" CHECK (
    CASE WHEN "amount_minor" IS NULL
      THEN "status" IN ('needs_review', 'cancelled') OR "type" = 'system_error'
      ELSE "amount_minor" > 0
    END
  ),
  ADD CONSTRAINT "reversal_currency_check" CHECK (
    ("amount_minor" IS NULL) = ("currency" IS NULL) AND "currency" ~ '^[A-Z]{3}$'
  ),
  ADD CONSTRAINT "reversal_before_check" CHECK (
    ("before_minor" IS NULL) = ("before_currency" IS NULL)
    AND "before_minor" >= 0 AND "before_currency" ~ '^[A-Z]{3}$'
  ),
  ADD CONSTRAINT "reversal_after_check" CHECK (
    ("after_minor" IS NULL) = ("after_currency" IS NULL)
    AND "after_minor" >= 0 AND "after_currency" ~ '^[A-Z]{3}$'
  ),
  ADD CONSTRAINT "reversal_kind_check" CHECK ("kind" IN ('request', 'fact')),
  ADD CONSTRAINT "reversal_outcome_check" CHECK ("outcome" IN ('accept', 'contest')),
  ADD CONSTRAINT "reversal_channel_check" CHECK (
    "channel" IN ('phone', 'email', 'chat', 'crm', 'api', 'slack')
  ),
  ADD CONSTRAINT "reversal_dispute_stage_check" CHECK (
    "dispute_stage" IN ('alert', 'inquiry', 'chargeback', 'pre_arbitration', 'arbitration')
  ),
  ADD CONSTRAINT "reversal_dispute_result_check" CHECK ("dispute_result" IN ('won', 'lost')),
  ADD CONSTRAINT "reversal_number_check" CHECK ("number" > 0),
  ADD CONSTRAINT "reversal_round_check" CHECK ("round" > 0),
  ADD CONSTRAINT "reversal_card_last4_check" CHECK ("card_last4" ~ '^[0-9]{4}$'),
  ADD CONSTRAINT "reversal_content_hash_check" CHECK ("content_hash" ~ '^[0-9a-f]{64}$');

ALTER TABLE "payment"
  ADD CONSTRAINT "payment_captured_check" CHECK ("captured_minor" >= 0),
  ADD CONSTRAINT "payment_returned_before_check" CHECK ("returned_before" >= 0),
  ADD CONSTRAINT "payment_currency_check" CHECK (
    ("captured_minor" IS NULL OR "currency" IS NOT NULL) AND "currency" ~ '^[A-Z]{3}$'
  );

ALTER TABLE "reversal_source"
  ADD CONSTRAINT "reversal_source_position_check" CHECK ("position" >= 0);

ALTER TABLE "message"
  ADD CONSTRAINT "message_author_check" CHECK ("author" IN ('customer', 'agent', 'system'));

ALTER TABLE "client"
  ADD CONSTRAINT "client_currency_check" CHECK ("currency" ~ '^[A-Z]{3}$');

ALTER TABLE "person"
  ADD CONSTRAINT "person_email_check" CHECK ("email" = lower("email")),
  ADD CONSTRAINT "person_role_check" CHECK (
    "role" IN ('agent', 'manager', 'compliance', 'admin', 'client_approver', 'payer')
  );

ALTER TABLE "decision"
  ADD CONSTRAINT "decision_decision_check" CHECK (
    "decision" IN (
      'approve', 'reject', 'request_changes', 'accept', 'contest', 'next_step', 'answer'
    )
  ),
  ADD CONSTRAINT "decision_amount_check" CHECK (
    ("amount_minor" IS NULL) = ("currency" IS NULL)
    AND "amount_minor" > 0 AND "currency" ~ '^[A-Z]{3}$'
  ),
  ADD CONSTRAINT "decision_surface_check" CHECK (
    "surface" IN (
      'chat_button', 'chat_thread', 'chat_command', 'dashboard', 'rest', 'command_line',
      'connector', 'hub'
    )
  ),
  ADD CONSTRAINT "decision_content_hash_check" CHECK ("content_hash" ~ '^[0-9a-f]{64}$');

ALTER TABLE "history"
  ADD CONSTRAINT "history_chain_check" CHECK (
    CASE WHEN "reversal_id" IS NULL
      THEN "chain" !~ '^[0-9a-f]{8}-' AND "subject_id" IS NULL
      ELSE "chain" = "reversal_id"::text AND "subject_id" IS NOT NULL
    END
  ),
  ADD CONSTRAINT "history_sequence_check" CHECK ("sequence" > 0),
  ADD CONSTRAINT "history_actor_check" CHECK (
    "actor_kind" IN ('person', 'hub', 'connection')
    AND ("person_id" IS NOT NULL) = ("actor_kind" = 'person')
    AND ("connection_id" IS NOT NULL) = ("actor_kind" = 'connection')
  ),
  ADD CONSTRAINT "history_surface_check" CHECK (
    "surface" IN (
      'chat_button', 'chat_thread', 'chat_command', 'dashboard', 'rest', 'command_line',
      'connector', 'hub'
    )
  ),
  ADD CONSTRAINT "history_hash_check" CHECK (
    "hash" ~ '^[0-9a-f]{64}$' AND "previous_hash" ~ '^[0-9a-f]{64}$'
    AND (("sequence" = 1) = ("previous_hash" = repeat('0', 64)))
  );

ALTER TABLE "card_show"
  ADD CONSTRAINT "card_show_content_hash_check" CHECK ("content_hash" ~ '^[0-9a-f]{64}$');

ALTER TABLE "source_item"
  ADD CONSTRAINT "source_item_content_hash_check" CHECK ("content_hash" ~ '^[0-9a-f]{64}$');

ALTER TABLE "handled_request"
  ADD CONSTRAINT "handled_request_fingerprint_check" CHECK ("fingerprint" ~ '^[0-9a-f]{64}$');

ALTER TABLE "reference_counter"
  ADD CONSTRAINT "reference_counter_check" CHECK ("id" = 1 AND "last" >= 0);
INSERT INTO "reference_counter" ("id", "last") VALUES (1, 0);

-- Someone known by telephone only is one subject, however many tickets come at once.
CREATE UNIQUE INDEX "subject_phone_only_key" ON "subject" ("client_id", "phone_hash")
  WHERE "phone_hash" IS NOT NULL AND "email_hash" IS NULL;

-- The relay and the day's ceiling of automatic approvals read few rows of long tables.
CREATE INDEX "effect_pending_idx" ON "effect" ("due_at") WHERE "status" = 'pending';
CREATE INDEX "history_approved_by_policy_idx" ON "history" ("at")
  WHERE "action" = 'approved_by_policy';

-- What was done is added to, never edited. The owner of the tables can still switch a trigger
-- off; the hash chain is what tells of it.
CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% on % is refused: rows are only ever added', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER "history_append_only" BEFORE UPDATE OR DELETE ON "history"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "history_no_truncate" BEFORE TRUNCATE ON "history"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();

-- A vote is taken back by marking it, once; nothing else about it changes.
CREATE FUNCTION "refuse_change_but_void"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."voided_at" IS NULL AND NEW."voided_at" IS NOT NULL
    AND to_jsonb(NEW) - 'voided_at' = to_jsonb(OLD) - 'voided_at'
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a decision is refused every change but being taken back once'
    USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER "decision_void_once" BEFORE UPDATE ON "decision"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change_but_void"();
CREATE TRIGGER "decision_no_delete" BEFORE DELETE ON "decision"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "decision_no_truncate" BEFORE TRUNCATE ON "decision"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
