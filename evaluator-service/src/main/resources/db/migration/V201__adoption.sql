-- Suites, as suite-ready told of them: the newest news of an id stands.
create table suite (
    suite_id text primary key,
    document text not null,
    ready_at timestamptz not null
);

-- Runs of the trainer, whose ids are not to be taken.
create table trained_run (
    run_id text primary key
);

-- Runs whose checkpoints come from elsewhere. Their checkpoints are rows of the work table.
create table adopted_run (
    run_id           text primary key,
    output_directory text not null,
    revision         bigint not null default 0,
    document         text not null,
    created_at       timestamptz not null
);

create index adopted_run_by_output_directory on adopted_run (output_directory, created_at);

-- Folders that were copied into the artifact store, by their files' places, sizes, times and inodes.
create table adopted_folder (
    fingerprint text primary key,
    model       text not null,
    adopted_at  timestamptz not null default now()
);
