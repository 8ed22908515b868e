-- What the adapter of a checkpoint stands beside; null for a whole model.
alter table checkpoint add column base text;
