-- What probes measured at each checkpoint. Of two measurements of one probe the newer version counts, and of two of one
-- version the one that finished earlier, so that the order of arrival decides nothing.
create table probe_measurement (
    run_id        text not null,
    step          int not null,
    suite_id      text not null,
    arm           text not null,
    probe         text not null,
    probe_version int not null,
    finished_at   timestamptz not null,
    document      text not null,
    primary key (run_id, step, suite_id, arm, probe)
);
