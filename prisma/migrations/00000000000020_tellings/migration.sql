-- What a person was told about a card, once each: "you may not", or the button for a thumb they put there.
ALTER TABLE "thread_telling" ADD COLUMN "about" TEXT NOT NULL DEFAULT 'may_not';

ALTER TABLE "thread_telling" DROP CONSTRAINT "thread_telling_pkey";
ALTER TABLE "thread_telling" ADD CONSTRAINT "thread_telling_pkey" PRIMARY KEY ("reversal_id", "chat_user_id", "about");
