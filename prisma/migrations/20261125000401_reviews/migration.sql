-- Reviews of rights: a list frozen when it was begun, of which each is kept, narrowed or ended by a date.

create table access_review (
  org_id text not null,
  id text not null,
  title text not null,
  domain_id text,
  created_by text not null,
  created_at timestamptz(3) not null,
  due_at timestamptz(3) not null,
  if_undecided text not null,
  closed_at timestamptz(3),
  constraint access_review_pkey primary key (org_id, id)
);
create index access_review_org_id_closed_at_due_at_idx on access_review (org_id, closed_at, due_at);
select protect_tenant_table('access_review');

create table access_review_item (
  org_id text not null,
  id text not null,
  review_id text not null,
  grant_id text not null,
  frozen jsonb not null,
  decision text,
  by text,
  at timestamptz(3),
  note text,
  new_grant_id text,
  constraint access_review_item_pkey primary key (org_id, id)
);
create unique index access_review_item_org_id_review_id_grant_id_key on access_review_item (org_id, review_id, grant_id);
alter table access_review_item add constraint access_review_item_org_id_review_id_fkey
  foreign key (org_id, review_id) references access_review (org_id, id) on delete cascade on update cascade;
select protect_tenant_table('access_review_item');
