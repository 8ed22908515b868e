-- Partitions whose records this database has, or is getting, from the first one on. What is not listed here is read from
-- its beginning, whatever position the consumer group committed: a database that was lost fills itself again.
create table topic_read (
    topic      text not null,
    partition  int not null,
    first_read bigint not null,
    begun_at   timestamptz not null,
    primary key (topic, partition)
);

-- What is kept in memory is kept by the numbers of evaluations: those of a database that was made anew must be new ones,
-- also for a process that lived through it. Counting goes on from the milliseconds since 1970.
select setval('evaluation_id',
    greatest(nextval('evaluation_id'), (extract(epoch from clock_timestamp()) * 1000)::bigint));
