-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "ReversalType" AS ENUM ('bank_reversal', 'refund', 'chargeback', 'system_error', 'merchant_error');

-- CreateEnum
CREATE TYPE "ReversalStatus" AS ENUM ('needs_review', 'pending_approval', 'changes_requested', 'approved', 'completed', 'rejected', 'cancelled');

-- CreateEnum
CREATE TYPE "Payout" AS ENUM ('none', 'sent', 'confirmed', 'failed');

-- CreateEnum
CREATE TYPE "Verdict" AS ENUM ('pending', 'logged', 'review', 'left', 'historic', 'quarantined', 'gone');

-- CreateEnum
CREATE TYPE "EffectStatus" AS ENUM ('pending', 'done', 'dropped', 'failed');

-- CreateTable
CREATE TABLE "client" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "timezone" TEXT NOT NULL,
    "chat_channel_id" TEXT,
    "policy" JSONB,
    "settings" JSONB NOT NULL DEFAULT '{}',
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "client_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "connection" (
    "id" TEXT NOT NULL,
    "client_id" TEXT NOT NULL,
    "connector" TEXT NOT NULL,
    "act_from" TIMESTAMPTZ(6) NOT NULL,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "last_polled_at" TIMESTAMPTZ(6),
    "last_succeeded_at" TIMESTAMPTZ(6),
    "failure" TEXT,
    "failing_since" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "connection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "chat_user_id" TEXT,
    "timezone" TEXT,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person_client" (
    "person_id" UUID NOT NULL,
    "client_id" TEXT NOT NULL,

    CONSTRAINT "person_client_pkey" PRIMARY KEY ("person_id","client_id")
);

-- CreateTable
CREATE TABLE "subject" (
    "id" UUID NOT NULL,
    "client_id" TEXT NOT NULL,
    "email_hash" BYTEA,
    "phone_hash" BYTEA,
    "sealed" BYTEA,
    "same_as_id" UUID,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "erased_at" TIMESTAMPTZ(6),

    CONSTRAINT "subject_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "subject_key" (
    "subject_id" UUID NOT NULL,
    "wrapped" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "subject_key_pkey" PRIMARY KEY ("subject_id")
);

