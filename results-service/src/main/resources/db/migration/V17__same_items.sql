-- Of an imported curve without items, whether the import says that every checkpoint answered the same items. Imports from
-- before this said nothing.
alter table evaluation add column same_items boolean not null default false;
