-- What a promise may be besides until a time, because somebody who publishes the product said that it is expected.
alter table "expectation"
  add column "excepted_until" timestamptz(3),
  add column "excepted_low" double precision,
  add column "excepted_high" double precision,
  add column "excepted_why" text,
  add column "excepted_by" text;
