-- Why a run that asked for it is to stop before its last step; null while it is not.
alter table run add column stop_early text;
