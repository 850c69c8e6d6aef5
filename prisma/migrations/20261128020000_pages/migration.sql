-- Pages of lists that grow without end are read from an index in their order, whatever narrows them.
drop index product_org_id_domain_id_idx;
create index product_org_id_domain_id_slug_idx on product (org_id, domain_id, slug);
create index product_org_id_status_slug_idx on product (org_id, status, slug);
create index access_request_org_id_created_at_id_idx on access_request (org_id, created_at, id);
create index access_request_org_id_domain_id_created_at_id_idx on access_request (org_id, domain_id, created_at, id);
create index access_request_org_id_domain_id_state_created_at_id_idx on access_request (org_id, domain_id, state, created_at, id);
create index access_request_org_id_break_glass_reviewed_at_created_at_id_idx on access_request (org_id, break_glass, reviewed_at, created_at, id);
create index grant_org_id_starts_at_id_idx on "grant" (org_id, starts_at, id);
create index notification_org_id_member_id_id_idx on notification (org_id, member_id, id);
create index policy_decision_org_id_action_id_idx on policy_decision (org_id, action, id);
create index policy_decision_org_id_resource_type_id_idx on policy_decision (org_id, resource_type, id);
create index policy_decision_org_id_surface_id_idx on policy_decision (org_id, surface, id);
create index audit_entry_org_id_resource_type_id_idx on audit_entry (org_id, resource_type, id);
create index audit_entry_org_id_actor_id_idx on audit_entry (org_id, actor, id);
create index audit_entry_org_id_action_id_idx on audit_entry (org_id, action, id);
