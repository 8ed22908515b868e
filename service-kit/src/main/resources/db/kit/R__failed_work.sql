-- Repeatable, because every service's own migrations have come in between: failed items are counted at every scrape.
create index if not exists work_item_failed on work_item (seq) where status = 'failed';
