-- Files and folders of the artifact store that nothing needs any more, until they are deleted.
create table file_deletion (
    path     text primary key,
    added_at timestamptz not null default clock_timestamp()
);
