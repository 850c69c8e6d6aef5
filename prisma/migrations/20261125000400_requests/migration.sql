-- A request may be for somebody else, for some columns and rows, and takes as many agreements as policy says. Each agreement is a
-- step of its own; nobody fills two of one request.

-- The owner of these tables reads every organisation's rows for as long as this migration runs.
alter table access_request no force row level security;

alter table access_request
  add column holder_type text not null default 'member',
  add column holder_id text,
  add column columns text[],
  add column rows text,
  add column terms jsonb,
  add column moved_at timestamptz(3),
  add column due_at timestamptz(3),
  add column reminded_at timestamptz(3),
  add column renews_id text,
  add column break_glass boolean not null default false,
  add column reviewed_at timestamptz(3),
  add column reviewed_by text,
  add column verdict text,
  add column review_note text;
update access_request set holder_id = principal_id, moved_at = created_at,
  due_at = case when state = 'submitted' then created_at + interval '24 hours' end;
alter table access_request alter column holder_id set not null, alter column moved_at set not null;

create index access_request_org_id_due_at_idx on access_request (org_id, due_at);
create index access_request_org_id_holder_id_idx on access_request (org_id, holder_id);

create table access_request_step (
  org_id text not null,
  id text not null,
  request_id text not null,
  position integer not null,
  role text not null,
  because text not null,
  state text not null,
  climbed_to text,
  by text,
  on_behalf_of text,
  at timestamptz(3),
  note text,
  constraint access_request_step_pkey primary key (org_id, id)
);
create unique index access_request_step_org_id_request_id_position_key on access_request_step (org_id, request_id, position);
create index access_request_step_org_id_state_role_idx on access_request_step (org_id, state, role);
alter table access_request_step add constraint access_request_step_org_id_request_id_fkey
  foreign key (org_id, request_id) references access_request (org_id, id) on delete cascade on update cascade;

-- What was asked before needed the owner alone.
insert into access_request_step (org_id, id, request_id, position, role, because, state, by, at, note)
select org_id, 'stp_' || substr(id, 5), id, 0, 'owner', 'Those who publish it agree to each use of it.',
  case state when 'submitted' then 'waiting' when 'withdrawn' then 'skipped' else state end,
  case when state in ('approved', 'rejected') then decided_by end,
  case when state in ('approved', 'rejected') then decided_at end,
  case when state in ('approved', 'rejected') then note end
from access_request;

alter table access_request force row level security;
select protect_tenant_table('access_request_step');

create table access_delegation (
  org_id text not null,
  id text not null,
  from_id text not null,
  to_id text not null,
  starts_at timestamptz(3) not null,
  ends_at timestamptz(3) not null,
  note text,
  created_at timestamptz(3) not null,
  ended_at timestamptz(3),
  constraint access_delegation_pkey primary key (org_id, id)
);
create index access_delegation_org_id_to_id_ends_at_idx on access_delegation (org_id, to_id, ends_at);
create index access_delegation_org_id_from_id_ends_at_idx on access_delegation (org_id, from_id, ends_at);
select protect_tenant_table('access_delegation');

alter table "grant"
  add column principal_type text not null default 'member',
  add column rows text,
  add column warned_at timestamptz(3),
  add column break_glass boolean not null default false;

-- Which rights a statement stands on tells which rights are used. A row of its own for each, so that no reader waits for another.
create table query_grant (
  org_id text not null,
  grant_id text not null,
  query_id text not null,
  at timestamptz(3) not null,
  constraint query_grant_pkey primary key (org_id, grant_id, query_id)
);
create index query_grant_org_id_grant_id_at_idx on query_grant (org_id, grant_id, at);
select protect_tenant_table('query_grant');
