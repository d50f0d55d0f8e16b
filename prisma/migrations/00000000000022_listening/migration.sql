-- AlterTable
ALTER TABLE "connection" ADD COLUMN     "listened_at" TIMESTAMPTZ(6),
ADD COLUMN     "listening_since" TIMESTAMPTZ(6);
