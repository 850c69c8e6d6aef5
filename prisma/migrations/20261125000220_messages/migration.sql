-- What people are told also leaves as mail and by webhook. What is to be sent is a row written with what is told; jobs send it, and
-- the row says how that went. A cause is one kind of thing in one transaction, however many people are told of it.
alter table notification add column cause text;
create index notification_org_id_cause_idx on notification (org_id, cause);

create table mail_choice (
  org_id text not null,
  member_id text not null,
  kind text not null,
  wanted boolean not null,
  constraint mail_choice_pkey primary key (org_id, member_id, kind));

create table mail (
  org_id text not null,
  id text not null,
  state text not null default 'pending',
  attempts integer not null default 0,
  next_at timestamptz(3) not null,
  claimed_until timestamptz(3),
  problem text,
  sent_at timestamptz(3),
  constraint mail_pkey primary key (org_id, id),
  constraint mail_org_id_id_fkey foreign key (org_id, id) references notification (org_id, id) on delete cascade on update cascade);
create index mail_org_id_state_next_at_idx on mail (org_id, state, next_at);

create table webhook (
  org_id text not null,
  id text not null,
  url text not null,
  sealed text not null,
  state text not null default 'active',
  failures integer not null default 0,
  problem text,
  created_by text not null,
  created_at timestamptz(3) not null,
  constraint webhook_pkey primary key (org_id, id));

create table webhook_delivery (
  org_id text not null,
  id text not null,
  webhook_id text not null,
  cause text not null,
  kind text not null,
  state text not null default 'pending',
  attempts integer not null default 0,
  next_at timestamptz(3) not null,
  claimed_until timestamptz(3),
  status integer,
  problem text,
  created_at timestamptz(3) not null,
  sent_at timestamptz(3),
  constraint webhook_delivery_pkey primary key (org_id, id),
  constraint webhook_delivery_org_id_webhook_id_fkey foreign key (org_id, webhook_id) references webhook (org_id, id) on delete cascade on update cascade);
create unique index webhook_delivery_org_id_webhook_id_cause_key on webhook_delivery (org_id, webhook_id, cause);
create index webhook_delivery_org_id_webhook_id_id_idx on webhook_delivery (org_id, webhook_id, id);
create index webhook_delivery_org_id_state_next_at_idx on webhook_delivery (org_id, state, next_at);

select protect_tenant_table('mail_choice'), protect_tenant_table('mail'), protect_tenant_table('webhook'),
  protect_tenant_table('webhook_delivery');
