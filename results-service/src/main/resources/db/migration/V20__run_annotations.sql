-- What users say of runs: names, tags, notes, and which are archived. Of a run's annotations the newest revision counts. Its run
-- may be missing, since events arrive in any order.
create table run_annotation (
    run_id       text primary key,
    revision     bigint not null,
    name         text,
    tags         text[] not null,
    note         text,
    archived     boolean not null,
    annotated_at timestamptz not null
);
