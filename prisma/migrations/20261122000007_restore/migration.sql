-- What a restored backup brings back is not used until an owner has confirmed it, for it may have ended after the backup was made.
-- A mark on each of them, not a time to compare with: the clock of the machine that restores decides nothing.
alter table token add column asleep_since timestamptz(3);
alter table invitation add column asleep_since timestamptz(3);
alter table "grant" add column asleep_since timestamptz(3);

create index token_org_id_asleep_since_idx on token (org_id, asleep_since);
create index invitation_org_id_asleep_since_idx on invitation (org_id, asleep_since);
create index grant_org_id_asleep_since_idx on "grant" (org_id, asleep_since);

grant select (asleep_since) on token to stoa_token;
grant select (asleep_since) on invitation to stoa_token;
