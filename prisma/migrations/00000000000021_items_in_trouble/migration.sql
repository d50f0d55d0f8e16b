-- AlterTable
ALTER TABLE "source_item" ADD COLUMN     "trouble_kind" TEXT,
ADD COLUMN     "trouble_since" TIMESTAMPTZ(6),
ADD COLUMN     "unreadable_tries" INTEGER NOT NULL DEFAULT 0;
