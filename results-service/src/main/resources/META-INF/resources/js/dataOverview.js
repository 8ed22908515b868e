// Everything there is: sources, mixtures, suites and labellings, the newest first.

import * as datasets from "./datasets.js";
import { h } from "./dom.js";
import { address, section, stateMark, table } from "./entry.js";
import { day, duration, number, words } from "./format.js";

/** For each kind its columns, the cells of a row, and how to create one. */
const LISTS = {
  source: {
    columns: [{ name: "format", left: true }, "rows", "with context", "rejected"],
    cells: (it) => [left(it.format ? [words(it.format.shape), words(it.format.container)].join(", ") : ""), count(it.row_count), count(it.with_context_count), count(it.rejected_count)],
    busy: (it) => (it.progress ? `${number(it.progress.rows_done)} rows` : measuring(it.token_counts)),
    none: ["Instruction data as it was sent. Send a file:", (base) => `curl -T alpaca.json -H 'Content-Type: application/octet-stream' \\\n  -X POST '${base}/api/v1/sources?name=alpaca'`],
  },
  mixture: {
    columns: [{ name: "made from", left: true }, "examples", "context-critical"],
    cells: (it) => [
      left(it.recipe.recipe === "sources" ? [...new Set(it.recipe.parts.map((part) => part.source))].join(", ") : `lab world, ${words(it.recipe.recipe.replace("lab_", ""))}`),
      count(it.example_count),
      count(it.class_counts?.context_critical),
    ],
    busy: (it) => measuring(it.measuring),
    none: ["What models are trained on: rows of sources, filtered, or examples of the lab world. The API page shows how to request one."],
  },
  suite: {
    columns: [{ name: "kind", left: true }, "items", "errors", "warnings"],
    cells: (it) => [left(it.suite ? words(it.suite.kind) : ""), count(it.suite?.item_count), problems(it.lint?.errors, "error"), problems(it.lint?.warnings, "warning")],
    busy: () => "",
    none: ["What checkpoints are evaluated on. Send a file:", (base) => `curl -T suite.json -H 'Content-Type: application/octet-stream' \\\n  -X POST '${base}/api/v1/suites?name=capitals'`],
  },
  labeling: {
    columns: [{ name: "source", left: true }, { name: "base model", left: true }, "context-critical", "non-context-critical"],
    cells: (it) => [left(it.source_id), left(it.model.replace(/^run:/, "")), count(it.class_counts?.context_critical), count(it.class_counts?.non_context_critical)],
    busy: (it) => measuring(it.measuring),
    none: ["Which rows of a source need their context, by the losses of a base model. The API page shows how to request one."],
  },
};

const left = (text) => h("td", { class: "left" }, text);
const count = (value) => h("td", {}, value === undefined || value === null ? "–" : number(value));
const problems = (value, severity) => h("td", { class: value > 0 ? `problems of-${severity}` : undefined }, value === undefined ? "–" : number(value));

/** The progress of evaluators, if they measure anything. */
function measuring(measurements = []) {
  const open = measurements.filter((each) => each.status === "waiting" || each.status === "preparing");
  if (open.length === 0) return "";
  const done = open.reduce((sum, each) => sum + each.examples_done, 0);
  const total = open.reduce((sum, each) => sum + each.examples_total, 0);
  const left = Math.max(...open.map((each) => each.eta_seconds ?? 0));
  return [total > 0 ? `${Math.floor((100 * done) / total)} % measured` : "measuring", left > 0 ? `${duration(left)} left` : undefined].filter(Boolean).join(", ");
}

export function overview(known, base) {
  return [h("h1", { class: "overview-title" }, "Data"), Object.entries(LISTS).map(([kind, list]) => listView(kind, list, known[kind], base))];
}

function listView(kind, list, { entries, total }, base) {
  const { title, id } = datasets.KINDS[kind];
  const rows = entries.map((it) => {
    const busy = list.busy(it);
    return h(
      "tr",
      {},
      h("th", { scope: "row" }, h("a", { href: address(kind, it[id]), "data-key": `${kind}-${it[id]}` }, it[id])),
      list.cells(it),
      h("td", { class: "left" }, stateMark(it.status), busy ? h("span", { class: "tag" }, busy) : undefined),
      h("td", {}, day(it.created_at)),
    );
  });
  const [sentence, command] = list.none;
  return section(
    `${kind}-title`,
    title,
    entries.length > 0 ? h("span", { class: "label" }, `${number(total)} in all`) : [],
    rows.length === 0 ? [h("p", { class: "note" }, `None yet. ${sentence}`), command ? h("pre", { class: "command" }, command(base)) : undefined] : table(title, [{ name: "name", left: true }, ...list.columns, { name: "state", left: true }, "requested"], rows),
    total > entries.length ? h("p", { class: "more" }, `and ${number(total - entries.length)} older, at `, h("a", { href: datasets.listLink(kind, entries.length) }, "the API")) : undefined,
  );
}
