// A mixture: its recipe in words, what its filters did, the classes of its examples.

import * as datasets from "./datasets.js";
import { h } from "./dom.js";
import { address, bytes, facts, hash, head, section } from "./entry.js";
import { filterView } from "./filterView.js";
import { disclosure } from "./disclosures.js";
import { day, number, words } from "./format.js";
import { histogramView } from "./histogram.js";
import { augmentationInWords, filterInWords, labelInWords, partInWords, recipeInWords } from "./recipe.js";
import { classBar, className, measuringView, progressLine } from "./shares.js";

const EXAMPLES_A_PAGE = 5;
const CLASS_NAMES = ["context_critical", "non_context_critical"].map(className);

/** @param report the reports of its parts; undefined while it does not exist, and for a mixture of the lab world */
export function mixtureView(mixture, report, pages) {
  const id = mixture.mixture_id;
  const line = [recipeInWords(mixture.recipe), `Requested ${day(mixture.created_at)}.`].join(" ");
  const waiting = mixture.status === "building";
  return [
    head("Mixture", { id, status: mixture.status, reason: mixture.reason }, line),
    waiting && mixture.progress ? progressLine("rows", mixture.progress.rows_done) : undefined,
    waiting && mixture.measuring?.length > 0 ? section("measuring-title", "What evaluators measure", [], measuringView(mixture.measuring)) : undefined,
    mixture.status === "ready" ? countsView(mixture) : undefined,
    mixture.recipe.recipe === "sources" ? partsView(mixture, report) : undefined,
    mixture.recipe.augmentation ? augmentationView(mixture.recipe.augmentation, report?.augmentation) : undefined,
    mixture.status === "ready" ? section("examples-title", "Examples", [], pages.rows(`${id}-examples`, readExamples(id), (rows) => rows.map(exampleView))) : undefined,
  ];
}

function countsView(mixture) {
  return section(
    "classes-title",
    "Classes",
    [],
    classBar(mixture.class_counts),
    facts(["examples", number(mixture.example_count), bytes(mixture.examples.bytes)], ["template", h("span", { class: "word" }, mixture.template)], ["content", hash(mixture.examples.sha256), ["recipe ", hash(mixture.recipe_sha256)]]),
  );
}

function partsView(mixture, report) {
  const parts = mixture.recipe.parts;
  return section(
    "parts-title",
    parts.length === 1 ? "One part" : `${parts.length} parts`,
    [],
    h("ol", { class: "parts" }, parts.map((part, index) => partView(part, report?.parts[index], `${mixture.mixture_id}-${index}`, parts.length > 1))),
  );
}

function partView(part, report, key, oneOfMany) {
  const rule = report?.label?.rule ?? part.label;
  return h(
    "li",
    { class: "part" },
    h("h4", {}, h("a", { href: address("source", part.source) }, part.source), ` – ${partInWords(part)}`),
    report ? h("p", { class: "settings" }, `${number(report.rows)} rows of the source, ${number(report.left)} left by the filters, ${number(report.drawn)} drawn.`) : undefined,
    report && oneOfMany ? classBar(report.class_counts) : undefined,
    report && report.filters.length === 0 ? h("p", { class: "note" }, "No filter: every row of the source may be drawn.") : undefined,
    report
      ? h("ol", { class: "filters" }, report.filters.map((each, index) => filterView(each, index + 1, `${key}-${index}`)))
      : h("ol", { class: "planned" }, (part.filters ?? []).map((each) => h("li", {}, h("code", {}, each.filter), " ", filterInWords(each.filter, each)))),
    rule ? h("p", { class: "settings" }, labelInWords(rule)) : undefined,
    report?.label
      ? disclosure(`${key}-label`, "How all rows of the source were labelled", {}, classBar(report.label.class_counts), histogramView(report.label.histogram, `${key}-label`, CLASS_NAMES))
      : undefined,
  );
}

function augmentationView(request, report) {
  return section(
    "augmentation-title",
    "Counterfactual augmentation",
    [],
    h("p", { class: "settings" }, augmentationInWords(request)),
    report
      ? [
          facts(
            ["made", number(report.emitted), `of ${number(report.wanted)} wanted`],
            ["from rows", number(report.clusters), `${number(report.eligible)} of ${number(report.rows)} were eligible`],
            ...Object.entries(report.emitted_by_type).map(([type, count]) => [words(type), number(count)]),
          ),
          Object.keys(report.skipped).length > 0
            ? disclosure("augmentation-skipped", "Why other rows were left alone", {}, h("ul", { class: "reasons" }, Object.entries(report.skipped).map(([reason, count]) => h("li", {}, `${words(reason)}: ${number(count)}`))))
            : undefined,
          report.examples.length > 0
            ? disclosure("augmentation-examples", `Look at ${report.examples.length} of the rows made`, {}, report.examples.map(beforeAndAfter))
            : undefined,
        ]
      : undefined,
  );
}

function beforeAndAfter(it) {
  const side = (title, context, answer) => h("div", { class: "side" }, h("h6", {}, title), h("dl", { class: "turns" }, h("dt", {}, "context"), h("dd", {}, context), h("dt", {}, "answer"), h("dd", {}, answer)));
  return h(
    "article",
    { class: "row" },
    h("p", { class: "why" }, `${it.original} became ${it.substitute}`),
    h("p", { class: "label" }, `row ${number(it.number)} · ${words(it.entity_type)} · ${it.question}`),
    h("div", { class: "sides" }, side("Before", it.context_before, it.answer_before), side("After", it.context_after, it.answer_after)),
  );
}

const readExamples = (id) => async (offset) => {
  const page = await datasets.examples(id, offset, EXAMPLES_A_PAGE);
  return { rows: page.examples, total: page.total };
};

function exampleView(example) {
  const line = (name, value) => (value ? [h("dt", {}, name), h("dd", {}, value)] : []);
  return h(
    "article",
    { class: "row" },
    h("p", { class: "label" }, [example.id, className(example.example_class), example.origin && `row ${number(example.origin.row)} of ${example.origin.source_id}`].filter(Boolean).join(" · ")),
    h(
      "dl",
      { class: "turns" },
      line("system", example.system),
      (example.earlier_turns ?? []).flatMap((turn) => line(turn.role, turn.text)),
      line("question", example.instruction),
      line("context", example.input),
      line(example.instruction ? "answer" : "document", example.output),
    ),
  );
}
