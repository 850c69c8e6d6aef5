-- An organisation's own list of purposes. An organisation that never changed it has no rows, and reads the three that every one
-- starts with. A purpose that was left out of the list stays, with the time it ended.
create table purpose (
  org_id text not null,
  slug text not null,
  title text not null,
  description text not null,
  position integer not null,
  ended_at timestamptz(3),
  constraint purpose_pkey primary key (org_id, slug));

select protect_tenant_table('purpose');
