-- The audit trail is read by who acted and by what was done, newest first; whether a register was touched since it was
-- counted is asked before every page that shows a number of rows.

create index audit_entry_by_actor on audit_entry (actor, sequence);
create index audit_entry_by_act on audit_entry (act, sequence);
create index audit_entry_by_time on audit_entry (at);
create index row_change_by_entry on row_change (sequence, register, key);
