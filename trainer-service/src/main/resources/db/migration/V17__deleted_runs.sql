-- The ids of deleted runs, which no other run gets: topics keep what they were called.
create table deleted_run (
    run_id     text primary key,
    deleted_at timestamptz not null
);
