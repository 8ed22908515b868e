-- Repeatable, because every service's own migrations have come in between: failed items are counted at every scrape.
create index if not exists work_item_failed on work_item (seq) where status = 'failed';

-- Every lease looks for items whose workers died, which must not take longer for each item that waits.
create index if not exists work_item_leased on work_item (lease_until) where status = 'leased';
