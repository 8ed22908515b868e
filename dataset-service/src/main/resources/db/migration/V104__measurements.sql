-- Checkpoints that losses and lengths can be measured under.
create table model_checkpoint (
    run_id      text not null,
    step        integer not null,
    total_steps integer not null,
    model       text not null,
    base        text,
    primary key (run_id, step)
);

-- What a model makes of a source's rows under a template: asked of the evaluators once, in shards.
create table measurement (
    id            text primary key,
    measure       text not null check (measure in ('losses', 'tokens')),
    model_name    text not null,
    model         text not null,
    base          text,
    source_id     text not null references dataset (id),
    template      text not null,
    status        text not null default 'preparing' check (status in ('preparing', 'waiting', 'done', 'failed')),
    reason        text check ((reason is not null) = (status = 'failed')),
    asks          integer not null default 0,
    asked_at      timestamptz,
    last_news_at  timestamptz,
    -- What the answers come to, once all are there.
    unscored      bigint,
    tokens        bigint,
    longest       integer,
    created_at    timestamptz not null default now()
);

create table measurement_shard (
    measurement_id text not null references measurement (id),
    shard          integer not null,
    examples       text not null,
    example_count  integer not null check (example_count >= 1),
    losses         text,
    primary key (measurement_id, shard)
);

-- Datasets that cannot be built before a measurement is done.
create table dataset_need (
    dataset_id     text not null references dataset (id),
    measurement_id text not null references measurement (id),
    primary key (dataset_id, measurement_id)
);

create index dataset_need_measurement on dataset_need (measurement_id);
