-- PostgreSQL does not use a text or trigram index beneath a row-level policy: its operators might tell of hidden rows. Search
-- therefore goes through two functions that run as a role of their own, which reads these two tables without a policy's
-- predicate; each function names the transaction's organisation itself, and the visibility is an argument one cannot leave out.

do $$
begin
  if not exists (select from pg_roles where rolname = 'stoa_search') then
    create role stoa_search nologin nosuperuser nobypassrls nocreatedb nocreaterole noinherit;
  end if;
  execute format('grant stoa_search to %I', current_user);
end $$;

grant usage, create on schema public to stoa_search;
grant select on catalog_entry, catalog_word to stoa_search;
create policy search on catalog_entry for select to stoa_search using (true);
create policy search on catalog_word for select to stoa_search using (true);

-- Entries of this organisation that match and may be seen, with what ranking, facets and paging need. `wanted` drives the
-- index; `terms`, of which `needed` must match, decides when not every word has to.
create function catalog_match(
  wanted tsquery, terms tsquery[], needed int, exact tsquery, phrase text, sees_all boolean, sees_published boolean, sees_domains text[]
) returns table (
  id text, score bigint, type text, domain text, tags text[], status text, classifications text[], title_key text, changed_at timestamptz
) language sql stable security definer rows 1000 set search_path = public, pg_temp set jit = off as $$
  select e.id,
    (1000000 * (
      ts_rank('{0.05, 0.2, 0.4, 1.0}', e.search, exact) + 0.2 * ts_rank('{0.05, 0.2, 0.4, 1.0}', e.search, wanted)
      + case when e.title_key = phrase then 2 when starts_with(e.title_key, phrase) then 1 else 0 end
      - case e.status when 'retired' then 0.3 when 'deprecated' then 0.1 else 0 end
    ))::bigint,
    e.type, e.domain, e.tags, e.status, e.classifications, e.title_key, e.changed_at
  from catalog_entry e
  where e.org_id = (select app_org())
    and e.search @@ wanted
    and (sees_all or (sees_published and e.published) or e.domain_id = any (sees_domains))
    and (needed >= cardinality(terms) or (select count(*) from unnest(terms) t where e.search @@ t) >= needed)
$$;

-- Words of this organisation's entries that look like one asked for: candidates, whose distance the caller measures.
create function catalog_near(asked text[], per_word int) returns table (term text, word text)
language sql stable security definer rows 50 set search_path = public, pg_temp set pg_trgm.similarity_threshold = 0.2 as $$
  select a.term, n.word
  from unnest(asked) a (term), lateral (
    select w.word from catalog_word w
    where w.org_id = (select app_org()) and w.word % a.term and abs(length(w.word) - length(a.term)) <= 2
    order by similarity(w.word, a.term) desc, w.word
    limit per_word
  ) n
$$;

revoke execute on function catalog_match, catalog_near from public;
grant execute on function catalog_match, catalog_near to stoa_app;
alter function catalog_match owner to stoa_search;
alter function catalog_near owner to stoa_search;
revoke create on schema public from stoa_search;
