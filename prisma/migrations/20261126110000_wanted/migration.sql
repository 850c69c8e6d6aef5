-- Questions that found nothing, and who asked them: the board shows words and a number, those who asked are told when something answers.
create table wanted (
  org_id text not null,
  id text not null,
  question text not null,
  state text not null default 'open',
  askers integer not null default 0,
  first_at timestamptz(3) not null,
  last_at timestamptz(3) not null,
  note text,
  dismissed_by text,
  dismissed_at timestamptz(3),
  answer text,
  answered_at timestamptz(3),
  constraint wanted_pkey primary key (org_id, id));
create unique index wanted_org_id_question_key on wanted (org_id, question);
create index wanted_org_id_state_askers_id_idx on wanted (org_id, state, askers desc, id);

create table wanted_ask (
  org_id text not null,
  wanted_id text not null,
  asker_id text not null,
  first_at timestamptz(3) not null,
  last_at timestamptz(3) not null,
  told_at timestamptz(3),
  answer text,
  constraint wanted_ask_pkey primary key (org_id, wanted_id, asker_id),
  constraint wanted_ask_org_id_wanted_id_fkey foreign key (org_id, wanted_id) references wanted (org_id, id) on delete cascade on update cascade);
create index wanted_ask_org_id_asker_id_first_at_idx on wanted_ask (org_id, asker_id, first_at);
create index wanted_ask_org_id_last_at_idx on wanted_ask (org_id, last_at);

select protect_tenant_table('wanted'), protect_tenant_table('wanted_ask');
