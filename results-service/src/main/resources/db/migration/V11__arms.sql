-- A suite can be put to a checkpoint in several ways, each a series of its own.
alter table evaluation_failure add column arm text not null default 'template';
alter table evaluation_failure drop constraint evaluation_failure_pkey;
alter table evaluation_failure add primary key (run_id, step, suite_id, arm);
