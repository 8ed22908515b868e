// The table itself: its heads, which sort, and a row for each run.

import { link } from "../address.js";
import { h } from "../dom.js";
import { day, number, percent, points } from "../format.js";
import { statusMark } from "../runList.js";
import { spark } from "../spark.js";
import { verdictWords } from "../verdict.js";
import { orderOf } from "./selection.js";

const COLUMNS = [
  { name: "status", left: true },
  { name: "run", left: true, sort: "name" },
  { name: "counterfactual accuracy", left: true },
  { name: "peak", sort: "peak" },
  { name: "end", sort: "end" },
  { name: "drop", sort: "drop" },
  { name: "verdict", left: true },
  { name: "standard mean, end", sort: "standard_mean" },
  { name: "changed at", sort: "updated" },
];

/** `onSort` gets the name of an order; `choice` says which runs are chosen, what hinders others, and takes changes. */
export function runTable(runs, query, onSort, choice) {
  return h(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": "Table of runs", "data-key": "table" },
    h(
      "table",
      { class: "run-table" },
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, h("span", { class: "unseen" }, "compare")), COLUMNS.map((column) => head(column, orderOf(query, column.sort), onSort)))),
      h("tbody", {}, runs.map((run) => row(run, choice))),
    ),
  );
}

function head({ name, left, sort }, order, onSort) {
  const attributes = { scope: "col", class: left ? "left" : undefined };
  if (sort === undefined) return h("th", attributes, name);
  const arrow = h("span", { class: "arrow", "aria-hidden": "true" }, { ascending: "↑", descending: "↓" }[order] ?? "↕");
  return h("th", { ...attributes, "aria-sort": order ?? "none" }, h("button", { type: "button", class: "quiet", "data-key": `sort-${sort}`, onclick: () => onSort(sort) }, left ? [name, arrow] : [arrow, name]));
}

function row(run, choice) {
  const { figures } = run;
  const hindered = choice.obstacle(run);
  const reason = hindered === undefined ? undefined : `obstacle-${run.run_id}`;
  const isChosen = choice.has(run);
  return h(
    "tr",
    { class: isChosen ? "chosen-row" : undefined },
    h("td", {}, h("input", { type: "checkbox", "data-key": `choose-${run.run_id}`, "aria-label": `Compare ${run.run_name}`, checked: isChosen, disabled: hindered !== undefined, "aria-describedby": reason, title: hindered && `Cannot be compared: ${hindered}`, onchange: (event) => choice.set(run, event.target.checked) })),
    h("td", { class: "left", title: run.reason || undefined }, statusMark(run.imported ? "imported" : run.status), run.status === "training" && run.total_steps > 0 ? h("span", { class: "interval" }, `${number(run.step)} / ${number(run.total_steps)}`) : undefined),
    h("th", { scope: "row" }, h("a", { href: link({ id: run.run_id }), title: run.run_name, "data-key": `run-${run.run_id}` }, run.run_name), tags(run), hindered === undefined ? undefined : h("span", { id: reason, class: choice.isBegun ? "obstacle" : "unseen" }, hindered)),
    h("td", { class: "left" }, run.counterfactual.length > 0 ? spark(run.counterfactual.map((value, place) => [place, value]), "context") : undefined),
    h("td", { title: figures && `at step ${number(figures.peak_step)}` }, percent(figures?.peak_accuracy)),
    h("td", {}, percent(figures?.end_accuracy)),
    h("td", {}, figures === undefined ? "–" : points(figures.drop)),
    h("td", { class: "left" }, verdict(run)),
    h("td", {}, percent(figures?.standard_end)),
    h("td", {}, h("time", { datetime: run.changed_at }, day(run.changed_at))),
  );
}

/** Each selects the runs that have it. */
function tags(run) {
  const marks = [...(run.tags ?? []).map((tag) => h("a", { href: link({ page: "runs", query: { tag } }), "data-key": `tag-${tag}-${run.run_id}` }, tag)), run.archived ? "archived" : undefined].filter(Boolean);
  return marks.length === 0 ? undefined : h("ul", { class: "tags", "aria-label": `Tags of ${run.run_name}` }, marks.map((mark) => h("li", {}, mark)));
}

function verdict(run) {
  if (run.verdict === undefined) return h("span", { class: "outcome none" }, run.conflict_suites.length === 0 ? "not evaluated" : "–");
  const warned = run.provisional && ["watch", "inverted"].includes(run.warning?.state);
  return [
    h("span", { class: `outcome ${run.verdict}` }, verdictWords(run.verdict, run.verdict_strength)),
    run.provisional ? h("span", { class: "interval" }, warned ? `so far, ${run.warning.state} since step ${number(run.warning.since_step)}` : "so far") : undefined,
  ];
}
