-- What stays of work that is done: its item in the work table is deleted after some days.
alter table evaluation add column attempts int;
alter table evaluation add column replica text;
alter table evaluation add column started_at timestamptz;
alter table evaluation add column finished_at timestamptz;

update evaluation set attempts = w.attempt, replica = w.lease_owner, started_at = w.started_at, finished_at = w.finished_at
from work_item w where w.id = 'evaluation/' || evaluation.identity and not evaluation.open;

create index evaluation_open on evaluation (identity) where open;

-- Checkpoints from elsewhere; their rows of the work table contained them before.
create table adoption (
    id          text primary key,
    run_id      text not null,
    seq         bigserial not null unique,
    open        boolean not null default true,
    task        text not null,
    event       text,
    accepted_at timestamptz not null default clock_timestamp(),
    attempts    int,
    replica     text,
    started_at  timestamptz,
    finished_at timestamptz
);

create index adoption_run on adoption (run_id);

-- Shards of examples; their rows of the work table contained them before.
create table scoring (
    id          text primary key,
    request_id  text not null,
    seq         bigserial not null unique,
    open        boolean not null default true,
    request     text not null,
    event       text,
    accepted_at timestamptz not null default clock_timestamp(),
    attempts    int,
    replica     text,
    started_at  timestamptz,
    finished_at timestamptz
);

create index scoring_request on scoring (request_id);

insert into adoption (id, run_id, open, task, event, accepted_at, attempts, replica, started_at, finished_at)
select id, payload::json -> 'task' ->> 'run_id', status <> 'done', payload::json ->> 'task', payload::json ->> 'announced',
    accepted_at, case when status = 'done' then attempt end, case when status = 'done' then lease_owner end,
    case when status = 'done' then started_at end, case when status = 'done' then finished_at end
from work_item where kind = 'adoption' order by seq;

insert into scoring (id, request_id, open, request, event, accepted_at, attempts, replica, started_at, finished_at)
select id, payload::json -> 'request' ->> 'request_id', status <> 'done', payload::json ->> 'request',
    payload::json ->> 'answer', accepted_at, case when status = 'done' then attempt end,
    case when status = 'done' then lease_owner end, case when status = 'done' then started_at end,
    case when status = 'done' then finished_at end
from work_item where kind = 'scoring' order by seq;

update work_item set payload = payload::json ->> 'task' where kind = 'adoption';
update work_item set payload = payload::json ->> 'request' where kind = 'scoring';

-- What a model gave for a suite, complete, in a file of the artifact store.
alter table reading rename to complete_responses;
alter table complete_responses rename column part to kind;
alter table complete_responses drop column finished_at;
alter index reading_pkey rename to complete_responses_pkey;

-- What attempts have computed until the responses are complete.
alter table reading_chunk rename to response_chunk;
alter table response_chunk rename column part to kind;
alter table response_chunk rename column seq to id;
alter table response_chunk rename column readings to responses;
alter table response_chunk drop constraint reading_chunk_pkey;
alter table response_chunk add primary key (id);
alter sequence reading_chunk_seq_seq rename to response_chunk_id_seq;
create index response_chunk_identity on response_chunk (identity, kind);

alter table scored rename to score;
alter table score drop column finished_at;
alter index scored_pkey rename to score_pkey;

-- Which scores were published for which evaluation: once each.
alter table told rename to published_score;
alter index told_pkey rename to published_score_pkey;

alter table judge_reply drop column replied_at;
alter table adopted_folder drop column adopted_at;
