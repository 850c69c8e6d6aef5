ALTER TABLE "catalog_entry" ADD COLUMN "context" TEXT NOT NULL DEFAULT '',
ADD COLUMN "questions" TEXT[] DEFAULT ARRAY[]::TEXT[];

CREATE TABLE "catalog_change" (
    "org_id" TEXT NOT NULL,
    "entry_id" TEXT NOT NULL,
    "turn" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "catalog_change_pkey" PRIMARY KEY ("org_id","entry_id")
);

CREATE TABLE "catalog_mirror" (
    "org_id" TEXT NOT NULL,
    "index" TEXT NOT NULL,
    "seal" TEXT NOT NULL,

    CONSTRAINT "catalog_mirror_pkey" PRIMARY KEY ("org_id")
);

CREATE TABLE "catalog_synonyms" (
    "org_id" TEXT NOT NULL,
    "groups" JSONB NOT NULL,

    CONSTRAINT "catalog_synonyms_pkey" PRIMARY KEY ("org_id")
);

CREATE INDEX "catalog_change_org_id_at_entry_id_idx" ON "catalog_change"("org_id", "at", "entry_id");

select protect_tenant_table('catalog_change');
select protect_tenant_table('catalog_mirror');
select protect_tenant_table('catalog_synonyms');
