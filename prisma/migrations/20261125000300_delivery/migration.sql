-- Grants that are delivered into a source: how far each came there, what stands in the way, and what was read as the grantee.
alter table access_request add column delivery text not null default 'portal';

alter table "grant"
  add column delivery text not null default 'portal',
  add column connection_id text,
  add column failed_stage text,
  add column problem text,
  add column script text,
  add column mark text,
  add column findings jsonb not null default '[]',
  add column proven_at timestamptz(3);
create index grant_org_id_connection_id_idx on "grant" (org_id, connection_id);

create table grant_proof (
  org_id text not null,
  id text not null,
  grant_id text not null,
  round text not null,
  occasion text not null,
  at timestamptz(3) not null,
  kind text not null,
  statement text not null,
  outcome text not null,
  ok boolean not null,
  place integer not null,
  constraint grant_proof_pkey primary key (org_id, id),
  constraint grant_proof_org_id_grant_id_fkey foreign key (org_id, grant_id) references "grant" (org_id, id) on delete cascade on update cascade
);
create index grant_proof_org_id_grant_id_at_idx on grant_proof (org_id, grant_id, at);
select protect_tenant_table('grant_proof');
