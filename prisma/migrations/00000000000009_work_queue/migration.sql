-- What a person chose to hear in chat, and what stands there for them.
CREATE TABLE "person_notice" (
    "person_id" UUID NOT NULL,
    "is_direct" BOOLEAN NOT NULL DEFAULT true,
    "digest_hour" INTEGER DEFAULT 9,
    "chat_channel_id" TEXT,
    "chat_message_id" TEXT,
    "shown" TEXT,
    "is_pinged" BOOLEAN NOT NULL DEFAULT false,
    "pinged_at" TIMESTAMPTZ(6),
    "home_opened_at" TIMESTAMPTZ(6),

    CONSTRAINT "person_notice_pkey" PRIMARY KEY ("person_id"),
    CONSTRAINT "person_notice_digest_hour" CHECK ("digest_hour" BETWEEN 0 AND 23),
    CONSTRAINT "person_notice_message_whole" CHECK (("chat_channel_id" IS NULL) = ("chat_message_id" IS NULL))
);

-- AddForeignKey
ALTER TABLE "person_notice" ADD CONSTRAINT "person_notice_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Queues, work of one's own and days that come near are read at every change.
CREATE INDEX "reversal_pending" ON "reversal" ("client_id", "due_at", "logged_at")
    WHERE "status" = 'pending_approval' AND NOT "historic";
CREATE INDEX "reversal_open_due" ON "reversal" ("client_id", "due_at")
    WHERE "status" IN ('needs_review', 'pending_approval', 'changes_requested', 'approved') AND "due_at" IS NOT NULL;
CREATE INDEX "reversal_open_logged_by" ON "reversal" ("logged_by_id")
    WHERE "status" IN ('needs_review', 'pending_approval', 'changes_requested', 'approved');
CREATE INDEX "reversal_open_assignee" ON "reversal" ("assignee_id")
    WHERE "status" IN ('needs_review', 'pending_approval', 'changes_requested', 'approved');

-- Effects for one person take turns: found by whom they are for.
CREATE INDEX "effect_pending_person" ON "effect" ("kind", ("payload" ->> 'personId'))
    WHERE "status" = 'pending' AND "payload" ->> 'personId' IS NOT NULL;
