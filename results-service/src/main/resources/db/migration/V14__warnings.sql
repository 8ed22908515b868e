-- Which moves of a run's live warning were told: each is told once, in whatever order and however often results come.
create table warning_told (
    run_id   text not null,
    suite_id text not null,
    step     int not null,
    state    text not null check (state in ('none', 'watch', 'inverted', 'recovered')),
    primary key (run_id, suite_id, step, state)
);
