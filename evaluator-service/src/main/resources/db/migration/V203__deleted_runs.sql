-- Runs that were deleted: what arrives of them later is ignored, and checkpoints from elsewhere cannot take their ids.
create table deleted_run (
    run_id text primary key
);
