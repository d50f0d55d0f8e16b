-- AlterTable
ALTER TABLE "connection" ADD COLUMN     "failure_kind" TEXT,
ADD COLUMN     "gap_before_ms" DOUBLE PRECISION NOT NULL DEFAULT 0,
ADD COLUMN     "gap_now_ms" DOUBLE PRECISION NOT NULL DEFAULT 0,
ADD COLUMN     "gaps_since" TIMESTAMPTZ(6),
ADD COLUMN     "incident" TEXT,
ADD COLUMN     "incident_since" TIMESTAMPTZ(6),
ADD COLUMN     "is_gap_broken" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "news_at" TIMESTAMPTZ(6),
ADD COLUMN     "news_count" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "watched_since" TIMESTAMPTZ(6);

-- CreateTable
CREATE TABLE "completeness_day" (
    "connection_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "state" TEXT NOT NULL,
    "listed" INTEGER NOT NULL,
    "judged" INTEGER NOT NULL,
    "missing" INTEGER NOT NULL,
    "waiting" INTEGER NOT NULL,
    "aside" INTEGER NOT NULL,
    "reason" TEXT,
    "checked_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "completeness_day_pkey" PRIMARY KEY ("connection_id","day")
);

-- AddForeignKey
ALTER TABLE "completeness_day" ADD CONSTRAINT "completeness_day_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connection"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- A backlog is read oldest first: Prisma cannot say which rows an index leaves out.
CREATE INDEX "source_item_backlog_idx" ON "source_item" ("connection_id", "source_updated_at", "id")
  WHERE "verdict" = 'pending';
