-- A suite can be put to a checkpoint in several ways, each a series of its own, and judged by several scorers.
alter table evaluation_failure add column arm text not null default 'template';
alter table evaluation_failure drop constraint evaluation_failure_pkey;
alter table evaluation_failure add primary key (run_id, step, suite_id, arm);

alter table evaluation add column arm text not null default 'template';
alter table evaluation drop constraint evaluation_pkey;
alter table evaluation add primary key (run_id, step, suite_id, arm, scorer, scorer_version);
-- JSON: how the suite was put to the model; absent in news from before there were arms.
alter table evaluation add column arm_settings text;
alter table evaluation add column batching text;
-- JSON: lm-evaluation-harness' names to numbers.
alter table evaluation add column metrics text not null default '{}';
-- JSON references: what was generated, and the outcomes in the harness' shape.
alter table evaluation add column answers text;
alter table evaluation add column harness text;
-- Imported: no items of ours stand behind it, and the hash of its outcomes is that of the imported file.
alter table evaluation add column imported boolean not null default false;
-- Whether it is a suite of a chart: no subject of a benchmark, and nothing without an accuracy.
alter table evaluation add column charted boolean not null default true;
-- An import may have no accuracy, and an accuracy without a standard error.
alter table evaluation alter column correct_value drop not null;
alter table evaluation alter column correct_low drop not null;
alter table evaluation alter column correct_high drop not null;

-- The whole outcome of an item; the flags beside it are those of the first answer.
alter table item_outcome add column document text;
update item_outcome set document = json_build_object('item_id', item_id, 'cluster_id', cluster_id,
    'generated', generated, 'context_answer_found', context_answer_found,
    'memory_answer_found', memory_answer_found)::text;
alter table item_outcome alter column document set not null;
alter table item_outcome drop column generated;
-- Several answers are read from the document, partial credit from here.
alter table item_outcome add column answers int not null default 1;
alter table item_outcome add column credit double precision;

-- Where a run's news come from: a trainer, or files that a person imported.
alter table run add column imported boolean not null default false;

-- The files themselves lie in the artifact store.
create table imported_file (
    run_id      text not null,
    step        int not null,
    sha256      text not null,
    file_name   text not null,
    artifact    text not null,
    imported_at timestamptz not null,
    primary key (run_id, step, sha256)
);
