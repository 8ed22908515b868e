-- Whether the checkpoints of a run are adapters, which no run can start from.
alter table run add column adapter boolean not null default false;
update run set adapter = true where effective_config::json ->> 'finetuning_type' = 'lora';
