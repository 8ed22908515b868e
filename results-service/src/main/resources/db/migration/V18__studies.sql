-- The newest revision of each study; what its runs do is in their own rows.
create table study (
    study_id   text primary key,
    revision   bigint not null,
    created_at timestamptz not null,
    document   text not null
);
create index study_created on study (created_at desc, study_id);
