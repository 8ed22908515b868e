-- A worker of one kind finds its oldest open item without reading the backlog of the others.
create index work_item_open_kind on work_item (kind, seq) where status in ('ready', 'leased');
