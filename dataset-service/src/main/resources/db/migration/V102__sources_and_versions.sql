-- Sources and labelings beside mixtures and suites; what was uploaded has a name and versions of it.
alter table dataset drop constraint dataset_kind_check;
alter table dataset add constraint dataset_kind_check check (kind in ('source', 'mixture', 'suite', 'labeling'));

-- What was built, as JSON. That of a mixture or suite so far was the news that it is ready.
alter table dataset rename column ready_event to result;
update dataset set result = '{"event":' || result || '}' where result is not null;

alter table dataset add column name text;
alter table dataset add column version integer check (version >= 1);
alter table dataset add constraint dataset_named check ((name is null) = (version is null));
create unique index dataset_version on dataset (kind, name, version);

-- How far a build is: rows so far, of how many where that is known.
alter table dataset add column progress_done bigint not null default 0;
alter table dataset add column progress_total bigint;
