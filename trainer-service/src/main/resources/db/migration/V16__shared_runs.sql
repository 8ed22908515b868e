-- Studies share runs of identical requests: the hash of what each cell's request says in effect, and which studies were cancelled.
alter table study_cell add column request_sha256 text;

create index study_cell_by_request on study_cell (request_sha256) where request_sha256 is not null;

create index study_cell_by_run on study_cell (run_id);

alter table study add column cancelled boolean not null default false;
