ALTER TABLE "access_request" ADD COLUMN "pace" JSONB;
