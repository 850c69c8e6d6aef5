-- Agents: programs that act for a member, under one purpose, within budgets, until a date. A token's member_id holds the id of
-- whoever signs with it, a member's or an agent's.
create table agent (
  org_id text not null,
  id text not null,
  name text not null,
  sponsor_id text not null,
  purpose text not null,
  ends_at timestamptz(3) not null,
  rows_per_day integer not null,
  calls_per_minute integer not null,
  state text not null default 'active',
  created_by text not null,
  created_at timestamptz(3) not null,
  constraint agent_pkey primary key (org_id, id));
create index agent_org_id_sponsor_id_idx on agent (org_id, sponsor_id);

-- What an agent has used of its budgets: of this minute's calls, of this day's rows. One row each, so that a count is one update.
create table agent_use (
  org_id text not null,
  agent_id text not null,
  minute timestamptz(3) not null,
  calls integer not null,
  day date not null,
  rows bigint not null,
  constraint agent_use_pkey primary key (org_id, agent_id),
  constraint agent_use_org_id_agent_id_fkey foreign key (org_id, agent_id) references agent (org_id, id) on delete cascade on update cascade);

-- What an agent asked for, and what came of it. Refusals at the door are one line a minute, however often it knocks.
create table agent_act (
  org_id text not null,
  id text not null,
  agent_id text not null,
  at timestamptz(3) not null,
  call text not null,
  about text,
  outcome text not null,
  why text,
  rows bigint,
  times integer not null default 1,
  merge_key text,
  constraint agent_act_pkey primary key (org_id, id),
  constraint agent_act_org_id_agent_id_fkey foreign key (org_id, agent_id) references agent (org_id, id) on delete cascade on update cascade);
create unique index agent_act_org_id_merge_key_key on agent_act (org_id, merge_key);
create index agent_act_org_id_agent_id_id_idx on agent_act (org_id, agent_id, id);
create index agent_act_org_id_at_idx on agent_act (org_id, at);

select protect_tenant_table('agent'), protect_tenant_table('agent_use'), protect_tenant_table('agent_act');
revoke delete on agent from stoa_app;
