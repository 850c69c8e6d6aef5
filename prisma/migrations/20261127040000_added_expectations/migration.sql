ALTER TABLE "expectation"
  ADD COLUMN "ask" JSONB,
  ADD COLUMN "schedule" TEXT,
  ADD COLUMN "owner_id" TEXT,
  ADD COLUMN "author_id" TEXT,
  ADD COLUMN "live" BOOLEAN NOT NULL DEFAULT true,
  ADD COLUMN "next_at" TIMESTAMPTZ(3),
  ADD COLUMN "measured_of" TEXT,
  ADD COLUMN "learns_from" TIMESTAMPTZ(3);
CREATE INDEX "expectation_org_id_source_next_at_idx" ON "expectation"("org_id", "source", "next_at");
