-- Where each run stands: the newest revision that arrived.
create table run (
    run_id     text primary key,
    revision   bigint not null,
    status     text not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    document   text not null
);

create index run_newest on run (created_at desc, run_id);

create table checkpoint (
    run_id   text not null,
    step     int not null,
    saved_at timestamptz not null,
    document text not null,
    primary key (run_id, step)
);

create sequence evaluation_id;

-- One suite scored at one checkpoint. A second evaluation of the same identity wins only if it finished earlier, so
-- that the order of arrival decides nothing.
create table evaluation (
    id              bigint not null unique default nextval('evaluation_id'),
    run_id          text not null,
    step            int not null,
    suite_id        text not null,
    scorer          text not null,
    scorer_version  int not null,
    task            text not null,
    kind            text not null check (kind in ('knowledge_conflict', 'standard')),
    item_count      int not null,
    epochs          double precision not null,
    context_value   double precision not null,
    context_low     double precision not null,
    context_high    double precision not null,
    memory_value    double precision not null,
    memory_low      double precision not null,
    memory_high     double precision not null,
    correct_value   double precision not null,
    correct_low     double precision not null,
    correct_high    double precision not null,
    items_sha256    text not null,
    outcomes_sha256 text not null,
    weights_sha256  text not null,
    engine          text not null,
    replica         text not null,
    finished_at     timestamptz not null,
    primary key (run_id, step, suite_id, scorer, scorer_version)
);

create table item_outcome (
    evaluation_id        bigint not null references evaluation (id) on delete cascade,
    item_id              text not null,
    cluster_id           text not null,
    generated            text not null,
    context_answer_found boolean not null,
    memory_answer_found  boolean not null,
    primary key (evaluation_id, item_id)
);

-- The items of each version of a suite, the version being the hash of its file.
create table suite_item (
    items_sha256 text not null,
    item_id      text not null,
    document     text not null,
    primary key (items_sha256, item_id)
);

create table evaluation_failure (
    run_id    text not null,
    step      int not null,
    suite_id  text not null,
    attempts  int not null,
    reason    text not null,
    failed_at timestamptz not null,
    primary key (run_id, step, suite_id)
);
