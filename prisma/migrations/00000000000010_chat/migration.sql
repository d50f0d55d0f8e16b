-- CreateTable
CREATE TABLE "chat_trouble" (
    "place" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "since" TIMESTAMPTZ(6) NOT NULL,
    "tried_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "chat_trouble_pkey" PRIMARY KEY ("place")
);

-- CreateTable
CREATE TABLE "chat_pace" (
    "place" TEXT NOT NULL,
    "free_at" TIMESTAMPTZ(6) NOT NULL,
    "queue_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "chat_pace_pkey" PRIMARY KEY ("place")
);

-- CreateTable
CREATE TABLE "chat_installation" (
    "id" TEXT NOT NULL,
    "name" TEXT,
    "bot_user_id" TEXT NOT NULL,
    "sealed" BYTEA NOT NULL,
    "installed_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "chat_installation_pkey" PRIMARY KEY ("id")
);


