-- What persons brought from elsewhere is news like any other. Of the imports of one part of a run the last counts. Files
-- that were imported before this are listed in imported_file; nobody told of them, and who wants them to outlive this
-- database imports them again.
create table run_import (
    run_id            text not null,
    part              text not null,
    imported_at       timestamptz not null,
    first_imported_at timestamptz not null,
    file_sha256       text not null,
    document          text not null,
    primary key (run_id, part)
);

-- A training loss that was imported beside a curve: no checkpoint of ours stands behind it.
create table imported_loss (
    run_id    text not null,
    part      text not null,
    step      int not null,
    loss_nats double precision not null,
    primary key (run_id, part, step)
);

-- Which import an imported evaluation came with; both are empty for those from before imports were news.
alter table evaluation add column import_part text;
alter table evaluation add column imported_at timestamptz;

-- An imported curve may lack bounds, and parametric accuracies.
alter table evaluation alter column context_low drop not null;
alter table evaluation alter column context_high drop not null;
alter table evaluation alter column memory_value drop not null;
alter table evaluation alter column memory_low drop not null;
alter table evaluation alter column memory_high drop not null;

-- What runs were trained on, for their evidence.
create table mixture (
    mixture_id text primary key,
    document   text not null
);