-- CreateTable
CREATE TABLE "payment" (
    "id" UUID NOT NULL,
    "client_id" TEXT NOT NULL,
    "processor" TEXT,
    "captured_minor" BIGINT,
    "currency" CHAR(3),
    "returned_before" BIGINT NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "payment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment_identifier" (
    "client_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "payment_id" UUID NOT NULL,

    CONSTRAINT "payment_identifier_pkey" PRIMARY KEY ("client_id","kind","value")
);

-- CreateTable
CREATE TABLE "reversal" (
    "id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "client_id" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "payment_id" UUID,
    "type" "ReversalType" NOT NULL,
    "kind" TEXT NOT NULL,
    "status" "ReversalStatus" NOT NULL,
    "outcome" TEXT,
    "payout" "Payout" NOT NULL DEFAULT 'none',
    "payout_reference" TEXT,
    "amount_minor" BIGINT,
    "currency" CHAR(3),
    "before_minor" BIGINT,
    "before_currency" CHAR(3),
    "after_minor" BIGINT,
    "after_currency" CHAR(3),
    "reason" BYTEA,
    "trace" BYTEA,
    "reason_code" TEXT,
    "card_last4" CHAR(4),
    "channel" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(6),
    "logged_at" TIMESTAMPTZ(6) NOT NULL,
    "due_at" TIMESTAMPTZ(6),
    "logged_by_id" UUID,
    "assignee_id" UUID,
    "flags" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "round" INTEGER NOT NULL DEFAULT 1,
    "content_hash" CHAR(64) NOT NULL,
    "dispute_stage" TEXT,
    "dispute_status" TEXT,
    "dispute_raw" TEXT,
    "respond_by" TIMESTAMPTZ(6),
    "dispute_result" TEXT,
    "corrects_id" UUID,
    "historic" BOOLEAN NOT NULL DEFAULT false,
    "reading_reasons" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "review_reasons" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "reversal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reversal_identifier" (
    "reversal_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "reversal_identifier_pkey" PRIMARY KEY ("reversal_id","kind","value")
);

-- CreateTable
CREATE TABLE "reversal_requester" (
    "id" UUID NOT NULL,
    "reversal_id" UUID NOT NULL,
    "person_id" UUID,
    "position" INTEGER NOT NULL,
    "label" BYTEA,

    CONSTRAINT "reversal_requester_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reversal_source" (
    "reversal_id" UUID NOT NULL,
    "source_item_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "reversal_source_pkey" PRIMARY KEY ("reversal_id","source_item_id","position")
);

-- CreateTable
CREATE TABLE "message" (
    "id" UUID NOT NULL,
    "reversal_id" UUID NOT NULL,
    "source_item_id" UUID,
    "external_id" TEXT NOT NULL,
    "author" TEXT NOT NULL,
    "author_name" BYTEA,
    "text" BYTEA NOT NULL,
    "is_public" BOOLEAN NOT NULL,
    "sent_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "history" (
    "id" BIGSERIAL NOT NULL,
    "chain" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "reversal_id" UUID,
    "subject_id" UUID,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "person_id" UUID,
    "connection_id" TEXT,
    "surface" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "facts" TEXT NOT NULL,
    "values" BYTEA,
    "previous_hash" CHAR(64) NOT NULL,
    "hash" CHAR(64) NOT NULL,

    CONSTRAINT "history_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "decision" (
    "id" UUID NOT NULL,
    "reversal_id" UUID NOT NULL,
    "subject_id" UUID NOT NULL,
    "round" INTEGER NOT NULL,
    "person_id" UUID NOT NULL,
    "decision" TEXT NOT NULL,
    "amount_minor" BIGINT,
    "currency" CHAR(3),
    "reason" BYTEA,
    "content_hash" CHAR(64) NOT NULL,
    "surface" TEXT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "voided_at" TIMESTAMPTZ(6),

    CONSTRAINT "decision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "effect" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "reversal_id" UUID,
    "client_id" TEXT,
    "payload" JSONB NOT NULL DEFAULT '{}',
    "status" "EffectStatus" NOT NULL DEFAULT 'pending',
    "is_held" BOOLEAN NOT NULL DEFAULT false,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(6) NOT NULL,
    "leased_to" TIMESTAMPTZ(6),
    "code" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "done_at" TIMESTAMPTZ(6),

    CONSTRAINT "effect_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "card" (
    "reversal_id" UUID NOT NULL,
    "chat_channel_id" TEXT NOT NULL,
    "chat_message_id" TEXT NOT NULL,
    "posted_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "card_pkey" PRIMARY KEY ("reversal_id")
);

-- CreateTable
CREATE TABLE "card_show" (
    "reversal_id" UUID NOT NULL,
    "shown_at" TIMESTAMPTZ(6) NOT NULL,
    "content_hash" CHAR(64) NOT NULL,

    CONSTRAINT "card_show_pkey" PRIMARY KEY ("reversal_id","shown_at")
);

-- CreateTable
CREATE TABLE "thread_message" (
    "chat_channel_id" TEXT NOT NULL,
    "chat_message_id" TEXT NOT NULL,
    "reversal_id" UUID NOT NULL,
    "chat_user_id" TEXT NOT NULL,
    "sent_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "thread_message_pkey" PRIMARY KEY ("chat_channel_id","chat_message_id")
);

-- CreateTable
CREATE TABLE "thread_telling" (
    "reversal_id" UUID NOT NULL,
    "chat_user_id" TEXT NOT NULL,

    CONSTRAINT "thread_telling_pkey" PRIMARY KEY ("reversal_id","chat_user_id")
);

-- CreateTable
CREATE TABLE "folded_list" (
    "client_id" TEXT NOT NULL,
    "day" CHAR(10) NOT NULL,
    "chat_channel_id" TEXT NOT NULL,
    "chat_message_id" TEXT NOT NULL,

    CONSTRAINT "folded_list_pkey" PRIMARY KEY ("client_id","day")
);

-- CreateTable
CREATE TABLE "source_cursor" (
    "connection_id" TEXT NOT NULL,
    "cursor" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "source_cursor_pkey" PRIMARY KEY ("connection_id")
);

-- CreateTable
CREATE TABLE "source_item" (
    "id" UUID NOT NULL,
    "connection_id" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "source_updated_at" TIMESTAMPTZ(6) NOT NULL,
    "judged_updated_at" TIMESTAMPTZ(6),
    "content_hash" CHAR(64),
    "judged_verdict" "Verdict",
    "is_changed_since" BOOLEAN NOT NULL DEFAULT false,
    "verdict" "Verdict" NOT NULL DEFAULT 'pending',
    "url" TEXT,
    "score" DOUBLE PRECISION,
    "reasons" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "leased_to" TIMESTAMPTZ(6),
    "first_seen_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "judged_at" TIMESTAMPTZ(6),

    CONSTRAINT "source_item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "handled_request" (
    "key" TEXT NOT NULL,
    "fingerprint" CHAR(64) NOT NULL,
    "reversal_id" UUID,
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "handled_request_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "reference_counter" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "last" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "reference_counter_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_key" (
    "id" UUID NOT NULL,
    "hash" CHAR(64) NOT NULL,
    "prefix" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "scopes" TEXT[],
    "clients" TEXT[],
    "all_clients" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "last_used_at" TIMESTAMPTZ(6),
    "revoked_at" TIMESTAMPTZ(6),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in" (
    "hash" CHAR(64) NOT NULL,
    "person_id" UUID NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "used_at" TIMESTAMPTZ(6),

    CONSTRAINT "sign_in_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "session" (
    "hash" CHAR(64) NOT NULL,
    "person_id" UUID NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("hash")
);

-- CreateIndex
CREATE UNIQUE INDEX "client_chat_channel_id_key" ON "client"("chat_channel_id");

-- CreateIndex
CREATE UNIQUE INDEX "person_email_key" ON "person"("email");

-- CreateIndex
CREATE UNIQUE INDEX "person_chat_user_id_key" ON "person"("chat_user_id");

-- CreateIndex
CREATE INDEX "subject_client_id_phone_hash_idx" ON "subject"("client_id", "phone_hash");

-- CreateIndex
CREATE UNIQUE INDEX "subject_client_id_email_hash_key" ON "subject"("client_id", "email_hash");

-- CreateIndex
CREATE INDEX "payment_identifier_payment_id_idx" ON "payment_identifier"("payment_id");

-- CreateIndex
CREATE UNIQUE INDEX "reversal_number_key" ON "reversal"("number");

-- CreateIndex
CREATE INDEX "reversal_client_id_logged_at_id_idx" ON "reversal"("client_id", "logged_at" DESC, "id");

-- CreateIndex
CREATE INDEX "reversal_client_id_status_logged_at_idx" ON "reversal"("client_id", "status", "logged_at" DESC);

-- CreateIndex
CREATE INDEX "reversal_payment_id_idx" ON "reversal"("payment_id");

-- CreateIndex
CREATE INDEX "reversal_subject_id_idx" ON "reversal"("subject_id");

-- CreateIndex
CREATE INDEX "reversal_reason_code_idx" ON "reversal"("reason_code");

-- CreateIndex
CREATE INDEX "reversal_card_last4_idx" ON "reversal"("card_last4");

-- CreateIndex
CREATE INDEX "reversal_identifier_value_idx" ON "reversal_identifier"("value");

-- CreateIndex
CREATE INDEX "reversal_requester_reversal_id_idx" ON "reversal_requester"("reversal_id");

-- CreateIndex
CREATE UNIQUE INDEX "reversal_source_source_item_id_position_key" ON "reversal_source"("source_item_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "message_reversal_id_external_id_key" ON "message"("reversal_id", "external_id");

-- CreateIndex
CREATE INDEX "history_reversal_id_sequence_idx" ON "history"("reversal_id", "sequence");

-- CreateIndex
CREATE UNIQUE INDEX "history_chain_sequence_key" ON "history"("chain", "sequence");

-- CreateIndex
CREATE INDEX "decision_reversal_id_round_idx" ON "decision"("reversal_id", "round");

-- CreateIndex
CREATE UNIQUE INDEX "effect_dedupe_key_key" ON "effect"("dedupe_key");

-- CreateIndex
CREATE INDEX "effect_status_due_at_idx" ON "effect"("status", "due_at");

-- CreateIndex
CREATE INDEX "effect_reversal_id_idx" ON "effect"("reversal_id");

-- CreateIndex
CREATE UNIQUE INDEX "card_chat_channel_id_chat_message_id_key" ON "card"("chat_channel_id", "chat_message_id");

-- CreateIndex
CREATE INDEX "thread_message_reversal_id_sent_at_idx" ON "thread_message"("reversal_id", "sent_at");

-- CreateIndex
CREATE INDEX "source_item_connection_id_verdict_due_at_idx" ON "source_item"("connection_id", "verdict", "due_at");

-- CreateIndex
CREATE UNIQUE INDEX "source_item_connection_id_external_id_key" ON "source_item"("connection_id", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_key_hash_key" ON "api_key"("hash");

-- AddForeignKey
ALTER TABLE "connection" ADD CONSTRAINT "connection_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "client"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "person_client" ADD CONSTRAINT "person_client_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "person_client" ADD CONSTRAINT "person_client_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "client"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "subject" ADD CONSTRAINT "subject_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "client"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "subject" ADD CONSTRAINT "subject_same_as_id_fkey" FOREIGN KEY ("same_as_id") REFERENCES "subject"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "subject_key" ADD CONSTRAINT "subject_key_subject_id_fkey" FOREIGN KEY ("subject_id") REFERENCES "subject"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment" ADD CONSTRAINT "payment_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "client"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment_identifier" ADD CONSTRAINT "payment_identifier_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reversal" ADD CONSTRAINT "reversal_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "client"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reversal" ADD CONSTRAINT "reversal_subject_id_fkey" FOREIGN KEY ("subject_id") REFERENCES "subject"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reversal" ADD CONSTRAINT "reversal_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reversal" ADD CONSTRAINT "reversal_logged_by_id_fkey" FOREIGN KEY ("logged_by_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reversal" ADD CONSTRAINT "reversal_assignee_id_fkey" FOREIGN KEY ("assignee_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reversal" ADD CONSTRAINT "reversal_corrects_id_fkey" FOREIGN KEY ("corrects_id") REFERENCES "reversal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reversal_identifier" ADD CONSTRAINT "reversal_identifier_reversal_id_fkey" FOREIGN KEY ("reversal_id") REFERENCES "reversal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reversal_requester" ADD CONSTRAINT "reversal_requester_reversal_id_fkey" FOREIGN KEY ("reversal_id") REFERENCES "reversal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reversal_requester" ADD CONSTRAINT "reversal_requester_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reversal_source" ADD CONSTRAINT "reversal_source_reversal_id_fkey" FOREIGN KEY ("reversal_id") REFERENCES "reversal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reversal_source" ADD CONSTRAINT "reversal_source_source_item_id_fkey" FOREIGN KEY ("source_item_id") REFERENCES "source_item"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message" ADD CONSTRAINT "message_reversal_id_fkey" FOREIGN KEY ("reversal_id") REFERENCES "reversal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "history" ADD CONSTRAINT "history_reversal_id_fkey" FOREIGN KEY ("reversal_id") REFERENCES "reversal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "history" ADD CONSTRAINT "history_subject_id_fkey" FOREIGN KEY ("subject_id") REFERENCES "subject"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "history" ADD CONSTRAINT "history_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decision" ADD CONSTRAINT "decision_reversal_id_fkey" FOREIGN KEY ("reversal_id") REFERENCES "reversal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decision" ADD CONSTRAINT "decision_subject_id_fkey" FOREIGN KEY ("subject_id") REFERENCES "subject"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decision" ADD CONSTRAINT "decision_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "effect" ADD CONSTRAINT "effect_reversal_id_fkey" FOREIGN KEY ("reversal_id") REFERENCES "reversal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "card" ADD CONSTRAINT "card_reversal_id_fkey" FOREIGN KEY ("reversal_id") REFERENCES "reversal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "card_show" ADD CONSTRAINT "card_show_reversal_id_fkey" FOREIGN KEY ("reversal_id") REFERENCES "reversal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "folded_list" ADD CONSTRAINT "folded_list_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "client"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "source_cursor" ADD CONSTRAINT "source_cursor_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connection"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "source_item" ADD CONSTRAINT "source_item_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connection"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sign_in" ADD CONSTRAINT "sign_in_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


