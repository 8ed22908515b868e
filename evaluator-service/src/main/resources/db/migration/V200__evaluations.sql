-- What runs want to know of their checkpoints. Several may want the same of the same weights: they share an identity.
create table evaluation (
    run_id      text not null,
    step        int not null,
    suite_id    text not null,
    arm         text not null,
    identity    text not null,
    seq         bigserial not null unique,
    open        boolean not null default true,
    document    text not null,
    accepted_at timestamptz not null default clock_timestamp(),
    primary key (run_id, step, suite_id, arm)
);

create index evaluation_identity on evaluation (identity);

-- What a model gave for a suite, whole, in a file of the artifact store.
create table reading (
    identity    text not null,
    part        text not null,
    document    text not null,
    finished_at timestamptz not null default clock_timestamp(),
    primary key (identity, part)
);

-- What attempts have read so far, until the reading is whole.
create table reading_chunk (
    identity text not null,
    part     text not null,
    seq      bigserial not null,
    policy   text not null,
    items    int not null,
    seconds  double precision not null,
    readings text not null,
    primary key (identity, part, seq)
);

-- What a scorer made of it. Another version, or other settings, never take the place of this one.
create table scored (
    identity    text not null,
    scorer      text not null,
    version     int not null,
    settings    text not null,
    document    text not null,
    finished_at timestamptz not null default clock_timestamp(),
    primary key (identity, scorer, version, settings)
);

-- Which of these was told to whom: once each.
create table told (
    run_id   text not null,
    step     int not null,
    suite_id text not null,
    arm      text not null,
    scorer   text not null,
    version  int not null,
    settings text not null,
    primary key (run_id, step, suite_id, arm, scorer, version, settings)
);

-- What a judge has replied, so that no question is asked and paid for twice.
create table judge_reply (
    key        text primary key,
    reply      text not null,
    replied_at timestamptz not null default clock_timestamp()
);
