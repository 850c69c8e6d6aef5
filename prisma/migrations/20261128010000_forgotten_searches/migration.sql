-- What one member opened: counted for each of their questions, and made nobody's when they leave.
create index search_opening_org_id_member_id_last_at_idx on search_opening (org_id, member_id, last_at);
