ALTER TABLE "product_pointer" ADD COLUMN     "rolled_from" TEXT;

CREATE TABLE "adjustment" (
    "org_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "incident_id" TEXT NOT NULL,
    "product_id" TEXT NOT NULL,
    "port" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "rule_key" TEXT,
    "note" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3),
    "outcome" JSONB NOT NULL,
    "before" JSONB NOT NULL,
    "measure_until" TIMESTAMPTZ(3) NOT NULL,
    "undone_at" TIMESTAMPTZ(3),
    "undone_by" TEXT,
    "verdict" TEXT NOT NULL DEFAULT 'pending',
    "verdict_at" TIMESTAMPTZ(3),
    "verdict_why" TEXT,

    CONSTRAINT "adjustment_pkey" PRIMARY KEY ("org_id","id")
);

CREATE TABLE "adjustment_rules" (
    "org_id" TEXT NOT NULL,
    "product_id" TEXT NOT NULL,
    "items" JSONB NOT NULL,
    "etag" TEXT NOT NULL,
    "author_id" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "adjustment_rules_pkey" PRIMARY KEY ("org_id","product_id")
);

CREATE TABLE "rule_run" (
    "org_id" TEXT NOT NULL,
    "incident_id" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "rule_key" TEXT NOT NULL,
    "product_id" TEXT NOT NULL,
    "author_id" TEXT NOT NULL,
    "rule" JSONB NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "claimed_at" TIMESTAMPTZ(3),
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "rule_run_pkey" PRIMARY KEY ("org_id","incident_id","opened_at","rule_key")
);

CREATE TABLE "port_mark" (
    "org_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "product_id" TEXT NOT NULL,
    "port" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "why" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3),

    CONSTRAINT "port_mark_pkey" PRIMARY KEY ("org_id","id")
);

CREATE INDEX "adjustment_org_id_incident_id_at_idx" ON "adjustment"("org_id", "incident_id", "at");

CREATE INDEX "adjustment_org_id_product_id_verdict_idx" ON "adjustment"("org_id", "product_id", "verdict");

CREATE INDEX "rule_run_org_id_product_id_done_at_idx" ON "rule_run"("org_id", "product_id", "done_at");

CREATE INDEX "port_mark_org_id_product_id_idx" ON "port_mark"("org_id", "product_id");

ALTER TABLE "adjustment" ADD CONSTRAINT "adjustment_org_id_incident_id_fkey" FOREIGN KEY ("org_id", "incident_id") REFERENCES "incident"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "rule_run" ADD CONSTRAINT "rule_run_org_id_incident_id_fkey" FOREIGN KEY ("org_id", "incident_id") REFERENCES "incident"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "port_mark" ADD CONSTRAINT "port_mark_org_id_product_id_fkey" FOREIGN KEY ("org_id", "product_id") REFERENCES "product"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

select protect_tenant_table('port_mark');
select protect_tenant_table('adjustment');
select protect_tenant_table('adjustment_rules');
select protect_tenant_table('rule_run');
