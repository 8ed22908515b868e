-- Columns named as the glossary has it.
alter table measurement rename column asks to requests;
alter table measurement rename column asked_at to requested_at;
alter table measurement rename column last_news_at to last_event_at;
alter table measurement rename column longest to max_tokens;
alter table measurement_shard rename column losses to results;

-- No build knows beforehand how many rows it will have.
alter table dataset drop column progress_total;
