-- AlterTable
ALTER TABLE "connection" ADD COLUMN     "renewal_failure" TEXT,
ADD COLUMN     "renewal_since" TIMESTAMPTZ(6);
