create table dataset (
    id            text primary key,
    seq           bigserial not null,
    kind          text not null check (kind in ('mixture', 'suite')),
    recipe        text not null,
    recipe_sha256 text not null,
    status        text not null default 'building' check (status in ('building', 'ready', 'failed')),
    ready_event   text check ((ready_event is not null) = (status = 'ready')),
    reason        text check ((reason is not null) = (status = 'failed')),
    created_at    timestamptz not null default now(),
    updated_at    timestamptz not null default now()
);

create index dataset_kind on dataset (kind, seq);
