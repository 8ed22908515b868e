create table work_item (
    id          text primary key,
    seq         bigserial not null,
    kind        text not null,
    affinity    text not null default '',
    payload     text not null,
    status      text not null default 'ready' check (status in ('ready', 'leased', 'done', 'failed', 'withdrawn')),
    attempt     int not null default 0,
    failures    int not null default 0,
    lease_owner text,
    lease_until timestamptz,
    not_before  timestamptz not null default now(),
    accepted_at timestamptz not null default now(),
    started_at  timestamptz,
    finished_at timestamptz,
    reason      text
);

create index work_item_open on work_item (seq) where status in ('ready', 'leased');

create table outbox_event (
    id         bigserial primary key,
    event_id   uuid not null,
    topic      text not null,
    event_key  text not null,
    event_type text not null,
    payload    text not null,
    created_at timestamptz not null default now()
);
