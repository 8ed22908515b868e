-- An event that replaces older ones of its key looks for them; a transaction can add a thousand.
create index outbox_event_key on outbox_event (topic, event_key);
