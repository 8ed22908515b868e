-- Mixtures and suites as far as the news about them has come.
create table dataset (
    kind       text not null check (kind in ('mixture', 'suite')),
    id         text not null,
    status     text not null check (status in ('building', 'ready', 'failed')),
    reason     text not null default '',
    ready      text,
    updated_at timestamptz not null,
    primary key (kind, id),
    check ((status = 'ready') = (ready is not null))
);

create table run (
    id                text primary key,
    seq               bigserial not null unique,
    effective_config  text not null,
    mixture           text not null,
    suites            text[] not null,
    base_run          text references run (id),
    idempotency_key   text unique,
    status            text not null
                      check (status in ('waiting', 'queued', 'training', 'completed', 'failed', 'cancelled')),
    step              int not null default 0 check (step >= 0),
    reason            text not null default '',
    revision          bigint not null default 0,
    inputs            text,
    loss_nats         double precision,
    tokens_per_second double precision,
    eta_seconds       double precision,
    created_at        timestamptz not null default clock_timestamp(),
    updated_at        timestamptz not null default clock_timestamp()
);

create index run_waiting on run (seq) where status = 'waiting';
create index run_base on run (base_run) where base_run is not null;

create table loss (
    run_id        text not null references run (id),
    step          int not null check (step >= 1),
    loss_nats     double precision not null,
    learning_rate double precision not null,
    gradient_norm double precision not null,
    tokens        int not null,
    primary key (run_id, step)
);

create table checkpoint (
    run_id         text not null references run (id),
    step           int not null check (step >= 0),
    epochs         double precision not null,
    loss_nats      double precision not null,
    model          text not null,
    weights_sha256 text not null,
    training_state text,
    files_kept     boolean not null default true,
    saved_at       timestamptz not null,
    primary key (run_id, step)
);
