-- A title that begins as the question does is found by itself, however many entries match.
CREATE INDEX "catalog_entry_title_beginning" ON "catalog_entry"("org_id", "title_key" text_pattern_ops);

grant create on schema public to stoa_search;
-- The functions of the same names with fewer arguments stay: portals of the version before call them while others are brought up to date.

-- Entries of this organisation that match and may be seen, with what ranking, facets and paging need: the first `most` (null: all)
-- in the order asked for, from a place on. `wanted` drives the index; `terms`, of which `needed` must match, decides when not every
-- word has to. At most `spare` of the five choices may be missed. `titled`: of those whose title begins with the phrase alone.
-- What is frequent is read in order from an index and stops early, what is rare is found by its words: the planner chooses by the
-- values, so the statement is planned for them.
create function catalog_match(
  wanted tsquery, terms tsquery[], needed int, exact tsquery, phrase text, titled boolean,
  sees_all boolean, sees_published boolean, sees_domains text[],
  domains text[], types text[], tagged text[], statuses text[], classes text[], spare int,
  sorted text, after_key text, after_id text, most int
) returns table (
  id text, score bigint, type text, domain text, tags text[], status text, classifications text[], title_key text, changed_at timestamptz
) language plpgsql stable security definer rows 1000 set search_path = public, pg_temp set jit = off as $$
begin
  return query execute
    'select e.id,
      (1000000 * (
        ts_rank(''{0.05, 0.2, 0.4, 1.0}'', e.search, $4) + 0.2 * ts_rank(''{0.05, 0.2, 0.4, 1.0}'', e.search, $1)
        + case when e.title_key = $5 then 2 when starts_with(e.title_key, $5) then 1 else 0 end
        - case e.status when ''retired'' then 0.3 when ''deprecated'' then 0.1 else 0 end
      ))::bigint,
      e.type, e.domain, e.tags, e.status, e.classifications, e.title_key, e.changed_at
    from (
      select c.* from catalog_entry c
      where c.org_id = $18
        and c.search @@ $1
        and ($6 or ($7 and c.published) or c.domain_id = any ($8))
        and ($3 >= cardinality($2) or (select count(*) from unnest($2) t where c.search @@ t) >= $3)
        and ($14 >= 5 or (cardinality($9) > 0 and c.domain <> all ($9))::int + (cardinality($10) > 0 and c.type <> all ($10))::int
          + (cardinality($11) > 0 and not c.tags && $11)::int + (cardinality($12) > 0 and c.status <> all ($12))::int
          + (cardinality($13) > 0 and not c.classifications && $13)::int <= $14)'
    || case when titled then ' and c.title_key ^@ $5' else '' end
    || case
      when sorted = 'title' then
        ' and ($15 is null or (c.title_key, c.id) > ($15, $16)) order by c.title_key, c.id'
      else
        ' and ($15 is null or c.changed_at < $15::timestamptz or (c.changed_at = $15::timestamptz and c.id > $16)) order by c.changed_at desc, c.id'
      end
    || ' limit $17) e'
    using wanted, terms, needed, exact, phrase, sees_all, sees_published, sees_domains,
      domains, types, tagged, statuses, classes, spare, after_key, after_id, most, app_org();
end $$;

-- Words of this organisation's entries that look like one asked for: candidates, whose distance the caller measures. As alike as
-- each word of the question demands: a long word may differ in more trigrams than a short one, though in a smaller share of them.
create function catalog_near(asked text[], alike real[], per_word int) returns table (term text, word text)
language plpgsql stable security definer rows 50 set search_path = public, pg_temp set pg_trgm.similarity_threshold = 0.2 as $$
declare
  one text;
  share real;
begin
  for one, share in select * from unnest(asked, alike) loop
    perform set_config('pg_trgm.similarity_threshold', share::text, true);
    return query execute
      'select $1, w.word from catalog_word w
      where w.org_id = $3 and w.word % $1 and abs(length(w.word) - length($1)) <= 2
      order by similarity(w.word, $1) desc, w.word
      limit $2' using one, per_word, app_org();
  end loop;
end $$;

revoke execute on function catalog_match(tsquery, tsquery[], int, tsquery, text, boolean, boolean, boolean, text[], text[], text[], text[], text[], text[], int, text, text, text, int), catalog_near(text[], real[], int) from public;
grant execute on function catalog_match(tsquery, tsquery[], int, tsquery, text, boolean, boolean, boolean, text[], text[], text[], text[], text[], text[], int, text, text, text, int), catalog_near(text[], real[], int) to stoa_app;
alter function catalog_match(tsquery, tsquery[], int, tsquery, text, boolean, boolean, boolean, text[], text[], text[], text[], text[], text[], int, text, text, text, int) owner to stoa_search;
alter function catalog_near(text[], real[], int) owner to stoa_search;
revoke create on schema public from stoa_search;
