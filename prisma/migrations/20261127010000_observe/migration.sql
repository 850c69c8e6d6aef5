CREATE TABLE "expectation" (
    "org_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "product_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "port" TEXT NOT NULL,
    "object" TEXT,
    "column" TEXT,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "expected" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "source" TEXT NOT NULL DEFAULT 'contract',
    "gone_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "incident_id" TEXT,

    CONSTRAINT "expectation_pkey" PRIMARY KEY ("org_id","id")
);

CREATE TABLE "measurement" (
    "org_id" TEXT NOT NULL,
    "expectation_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "value" DOUBLE PRECISION,
    "low" DOUBLE PRECISION,
    "high" DOUBLE PRECISION,
    "state" TEXT NOT NULL,
    "detail" TEXT,

    CONSTRAINT "measurement_pkey" PRIMARY KEY ("org_id","expectation_id","at")
);

CREATE TABLE "watched" (
    "org_id" TEXT NOT NULL,
    "product_id" TEXT NOT NULL,
    "checked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "watched_pkey" PRIMARY KEY ("org_id","product_id")
);

CREATE TABLE "incident" (
    "org_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "product_id" TEXT NOT NULL,
    "port" TEXT NOT NULL,
    "cause_key" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "owner_id" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "resolved_as" TEXT,
    "seen" INTEGER NOT NULL DEFAULT 1,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "acknowledged_at" TIMESTAMPTZ(3),
    "resolved_at" TIMESTAMPTZ(3),
    "quiet" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "incident_pkey" PRIMARY KEY ("org_id","id")
);

CREATE TABLE "incident_event" (
    "org_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "incident_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "note" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "incident_event_pkey" PRIMARY KEY ("org_id","id")
);

CREATE UNIQUE INDEX "expectation_org_id_product_id_key_key" ON "expectation"("org_id", "product_id", "key");
CREATE INDEX "expectation_org_id_incident_id_idx" ON "expectation"("org_id", "incident_id");
CREATE UNIQUE INDEX "incident_org_id_product_id_cause_key_key" ON "incident"("org_id", "product_id", "cause_key");
CREATE INDEX "incident_org_id_state_last_seen_at_id_idx" ON "incident"("org_id", "state", "last_seen_at" DESC, "id");
CREATE INDEX "incident_org_id_last_seen_at_id_idx" ON "incident"("org_id", "last_seen_at" DESC, "id");
CREATE INDEX "incident_event_org_id_incident_id_at_idx" ON "incident_event"("org_id", "incident_id", "at");

ALTER TABLE "expectation" ADD CONSTRAINT "expectation_org_id_incident_id_fkey" FOREIGN KEY ("org_id", "incident_id") REFERENCES "incident"("org_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "measurement" ADD CONSTRAINT "measurement_org_id_expectation_id_fkey" FOREIGN KEY ("org_id", "expectation_id") REFERENCES "expectation"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "incident_event" ADD CONSTRAINT "incident_event_org_id_incident_id_fkey" FOREIGN KEY ("org_id", "incident_id") REFERENCES "incident"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

select protect_tenant_table('expectation');
select protect_tenant_table('measurement');
select protect_tenant_table('watched');
select protect_tenant_table('incident');
select protect_tenant_table('incident_event');
