-- Units of context beside the rows: documents and messages, with whom their source lets read them.
create table item (
  org_id text not null,
  id text not null,
  asset_id text not null,
  key text not null,
  thread text not null,
  link text not null,
  title text not null,
  authors text[],
  created_at timestamptz(3),
  changed_at timestamptz(3),
  body text not null,
  hash text not null,
  readers text[],
  own_list boolean not null default false,
  read_at timestamptz(3) not null,
  search tsvector,
  constraint item_pkey primary key (org_id, id)
);
create unique index item_org_id_asset_id_key_key on item (org_id, asset_id, key);
create index item_org_id_asset_id_thread_idx on item (org_id, asset_id, thread);
create index item_search on item using gin (org_id text_ops, search);
alter table item add constraint item_org_id_asset_id_fkey
  foreign key (org_id, asset_id) references asset (org_id, id) on delete cascade on update cascade;
select protect_tenant_table('item');

-- As with the catalog: a text index is not used beneath a row-level policy, so the search goes through a function that runs as a
-- role of its own and names the transaction's organisation itself. Whom it answers are arguments one cannot leave out: `declared`
-- are assets whose connection lets the asker read, `listed` those of whose items the item's own list decides, by the `names` that
-- the asker goes by.
grant select on item to stoa_search;
create policy search on item for select to stoa_search using (true);
grant usage, create on schema public to stoa_search;

create function item_match(wanted tsquery, declared text[], listed text[], names text[], most int)
returns table (id text, asset_id text, score real, at timestamptz)
language sql stable security definer rows 200 set search_path = public, pg_temp set jit = off as $$
  select i.id, i.asset_id, ts_rank('{0.05, 0.2, 0.4, 1.0}', i.search, wanted), coalesce(i.changed_at, i.created_at, i.read_at)
  from item i
  where i.org_id = (select app_org())
    and i.search @@ wanted
    and case when i.own_list then i.asset_id = any (listed) and i.readers && names else i.asset_id = any (declared) end
  order by 3 desc, 4 desc, 1
  limit most
$$;
revoke execute on function item_match from public;
grant execute on function item_match to stoa_app;
alter function item_match owner to stoa_search;
revoke create on schema public from stoa_search;

alter table product add column type text not null default 'data';
create index product_org_id_type_status_idx on product (org_id, type, status);
