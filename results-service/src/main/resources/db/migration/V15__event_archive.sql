-- Items of work are deleted some time after they are done. The events that they were accepted from stay here: for the
-- evidence of runs, and so that an event that comes again is known. Ids sort by their characters, in whatever order the
-- database sorts other texts.
create table event_archive (
    id      text collate "C" primary key,
    topic   text not null,
    run_id  text not null,
    payload text not null
);

create index event_archive_of_run on event_archive (run_id, topic);

insert into event_archive (id, topic, run_id, payload)
select id, case kind when 'fold' then 'suite-evaluated' else 'run-imported' end, split_part(id, ':', 2), payload
from work_item where kind in ('fold', 'import');

alter table warning_told rename to warning_announced;
alter index warning_told_pkey rename to warning_announced_pkey;
alter table warning_announced rename constraint warning_told_state_check to warning_announced_state_check;

-- Nothing reads these: imports are events with tables of their own, and references to answers are in the events.
drop table imported_file;
alter table evaluation drop column answers;
