-- Events that the broker refuses for good stay here, and the others pass them.
alter table outbox_event
    add column set_aside_at timestamptz,
    add column reason text;
