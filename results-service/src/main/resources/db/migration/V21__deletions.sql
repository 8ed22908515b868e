-- Runs and studies that were deleted, and when: topics keep what came before, which is ignored when it is read later, or again.
create table deleted_run (
    run_id     text primary key,
    deleted_at timestamptz not null
);

create table deleted_study (
    study_id   text primary key,
    deleted_at timestamptz not null
);
