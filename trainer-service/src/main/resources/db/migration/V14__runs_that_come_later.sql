-- A run may wait for a run that nobody has posted yet.
alter table run drop constraint run_base_run_fkey;
