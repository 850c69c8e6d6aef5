-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "access_request" (
    "org_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "principal_id" TEXT NOT NULL,
    "product_id" TEXT NOT NULL,
    "product_slug" TEXT NOT NULL,
    "product_title" TEXT NOT NULL,
    "domain_id" TEXT NOT NULL,
    "port" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "reason" TEXT,
    "duration" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "product_version" TEXT NOT NULL,
    "contract_id" TEXT NOT NULL,
    "contract_version" TEXT NOT NULL,
    "open_key" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_at" TIMESTAMPTZ(3),
    "decided_by" TEXT,
    "note" TEXT,
    "grant_id" TEXT,

    CONSTRAINT "access_request_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "access_request_event" (
    "org_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "note" TEXT,

    CONSTRAINT "access_request_event_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "grant" (
    "org_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "principal_id" TEXT NOT NULL,
    "product_id" TEXT NOT NULL,
    "product_slug" TEXT NOT NULL,
    "product_title" TEXT NOT NULL,
    "domain_id" TEXT NOT NULL,
    "port" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "ended_as" TEXT,
    "ended_by" TEXT,
    "end_note" TEXT,
    "product_version" TEXT NOT NULL,
    "contract_id" TEXT NOT NULL,
    "contract_version" TEXT NOT NULL,
    "policy_version" TEXT NOT NULL,
    "objects" JSONB NOT NULL,
    "live_key" TEXT,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "grant_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "grant_event" (
    "org_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "grant_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "note" TEXT,

    CONSTRAINT "grant_event_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "org_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "resource_type" TEXT NOT NULL,
    "resource_id" TEXT NOT NULL,
    "detail" JSONB,
    "request_id" TEXT,
    "seq" INTEGER,
    "prev_hash" TEXT,
    "hash" TEXT,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "audit_head" (
    "org_id" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "audit_head_pkey" PRIMARY KEY ("org_id")
);

-- CreateTable
CREATE TABLE "audit_check" (
    "org_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "ok" BOOLEAN NOT NULL,
    "entries" INTEGER NOT NULL,
    "reason" TEXT,

    CONSTRAINT "audit_check_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "catalog_entry" (
    "org_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "title_key" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "domain_id" TEXT NOT NULL,
    "domain" TEXT NOT NULL,
    "domain_name" TEXT NOT NULL,
    "owner" TEXT,
    "tags" TEXT[],
    "status" TEXT NOT NULL,
    "published" BOOLEAN NOT NULL,
    "version" TEXT,
    "classifications" TEXT[],
    "columns" JSONB NOT NULL,
    "promise" JSONB,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "source" TEXT NOT NULL,
    "search" tsvector,

    CONSTRAINT "catalog_entry_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "catalog_word" (
    "org_id" TEXT NOT NULL,
    "word" TEXT NOT NULL,

    CONSTRAINT "catalog_word_pkey" PRIMARY KEY ("org_id","word")
);

-- CreateTable
CREATE TABLE "connection" (
    "org_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "domain_id" TEXT NOT NULL,
    "config" JSONB NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'new',
    "problem" TEXT,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "discovered_at" TIMESTAMPTZ(3),
    "discover_cursor" TEXT,
    "discover_since" TIMESTAMPTZ(3),

    CONSTRAINT "connection_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "connection_secret" (
    "org_id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "sealed" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "connection_secret_pkey" PRIMARY KEY ("org_id","connection_id")
);

-- CreateTable
CREATE TABLE "schedule" (
    "org_id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "cron" TEXT NOT NULL,
    "next_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "schedule_pkey" PRIMARY KEY ("org_id","connection_id")
);

-- CreateTable
CREATE TABLE "asset" (
    "org_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "ref" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "rows" BIGINT,
    "bytes" BIGINT,
    "columns" JSONB NOT NULL,
    "keys" JSONB NOT NULL,
    "cursor_column" TEXT,
    "position" TEXT,
    "complete_at" TIMESTAMPTZ(3),
    "latest_id" TEXT,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,
    "gone_at" TIMESTAMPTZ(3),
    "synced_at" TIMESTAMPTZ(3),

    CONSTRAINT "asset_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "run" (
    "org_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "done" BIGINT NOT NULL DEFAULT 0,
    "total" BIGINT,
    "unit" TEXT NOT NULL DEFAULT 'rows',
    "bytes" BIGINT NOT NULL DEFAULT 0,
    "error" TEXT,
    "requested_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "cancel_asked" BOOLEAN NOT NULL DEFAULT false,
    "lease_holder" TEXT,
    "lease_until" TIMESTAMPTZ(3),
    "attempt" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "run_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "run_asset" (
    "org_id" TEXT NOT NULL,
    "run_id" TEXT NOT NULL,
    "asset_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "snapshot_id" TEXT,
    "problem" TEXT,

    CONSTRAINT "run_asset_pkey" PRIMARY KEY ("org_id","run_id","asset_id")
);

-- CreateTable
CREATE TABLE "run_event" (
    "org_id" TEXT NOT NULL,
    "run_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "level" TEXT NOT NULL,
    "message" TEXT NOT NULL,

    CONSTRAINT "run_event_pkey" PRIMARY KEY ("org_id","run_id","number")
);

-- CreateTable
CREATE TABLE "snapshot" (
    "org_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "asset_id" TEXT NOT NULL,
    "run_id" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "rows" BIGINT NOT NULL,
    "bytes" BIGINT NOT NULL,
    "storage_key" TEXT NOT NULL,
    "schema" JSONB NOT NULL,
    "profile" JSONB NOT NULL,
    "difference" JSONB NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'current',
    "position" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "snapshot_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "notification" (
    "org_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "member_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "body" TEXT,
    "link" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "read_at" TIMESTAMPTZ(3),

    CONSTRAINT "notification_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "product" (
    "org_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "domain_id" TEXT NOT NULL,
    "owner_id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "purpose" TEXT NOT NULL DEFAULT '',
    "tags" TEXT[],
    "status" TEXT NOT NULL DEFAULT 'draft',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "product_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "product_version" (
    "org_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "product_id" TEXT NOT NULL,
    "draft_of" TEXT,
    "version" TEXT NOT NULL,
    "major" INTEGER NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'draft',
    "odps" TEXT NOT NULL,
    "contracts" JSONB NOT NULL,
    "content" JSONB NOT NULL,
    "etag" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "published_by" TEXT,
    "published_at" TIMESTAMPTZ(3),
    "note" TEXT,
    "ending" JSONB,

    CONSTRAINT "product_version_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "product_pointer" (
    "org_id" TEXT NOT NULL,
    "version_id" TEXT NOT NULL,
    "port" TEXT NOT NULL,
    "object" TEXT NOT NULL,
    "asset_id" TEXT NOT NULL,
    "snapshot_id" TEXT NOT NULL,
    "storage_key" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "rows" BIGINT NOT NULL,
    "columns" JSONB NOT NULL,
    "set_aside" BIGINT NOT NULL DEFAULT 0,
    "aside_key" TEXT,
    "moved_at" TIMESTAMPTZ(3) NOT NULL,
    "held_snapshot" TEXT,
    "held_why" TEXT,
    "held_since" TIMESTAMPTZ(3),

    CONSTRAINT "product_pointer_pkey" PRIMARY KEY ("org_id","version_id","port","object")
);

-- CreateTable
CREATE TABLE "product_check" (
    "org_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "version_id" TEXT NOT NULL,
    "port" TEXT NOT NULL,
    "occasion" TEXT NOT NULL,
    "snapshots" JSONB NOT NULL,
    "results" JSONB NOT NULL,
    "held" BOOLEAN NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "product_check_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "query_run" (
    "org_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "principal_id" TEXT NOT NULL,
    "sql" TEXT NOT NULL,
    "purpose" TEXT,
    "format" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "cancelled_at" TIMESTAMPTZ(3),
    "rows" BIGINT,
    "took_ms" INTEGER,
    "error" TEXT,
    "receipt_id" TEXT,

    CONSTRAINT "query_run_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "receipt" (
    "org_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "principal_id" TEXT NOT NULL,
    "query_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "sql" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "purpose" TEXT,
    "sources" JSONB NOT NULL,

    CONSTRAINT "receipt_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "organisation" (
    "org_id" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "demo" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "organisation_pkey" PRIMARY KEY ("org_id")
);

-- CreateTable
CREATE TABLE "member" (
    "org_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "epoch" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "member_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "domain" (
    "org_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "domain_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "domain_member" (
    "org_id" TEXT NOT NULL,
    "domain_id" TEXT NOT NULL,
    "member_id" TEXT NOT NULL,
    "role" TEXT NOT NULL,

    CONSTRAINT "domain_member_pkey" PRIMARY KEY ("org_id","domain_id","member_id")
);

-- CreateTable
CREATE TABLE "account" (
    "org_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "member_id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "password_hash" TEXT,
    "issuer" TEXT,
    "subject" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "account_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "token" (
    "org_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "member_id" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "scopes" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "token_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "invitation" (
    "org_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "member_id" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "org_key" (
    "org_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "sealed" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "org_key_pkey" PRIMARY KEY ("org_id","version")
);

-- CreateTable
CREATE TABLE "idempotent_call" (
    "org_id" TEXT NOT NULL,
    "principal_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "status" INTEGER NOT NULL,
    "body" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotent_call_pkey" PRIMARY KEY ("org_id","principal_id","key")
);

-- CreateIndex
CREATE INDEX "access_request_org_id_principal_id_created_at_id_idx" ON "access_request"("org_id", "principal_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "access_request_org_id_state_created_at_id_idx" ON "access_request"("org_id", "state", "created_at", "id");

-- CreateIndex
CREATE INDEX "access_request_org_id_product_id_idx" ON "access_request"("org_id", "product_id");

-- CreateIndex
CREATE UNIQUE INDEX "access_request_org_id_open_key_key" ON "access_request"("org_id", "open_key");

-- CreateIndex
CREATE INDEX "access_request_event_org_id_request_id_at_idx" ON "access_request_event"("org_id", "request_id", "at");

-- CreateIndex
CREATE INDEX "grant_org_id_principal_id_starts_at_id_idx" ON "grant"("org_id", "principal_id", "starts_at", "id");

-- CreateIndex
CREATE INDEX "grant_org_id_product_id_starts_at_id_idx" ON "grant"("org_id", "product_id", "starts_at", "id");

-- CreateIndex
CREATE INDEX "grant_org_id_state_ends_at_idx" ON "grant"("org_id", "state", "ends_at");

-- CreateIndex
CREATE UNIQUE INDEX "grant_org_id_live_key_key" ON "grant"("org_id", "live_key");

-- CreateIndex
CREATE INDEX "grant_event_org_id_grant_id_at_idx" ON "grant_event"("org_id", "grant_id", "at");

-- CreateIndex
CREATE INDEX "audit_entry_seq_idx" ON "audit_entry"("seq");

-- CreateIndex
CREATE INDEX "audit_entry_org_id_resource_id_id_idx" ON "audit_entry"("org_id", "resource_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "audit_entry_org_id_seq_key" ON "audit_entry"("org_id", "seq");

-- CreateIndex
CREATE INDEX "catalog_entry_org_id_title_key_id_idx" ON "catalog_entry"("org_id", "title_key", "id");

-- CreateIndex
CREATE INDEX "catalog_entry_org_id_changed_at_id_idx" ON "catalog_entry"("org_id", "changed_at" DESC, "id");

-- CreateIndex
CREATE INDEX "catalog_entry_search" ON "catalog_entry" USING GIN ("org_id" text_ops, "search");

-- CreateIndex
CREATE INDEX "catalog_word_trigrams" ON "catalog_word" USING GIN ("org_id" text_ops, "word" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "connection_org_id_domain_id_idx" ON "connection"("org_id", "domain_id");

-- CreateIndex
CREATE UNIQUE INDEX "connection_org_id_name_key" ON "connection"("org_id", "name");

-- CreateIndex
CREATE INDEX "schedule_org_id_next_at_idx" ON "schedule"("org_id", "next_at");

-- CreateIndex
CREATE UNIQUE INDEX "asset_org_id_connection_id_ref_key" ON "asset"("org_id", "connection_id", "ref");

-- CreateIndex
CREATE INDEX "run_org_id_connection_id_created_at_idx" ON "run"("org_id", "connection_id", "created_at");

-- CreateIndex
CREATE INDEX "run_org_id_state_idx" ON "run"("org_id", "state");

-- CreateIndex
CREATE INDEX "run_asset_org_id_asset_id_idx" ON "run_asset"("org_id", "asset_id");

-- CreateIndex
CREATE INDEX "snapshot_org_id_asset_id_created_at_idx" ON "snapshot"("org_id", "asset_id", "created_at");

-- CreateIndex
CREATE INDEX "snapshot_org_id_hash_idx" ON "snapshot"("org_id", "hash");

-- CreateIndex
CREATE UNIQUE INDEX "snapshot_org_id_asset_id_run_id_key" ON "snapshot"("org_id", "asset_id", "run_id");

-- CreateIndex
CREATE INDEX "notification_org_id_member_id_read_at_idx" ON "notification"("org_id", "member_id", "read_at");

-- CreateIndex
CREATE INDEX "product_org_id_domain_id_idx" ON "product"("org_id", "domain_id");

-- CreateIndex
CREATE UNIQUE INDEX "product_org_id_slug_key" ON "product"("org_id", "slug");

-- CreateIndex
CREATE INDEX "product_version_org_id_product_id_published_at_idx" ON "product_version"("org_id", "product_id", "published_at");

-- CreateIndex
CREATE UNIQUE INDEX "product_version_org_id_draft_of_key" ON "product_version"("org_id", "draft_of");

-- CreateIndex
CREATE INDEX "product_pointer_org_id_asset_id_idx" ON "product_pointer"("org_id", "asset_id");

-- CreateIndex
CREATE INDEX "product_pointer_org_id_snapshot_id_idx" ON "product_pointer"("org_id", "snapshot_id");

-- CreateIndex
CREATE INDEX "product_check_org_id_version_id_port_at_idx" ON "product_check"("org_id", "version_id", "port", "at");

-- CreateIndex
CREATE INDEX "query_run_org_id_principal_id_started_at_id_idx" ON "query_run"("org_id", "principal_id", "started_at", "id");

-- CreateIndex
CREATE INDEX "query_run_org_id_state_idx" ON "query_run"("org_id", "state");

-- CreateIndex
CREATE INDEX "receipt_org_id_principal_id_at_idx" ON "receipt"("org_id", "principal_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "organisation_slug_key" ON "organisation"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "member_org_id_email_key" ON "member"("org_id", "email");

-- CreateIndex
CREATE UNIQUE INDEX "domain_org_id_slug_key" ON "domain"("org_id", "slug");

-- CreateIndex
CREATE INDEX "domain_member_org_id_member_id_idx" ON "domain_member"("org_id", "member_id");

-- CreateIndex
CREATE INDEX "account_email_idx" ON "account"("email");

-- CreateIndex
CREATE UNIQUE INDEX "account_org_id_member_id_key" ON "account"("org_id", "member_id");

-- CreateIndex
CREATE UNIQUE INDEX "account_org_id_issuer_subject_key" ON "account"("org_id", "issuer", "subject");

-- CreateIndex
CREATE UNIQUE INDEX "token_hash_key" ON "token"("hash");

-- CreateIndex
CREATE INDEX "token_org_id_member_id_idx" ON "token"("org_id", "member_id");

-- CreateIndex
CREATE UNIQUE INDEX "invitation_hash_key" ON "invitation"("hash");

-- CreateIndex
CREATE INDEX "invitation_org_id_member_id_idx" ON "invitation"("org_id", "member_id");

-- CreateIndex
CREATE INDEX "idempotent_call_created_at_idx" ON "idempotent_call"("created_at");

-- AddForeignKey
ALTER TABLE "access_request_event" ADD CONSTRAINT "access_request_event_org_id_request_id_fkey" FOREIGN KEY ("org_id", "request_id") REFERENCES "access_request"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "grant_event" ADD CONSTRAINT "grant_event_org_id_grant_id_fkey" FOREIGN KEY ("org_id", "grant_id") REFERENCES "grant"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connection_secret" ADD CONSTRAINT "connection_secret_org_id_connection_id_fkey" FOREIGN KEY ("org_id", "connection_id") REFERENCES "connection"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "schedule" ADD CONSTRAINT "schedule_org_id_connection_id_fkey" FOREIGN KEY ("org_id", "connection_id") REFERENCES "connection"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "asset" ADD CONSTRAINT "asset_org_id_connection_id_fkey" FOREIGN KEY ("org_id", "connection_id") REFERENCES "connection"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run" ADD CONSTRAINT "run_org_id_connection_id_fkey" FOREIGN KEY ("org_id", "connection_id") REFERENCES "connection"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_asset" ADD CONSTRAINT "run_asset_org_id_run_id_fkey" FOREIGN KEY ("org_id", "run_id") REFERENCES "run"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_asset" ADD CONSTRAINT "run_asset_org_id_asset_id_fkey" FOREIGN KEY ("org_id", "asset_id") REFERENCES "asset"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_event" ADD CONSTRAINT "run_event_org_id_run_id_fkey" FOREIGN KEY ("org_id", "run_id") REFERENCES "run"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "snapshot" ADD CONSTRAINT "snapshot_org_id_asset_id_fkey" FOREIGN KEY ("org_id", "asset_id") REFERENCES "asset"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "product_version" ADD CONSTRAINT "product_version_org_id_product_id_fkey" FOREIGN KEY ("org_id", "product_id") REFERENCES "product"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "product_pointer" ADD CONSTRAINT "product_pointer_org_id_version_id_fkey" FOREIGN KEY ("org_id", "version_id") REFERENCES "product_version"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "product_check" ADD CONSTRAINT "product_check_org_id_version_id_fkey" FOREIGN KEY ("org_id", "version_id") REFERENCES "product_version"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "domain_member" ADD CONSTRAINT "domain_member_org_id_domain_id_fkey" FOREIGN KEY ("org_id", "domain_id") REFERENCES "domain"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "domain_member" ADD CONSTRAINT "domain_member_org_id_member_id_fkey" FOREIGN KEY ("org_id", "member_id") REFERENCES "member"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

