ALTER TABLE "expectation" ADD COLUMN "last_at" TIMESTAMPTZ(3),
ADD COLUMN "last_value" DOUBLE PRECISION,
ADD COLUMN "last_state" TEXT,
ADD COLUMN "muted_until" TIMESTAMPTZ(3),
ADD COLUMN "muted_why" TEXT,
ADD COLUMN "muted_by" TEXT;

ALTER TABLE "incident" ADD COLUMN "untold" BOOLEAN NOT NULL DEFAULT false;

ALTER TABLE "incident_event" ADD COLUMN "since" TIMESTAMPTZ(3),
ADD COLUMN "noticed_at" TIMESTAMPTZ(3),
ADD COLUMN "resolved_as" TEXT;

CREATE TABLE "measured_day" (
    "org_id" TEXT NOT NULL,
    "expectation_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "kept" INTEGER NOT NULL,
    "broken" INTEGER NOT NULL,
    "unknown" INTEGER NOT NULL,
    "least" DOUBLE PRECISION,
    "greatest" DOUBLE PRECISION,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "value" DOUBLE PRECISION,
    "low" DOUBLE PRECISION,
    "high" DOUBLE PRECISION,

    CONSTRAINT "measured_day_pkey" PRIMARY KEY ("org_id","expectation_id","day")
);

-- What was measured until now. For the length of this migration the owner of the tables sees every organisation's rows.
alter table measurement no force row level security;
alter table expectation no force row level security;
alter table incident no force row level security;
alter table incident_event no force row level security;

insert into measured_day (org_id, expectation_id, day, kept, broken, unknown, least, greatest, last_at, value, low, high)
  select org_id, expectation_id, (at at time zone 'UTC')::date, count(*) filter (where state = 'kept'),
      count(*) filter (where state = 'broken'), count(*) filter (where state not in ('kept', 'broken')), min(value), max(value), max(at),
      (array_agg(value order by at desc))[1], (array_agg(low order by at desc))[1], (array_agg(high order by at desc))[1]
    from measurement group by 1, 2, 3;

update expectation e set last_at = m.at, last_value = m.value, last_state = m.state
  from (select distinct on (org_id, expectation_id) org_id, expectation_id, at, value, state from measurement
    order by org_id, expectation_id, at desc) m
  where e.org_id = m.org_id and e.id = m.expectation_id;

-- How the last resolution by a person ended is known of each incident; how those before it did is not.
update incident_event v set resolved_as = i.resolved_as from incident i
  where i.org_id = v.org_id and i.id = v.incident_id and i.state = 'resolved' and v.kind = 'resolved' and v.at = i.resolved_at;

alter table measurement force row level security;
alter table expectation force row level security;
alter table incident force row level security;
alter table incident_event force row level security;

CREATE INDEX "measured_day_org_id_day_idx" ON "measured_day"("org_id", "day");

ALTER TABLE "measured_day" ADD CONSTRAINT "measured_day_org_id_expectation_id_fkey" FOREIGN KEY ("org_id", "expectation_id") REFERENCES "expectation"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

select protect_tenant_table('measured_day');
