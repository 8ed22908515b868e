-- A row an item made curves of long runs slow and the database large. Outcomes are kept by evaluation instead: numbers in
-- columns, one entry an item, and the whole outcomes in blocks of JSON lines.

-- Which items, in the order of their ids, and the cluster of each. Evaluations of the same items share a list; its id is
-- the hash of its lines, an item's id and its cluster between tabs.
create table item_list (
    id       text primary key,
    items    text[] not null,
    clusters text[] not null
);

create table outcome_columns (
    evaluation_id bigint primary key references evaluation (id) on delete cascade,
    item_list     text not null references item_list (id),
    context       double precision[] not null,
    memory        double precision[] not null,
    correct       double precision[] not null
);

-- Items 0 to 255 of the list are in block 0.
create table outcome_block (
    evaluation_id bigint not null references evaluation (id) on delete cascade,
    block         int not null,
    documents     text not null,
    primary key (evaluation_id, block)
);

create temporary table packed on commit drop as
select evaluation_id, item_id, cluster_id, document,
       (row_number() over (partition by evaluation_id order by item_id collate "C") - 1) / 256 as block,
       (context_answer_found::int + (select count(*) from json_array_elements(
           coalesce(document::json -> 'further_answers', '[]')) answer
           where (answer ->> 'context_answer_found')::boolean))::double precision / answers as context,
       (memory_answer_found::int + (select count(*) from json_array_elements(
           coalesce(document::json -> 'further_answers', '[]')) answer
           where (answer ->> 'memory_answer_found')::boolean))::double precision / answers as memory,
       coalesce(credit, ((context_answer_found or memory_answer_found)::int + (select count(*) from json_array_elements(
           coalesce(document::json -> 'further_answers', '[]')) answer
           where (answer ->> 'context_answer_found')::boolean or (answer ->> 'memory_answer_found')::boolean)
           )::double precision / answers) as correct
from item_outcome;

create temporary table packed_list on commit drop as
select evaluation_id,
       encode(sha256(convert_to(string_agg(item_id || e'\t' || cluster_id, e'\n' order by item_id collate "C"), 'UTF8')),
           'hex') as id,
       array_agg(item_id order by item_id collate "C") as items,
       array_agg(cluster_id order by item_id collate "C") as clusters
from packed group by evaluation_id;

insert into item_list (id, items, clusters)
select distinct on (id) id, items, clusters from packed_list;

insert into outcome_columns (evaluation_id, item_list, context, memory, correct)
select packed.evaluation_id, packed_list.id,
       array_agg(context order by item_id collate "C"),
       array_agg(memory order by item_id collate "C"),
       array_agg(correct order by item_id collate "C")
from packed join packed_list using (evaluation_id)
group by packed.evaluation_id, packed_list.id;

insert into outcome_block (evaluation_id, block, documents)
select evaluation_id, block, string_agg(document, e'\n' order by item_id collate "C")
from packed group by evaluation_id, block;

drop table item_outcome;
