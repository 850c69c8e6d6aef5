-- What a member searched for last and what they keep, for them alone; and how many people opened a result of a question, without whose.
create table recent_search (
  org_id text not null,
  id text not null,
  member_id text not null,
  likeness text not null,
  q text not null,
  filters jsonb not null,
  at timestamptz(3) not null,
  constraint recent_search_pkey primary key (org_id, id));
create unique index recent_search_org_id_member_id_likeness_key on recent_search (org_id, member_id, likeness);
create index recent_search_org_id_member_id_at_idx on recent_search (org_id, member_id, at desc);

create table saved_search (
  org_id text not null,
  id text not null,
  member_id text not null,
  name text not null,
  q text not null,
  filters jsonb not null,
  created_at timestamptz(3) not null,
  constraint saved_search_pkey primary key (org_id, id));
create unique index saved_search_org_id_member_id_name_key on saved_search (org_id, member_id, name);

create table popular_search (
  org_id text not null,
  question text not null,
  people integer not null default 0,
  constraint popular_search_pkey primary key (org_id, question));
create index popular_search_org_id_people_question_idx on popular_search (org_id, people desc, question);

create table search_opening (
  org_id text not null,
  question text not null,
  member_id text not null,
  last_at timestamptz(3) not null,
  constraint search_opening_pkey primary key (org_id, question, member_id),
  constraint search_opening_org_id_question_fkey foreign key (org_id, question) references popular_search (org_id, question) on delete cascade on update cascade);
create index search_opening_org_id_last_at_idx on search_opening (org_id, last_at);

select protect_tenant_table('recent_search'), protect_tenant_table('saved_search'), protect_tenant_table('popular_search'),
  protect_tenant_table('search_opening');
