-- Of scorers that ask for likelihoods, how much likelier each item's context answer is than its memory answer, in nats a
-- token; NaN for an item without both.
alter table outcome_columns add column margin double precision[];

create temporary table item_margin on commit drop as
select block.evaluation_id, block.block, line.number,
       (select sum(nats::double precision) / count(*) from json_array_elements_text(
           line.document::json #> '{likelihoods,context_answer,token_log_probs_nats}') nats)
       - (select sum(nats::double precision) / count(*) from json_array_elements_text(
           line.document::json #> '{likelihoods,memory_answer,token_log_probs_nats}') nats) as margin
from outcome_block block
cross join lateral unnest(string_to_array(block.documents, e'\n')) with ordinality as line (document, number)
where block.evaluation_id in (select evaluation_id from outcome_block where documents like '%"likelihoods"%');

update outcome_columns set margin = found.margin
from (
    select evaluation_id, array_agg(coalesce(margin, 'NaN') order by block, number) as margin
    from item_margin group by evaluation_id having bool_or(margin is not null)) found
where outcome_columns.evaluation_id = found.evaluation_id;

-- Beside the accuracies: bounds of the memorization ratio and of the share of answers with both, and the mean margin.
-- Rows from before this have the mean without bounds: those are of resamples, which a database does not draw.
alter table evaluation add column memorization_low double precision;
alter table evaluation add column memorization_high double precision;
alter table evaluation add column both_low double precision;
alter table evaluation add column both_high double precision;
alter table evaluation add column margin_value double precision;
alter table evaluation add column margin_low double precision;
alter table evaluation add column margin_high double precision;

update evaluation set margin_value = found.mean
from (select evaluation_id, sum(margin) / count(*) as mean from item_margin where margin is not null group by evaluation_id)
    found
where evaluation.id = found.evaluation_id and evaluation.kind = 'knowledge_conflict';
