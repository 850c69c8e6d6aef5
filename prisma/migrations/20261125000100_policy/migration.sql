-- An organisation's own policies, version by version, and what was decided by them.
create table policy_version (
  org_id text not null,
  number int not null,
  text text not null,
  policies jsonb not null,
  note text,
  created_by text not null,
  created_at timestamptz(3) not null,
  constraint policy_version_pkey primary key (org_id, number)
);
select protect_tenant_table('policy_version');
-- What was once in force stays as it was.
revoke update, delete on policy_version from stoa_app;

create table policy_decision (
  org_id text not null,
  id text not null,
  at timestamptz(3) not null,
  principal_id text not null,
  action text not null,
  resource_type text not null,
  resource_id text not null,
  effect text not null,
  because text[],
  policy_version text not null,
  purpose text,
  surface text not null,
  request_id text,
  resource jsonb not null,
  constraint policy_decision_pkey primary key (org_id, id)
);
create index policy_decision_org_id_principal_id_id_idx on policy_decision (org_id, principal_id, id);
create index policy_decision_org_id_resource_id_id_idx on policy_decision (org_id, resource_id, id);
create index policy_decision_org_id_effect_id_idx on policy_decision (org_id, effect, id);
select protect_tenant_table('policy_decision');
-- A decision is never rewritten; old ones go.
revoke update on policy_decision from stoa_app;
