-- The job runner's own tables and the few functions that change them, in a schema that nobody else may read. The rules that
-- decide WHAT happens to a run are in jobs/executor; these functions make it happen, in one transaction each.

create schema job;
revoke all on schema job from public;
create sequence job.executor as int;

-- The outbox is this table: product code inserts here in its own transaction.
create table job.event (
  id text primary key default gen_random_uuid()::text,
  seq bigint generated always as identity,
  name text not null,
  body jsonb not null default '{}',
  tenant text generated always as (coalesce(body #>> '{data,org}', body #>> '{data,event,data,org}', '')) stored,
  at timestamptz not null default clock_timestamp(),
  sent_at timestamptz);
create index event_unsent on job.event (tenant, seq) where sent_at is null;

create table job.run (
  id uuid primary key,
  fn text not null,
  event jsonb not null,
  status text not null default 'running' check (status in ('running', 'completed', 'failed', 'cancelled')),
  attempts int not null,
  tenant text not null,
  lane text not null,
  cap int,
  cancels jsonb not null default '[]',
  idem text unique,
  parent uuid,
  parent_step text,
  parallel bool not null default false,
  output jsonb,
  at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  unique (parent, parent_step));
create index run_ended on job.run (ended_at) where ended_at is not null;

create table job.step (
  run_id uuid references job.run on delete cascade,
  id text,
  seq bigint generated always as identity,
  result jsonb not null,
  at timestamptz not null default clock_timestamp(),
  primary key (run_id, id));

-- One call to make (step_id 'step' discovers, any other is a planned step), or a timer (wake).
create table job.item (
  run_id uuid references job.run on delete cascade,
  step_id text,
  wake bool not null default false,
  tenant text not null,
  lane text not null,
  cap int,
  born timestamptz not null,
  run_at timestamptz not null default clock_timestamp(),
  attempt int not null default 0,
  lost int not null default 0,
  owner int,
  again bool not null default false,
  primary key (run_id, step_id));
create index item_ready on job.item (lane, born) where owner is null and not wake;
create index item_held on job.item (lane, owner) where owner is not null;
create index item_due on job.item (run_at) where owner is null;

create table job.wait (
  run_id uuid references job.run on delete cascade,
  step_id text,
  event text not null,
  match jsonb not null,
  primary key (run_id, step_id));
create index wait_event on job.wait (event);

create table job.cron (fn text, expr text, next_at timestamptz not null, primary key (fn, expr));

create function job.announce() returns trigger language plpgsql as $$ begin perform pg_notify('job', ''); return null; end $$;
create trigger announce after insert on job.event for each statement execute function job.announce();

-- At most one discovery of a run waits; one that is under way is repeated after.
create function job.discover(r uuid) returns void language sql as $$
  insert into job.item (run_id, step_id, tenant, lane, cap, born) select id, 'step', tenant, lane, cap, at from job.run where id = r
  on conflict (run_id, step_id) do update set again = item.owner is not null $$;

-- Stores a step's result, once. After several parallel steps the run goes on once, after the last.
create function job.memo(r uuid, s text, res jsonb) returns void language plpgsql as $$ begin
  perform from job.run where id = r and status = 'running' for update;
  if not found then return; end if;
  insert into job.step (run_id, id, result) values (r, s, res) on conflict do nothing;
  if not found then return; end if;
  delete from job.wait where run_id = r and step_id = s;
  delete from job.item where run_id = r and step_id = s;
  if not exists (select from job.item where run_id = r and step_id <> 'step' and not wake) then perform job.discover(r); end if;
end $$;

create function job.watch_cancels(r uuid, cancels jsonb) returns void language sql as $$
  insert into job.wait (run_id, step_id, event, match)
  select r, 'cancel:' || n, c->>'event', c->'match' from jsonb_array_elements(cancels) with ordinality t(c, n) $$;

-- A new run. A second one with the same idempotency key, or for the same step of the same parent, is none.
create function job.start(x jsonb, r uuid default gen_random_uuid()) returns void language plpgsql as $$ begin
  insert into job.run (id, fn, event, attempts, tenant, lane, cap, cancels, idem, parent, parent_step)
  values (r, x->>'fn', x->'event', (x->>'attempts')::int, x->>'tenant', x->>'lane', (x->>'cap')::int, x->'cancels', x->>'idem',
    (x->>'parent')::uuid, x->>'parent_step') on conflict do nothing;
  if not found then return; end if;
  perform job.watch_cancels(r, x->'cancels');
  perform job.discover(r);
end $$;

-- Ends a run, tells its parent, and announces a failure so that onFailure functions hear of it.
create function job.finish(r uuid, st text, res jsonb) returns void language plpgsql as $$ declare x job.run; begin
  update job.run set status = st, output = res, ended_at = clock_timestamp() where id = r and status = 'running' returning * into x;
  if not found then return; end if;
  delete from job.item where run_id = r;
  delete from job.wait where run_id = r;
  if x.parent is not null then
    perform job.memo(x.parent, x.parent_step, case st
      when 'completed' then jsonb_build_object('data', res)
      when 'cancelled' then '{"error":{"name":"Error","message":"the invoked run was cancelled"}}'
      else jsonb_build_object('error', res) end);
  end if;
  if st = 'failed' then
    insert into job.event (id, name, body) values ('failed:' || r || ':' || extract(epoch from x.ended_at), 'inngest/function.failed',
      jsonb_build_object('data', jsonb_build_object('function_id', x.fn, 'run_id', r, 'error', res, 'event', x.event)));
  end if;
end $$;

-- Applies what one call meant, in one transaction. False when the claim is no longer this executor's: cancelled, or taken over.
create function job.settle(r uuid, s text, me int, effects jsonb) returns bool language plpgsql as $$ declare i job.item; x jsonb; begin
  perform from job.run where id = r for update;
  delete from job.item where run_id = r and step_id = s and owner = me returning * into i;
  if not found then return false; end if;
  if i.again then perform job.discover(r); end if;
  for x in select * from jsonb_array_elements(effects) loop
    if x->>'do' in ('plan', 'wait', 'invoke') and exists (select from job.step where run_id = r and id = x->>'step') then continue; end if;
    case x->>'do'
    when 'memo' then perform job.memo(r, x->>'step', x->'result');
    when 'plan' then
      insert into job.item (run_id, step_id, tenant, lane, cap, born) values (r, x->>'step', i.tenant, i.lane, i.cap, i.born) on conflict do nothing;
    when 'wait' then
      insert into job.item (run_id, step_id, tenant, lane, born, wake, run_at)
      values (r, x->>'step', i.tenant, i.lane, i.born, true, to_timestamp((x->>'at')::float8 / 1000)) on conflict do nothing;
      if found and x ? 'event' then insert into job.wait values (r, x->>'step', x->>'event', x->'match'); end if;
    when 'invoke' then perform job.start(x->'run' || jsonb_build_object('parent', r, 'parent_step', x->>'step'));
    when 'retry' then
      insert into job.item (run_id, step_id, tenant, lane, cap, born, attempt, lost, run_at)
      values (r, s, i.tenant, i.lane, i.cap, i.born, (x->>'attempt')::int, (x->>'lost')::int, to_timestamp((x->>'at')::float8 / 1000))
      on conflict (run_id, step_id) do update set attempt = excluded.attempt, lost = excluded.lost, run_at = excluded.run_at;
    when 'parallel' then update job.run set parallel = true where id = r and not parallel;
    when 'end' then perform job.finish(r, x->>'status', x->'output');
    end case;
  end loop;
  return true;
end $$;

-- Whether an event holds every field that a wait names, with the value it names. A field that is absent matches nothing.
create function job.matches(body jsonb, match jsonb) returns bool language sql immutable as $$
  select not exists (select from jsonb_array_elements(match) m
    where (body #> array(select jsonb_array_elements_text(m->'path'))) is distinct from (m->'value')) $$;

-- Turns outbox rows into runs, and wakes or cancels the runs that wait for them. An event that another executor sent is passed over.
create function job.dispatch(batch jsonb) returns void language plpgsql as $$ declare e jsonb; x jsonb; w record; begin
  for e in select * from jsonb_array_elements(batch) loop
    update job.event set sent_at = clock_timestamp() where id = e->>'id' and sent_at is null;
    if not found then continue; end if;
    for w in select run_id, step_id from job.wait where event = e->>'name' and job.matches(e->'body', match) order by run_id loop
      if w.step_id like 'cancel:%' then perform job.finish(w.run_id, 'cancelled', null);
      else perform job.memo(w.run_id, w.step_id, jsonb_build_object('data', e->'body')); end if;
    end loop;
    for x in select * from jsonb_array_elements(e->'runs') loop perform job.start(x); end loop;
  end loop;
end $$;

-- The next events to send: each tenant's first before anyone's second, so that a flood delays only itself.
create function job.unsent(per_tenant int, want int) returns setof job.event language sql stable as $$
  with recursive tenants as (
    (select tenant from job.event where sent_at is null order by tenant limit 1)
    union all select n.tenant from tenants t, lateral
      (select e.tenant from job.event e where e.sent_at is null and e.tenant > t.tenant order by e.tenant limit 1) n),
  firsts as (select e.*, row_number() over (partition by t.tenant order by e.seq) as nth from tenants t, lateral
    (select * from job.event e where e.sent_at is null and e.tenant = t.tenant order by e.seq limit per_tenant) e)
  select id, seq, name, body, tenant, at, sent_at from firsts order by nth, seq limit want $$;

-- Ends the timers that are due, and claims up to `want` calls: a lane never beyond its cap, a tenant never beyond `share`,
-- whoever holds least first, and within a lane the oldest run first, so that it is finished before a younger one starts.
create function job.claim(me int, want int, share int)
returns table (run_id uuid, step_id text, attempt int, lost int, run jsonb, steps jsonb, stack jsonb)
language plpgsql as $$
#variable_conflict use_column
declare w record; begin
  for w in select d.run_id, d.step_id from (select i.run_id, i.step_id from job.item i
      where i.wake and i.owner is null and i.run_at <= now() order by i.run_at limit 500) d order by d.run_id loop
    perform job.memo(w.run_id, w.step_id, '{"data":null}');
  end loop;
  if want <= 0 then return; end if;
  -- A claim that the database's memory loses is a claim that nobody holds, so it need not wait for the disk.
  perform set_config('synchronous_commit', 'off', true);
  -- Claims take turns across executors, so that a cap is exact.
  perform pg_advisory_xact_lock(7, 0);
  return query with recursive
    lanes as (
      (select lane, cap from job.item where owner is null and not wake order by lane, born limit 1)
      union all select n.lane, n.cap from lanes l, lateral (select i.lane, i.cap from job.item i
        where i.owner is null and not i.wake and i.lane > l.lane order by i.lane, i.born limit 1) n),
    held as (select i.tenant, count(*) as n from job.item i where i.owner is not null group by i.tenant),
    ready as (select p.*, row_number() over (partition by p.lane order by p.born) as nth from lanes l, lateral (
        select i.run_id, i.step_id, i.tenant, i.lane, i.born from job.item i
        where i.lane = l.lane and i.owner is null and not i.wake and i.run_at <= clock_timestamp() order by i.born
        limit greatest(0, least(want, l.cap - (select count(*) from job.item h where h.lane = l.lane and h.owner is not null)))
        for update skip locked) p),
    turns as (select r.*, coalesce(h.n, 0) + row_number() over (partition by r.tenant order by r.nth, r.born) as turn
      from ready r left join held h on h.tenant = r.tenant),
    mine as (update job.item i set owner = me from (select * from turns where turn <= share order by turn, random() limit want) t
      where i.run_id = t.run_id and i.step_id = t.step_id returning i.*)
    select m.run_id, m.step_id, m.attempt, m.lost,
      jsonb_build_object('fn', r.fn, 'event', r.event, 'attempts', r.attempts, 'parallel', r.parallel),
      coalesce(s.steps, '{}'), coalesce(s.stack, '[]')
    from mine m join job.run r on r.id = m.run_id left join lateral
      (select jsonb_object_agg(id, result) steps, jsonb_agg(id order by seq) stack from job.step where run_id = m.run_id) s on true;
end $$;

-- Claims whose executor's session is gone may be claimed again.
create function job.release_orphans() returns void language sql as $$
  update job.item set owner = null, lost = lost + 1 where owner is not null and owner not in
    (select objid::int from pg_locks where locktype = 'advisory' and classid = 7
      and database = (select oid from pg_database where datname = current_database())) $$;

-- A dead letter goes on from the step that failed; what that step had invoked is invoked anew. False when it is none.
create function job.replay(r uuid) returns bool language plpgsql as $$ declare x job.run; begin
  update job.run set status = 'running', output = null, ended_at = null where id = r and status = 'failed' returning * into x;
  if not found then return false; end if;
  update job.run set parent = null, parent_step = null where parent = r
    and exists (select from job.step s where s.run_id = r and s.id = parent_step and s.result ? 'error');
  delete from job.step where run_id = r and result ? 'error';
  perform job.watch_cancels(r, x.cancels);
  perform job.discover(r);
  return true;
end $$;

revoke all on all functions in schema job from public;
grant usage on schema job to stoa_app, stoa_executor, stoa_relay;

-- The product may only announce, and only for the organisation whose transaction it is in.
grant insert (name, body) on job.event to stoa_app;
grant select, insert, update, delete on all tables in schema job to stoa_executor;
grant usage on all sequences in schema job to stoa_executor;
grant execute on all functions in schema job to stoa_executor;
grant select, delete, update (sent_at) on job.event to stoa_relay;
grant execute on function job.unsent(int, int) to stoa_relay;

alter table job.event enable row level security;
alter table job.event force row level security;
create policy announce on job.event for insert to stoa_app
  with check (body #>> '{data,org}' = nullif(current_setting('app.org_id', true), ''));
create policy run on job.event to stoa_executor using (true) with check (true);
create policy relay on job.event to stoa_relay using (true) with check (true);
