-- Studies: what their runs are, as JSON, and the run of each condition and seed.
create table study (
    id         text primary key,
    seq        bigserial not null unique,
    design     text not null,
    revision   bigint not null,
    created_at timestamptz not null default clock_timestamp(),
    updated_at timestamptz not null default clock_timestamp()
);

create table study_cell (
    study_id       text not null references study (id),
    position       int not null check (position >= 0),
    condition_name text not null,
    seed           bigint not null,
    run_id         text not null references run (id),
    primary key (study_id, position),
    unique (study_id, condition_name, seed)
);
