ALTER TABLE "grant" ADD COLUMN "suspended_at" TIMESTAMPTZ(3);

ALTER TABLE "webhook" ADD COLUMN "older_sealed" TEXT,
ADD COLUMN "older_until" TIMESTAMPTZ(3);
