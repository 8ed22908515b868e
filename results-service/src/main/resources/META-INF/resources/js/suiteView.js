// A suite: its items, the problems found in it, and what was repaired.

import * as datasets from "./datasets.js";
import { h, s } from "./dom.js";
import { address, facts, hash, head, section, table, versions } from "./entry.js";
import { day, number, words } from "./format.js";
import { marked } from "./marked.js";

const FINDINGS_A_PAGE = 20;
const ITEMS_A_PAGE = 5;
const SEVERITIES = { error: "error", warning: "warning" };

export function suiteView(suite, pages, known) {
  const id = suite.suite_id;
  const file = suite.imported_from;
  const line = [
    suite.recipe ? made(suite.recipe) : undefined,
    file ? `${file.format}, ${file.shape}` : undefined,
    `requested ${day(suite.created_at)}`,
  ];
  return [
    head("Suite", { id, status: suite.status, reason: suite.reason }, line.filter(Boolean).join(" · ")),
    versions("suite", suite, known.suite.entries, (each) => each.suite_id),
    suite.status === "ready" ? readyView(suite, id, file, pages) : undefined,
  ];
}

/** What a suite that the service makes is made of. */
function made({ recipe, seed, control, size, held_out: heldOut }) {
  if (control === undefined) return `suite of the lab world: ${words(recipe)}, seed ${seed}`;
  return [`suite of public facts: ${recipe}`, words(control), size, heldOut ? "held out" : undefined, `seed ${seed}`].filter(Boolean).join(", ");
}

function readyView(suite, id, file, pages) {
  return [
    h(
      "section",
      { "aria-label": "Counts" },
      facts(
        ["items", number(suite.suite.item_count), words(suite.suite.kind)],
        ["task", h("span", { class: "word" }, suite.suite.task)],
        ["rejected rows", file ? number(file.rejected_rows) : undefined],
        ["left-out columns", file && file.ignored_columns.length > 0 ? h("span", { class: "word" }, file.ignored_columns.join(", ")) : undefined],
        ["content", hash(suite.sha256)],
      ),
    ),
    suite.fixed_from ? repairsView(suite, id, pages) : undefined,
    suite.lint ? lintView(suite, id, pages) : section("lint-title", "Problems found", [], h("p", { class: "note" }, "This suite is made without such problems, so none were looked for. POST /api/v1/suites/…/lint looks.")),
    file && file.rejected_rows > 0 ? rejectedView(file) : undefined,
    section("items-list-title", "Items", [], pages.rows(`${id}-items`, readItems(id), (items) => items.map((item) => itemView(item)))),
  ];
}

const readItems = (id, limit = ITEMS_A_PAGE, from = 0) => async (offset) => {
  const page = await datasets.suiteItems(id, from + offset, limit);
  return { rows: page.items, total: limit === 1 ? 1 : page.total };
};

function severityMark(severity) {
  const shape = severity === "error" ? s("path", { d: "M1.5 1.5 L8.5 8.5 M8.5 1.5 L1.5 8.5", stroke: "currentColor", "stroke-width": 2 }) : s("path", { d: "M5 1 L9.4 9 L0.6 9 Z", fill: "none", stroke: "currentColor", "stroke-width": 1.4, "stroke-linejoin": "round" });
  return h("span", { class: `severity ${severity}` }, s("svg", { viewBox: "0 0 10 10", "aria-hidden": "true" }, shape), SEVERITIES[severity] ?? severity);
}

const plural = (count, one, many = `${one}s`) => `${number(count)} ${count === 1 ? one : many}`;

function lintView(suite, id, pages) {
  const { errors, warnings, checks } = suite.lint;
  const bySeverity = Object.entries(checks).sort(([, a], [, b]) => a.severity.localeCompare(b.severity) || b.findings - a.findings);
  const most = Math.max(1, ...bySeverity.map(([, count]) => count.rows));
  return section(
    "lint-title",
    "Problems found",
    h("span", { class: "label" }, errors + warnings === 0 ? "" : `${plural(errors, "error")}, ${plural(warnings, "warning")}`),
    errors + warnings === 0 ? h("p", { class: "note" }, "None of the known problems is in it.") : undefined,
    h("div", { class: "checks" }, bySeverity.map(([check, count]) => checkView(id, check, count, most, pages))),
  );
}

function checkView(id, check, count, most, pages) {
  const summary = h(
    "span",
    { class: "check" },
    severityMark(count.severity),
    h("span", { class: "check-name" }, words(check)),
    h("span", { class: "check-count" }, plural(count.rows, "row")),
    h("span", { class: "check-bar", "aria-hidden": "true" }, h("span", { class: count.severity, style: `width:${((100 * count.rows) / most).toFixed(1)}%` })),
  );
  const read = async (offset) => {
    const page = await datasets.findings(id, check, offset, FINDINGS_A_PAGE);
    return { rows: page.findings, total: page.total };
  };
  return pages.paged(`${id}-${check}`, summary, read, (findings) => findingsView(id, check, findings, pages));
}

function findingsView(id, check, findings, pages) {
  const remedies = [...new Set(findings.map((each) => each.remedy))];
  return [
    remedies.length === 1 ? h("p", { class: "note" }, `What to do: ${remedies[0]}`) : undefined,
    h(
      "ol",
      { class: "findings" },
      findings.map((finding, index) =>
        h(
          "li",
          {},
          h("p", {}, finding.text),
          remedies.length > 1 ? h("p", { class: "note" }, `What to do: ${finding.remedy}`) : undefined,
          finding.items.slice(0, 10).map((place) =>
            pages.paged(`${id}-${check}-${index}-${place.row}`, `row ${number(place.row)} · ${place.item_id}`, readItems(id, 1, place.row), (items) => items.map((item) => itemView(item)), { class: "disclosure small" }),
          ),
          finding.row_count > 10 ? h("p", { class: "note" }, `and ${plural(finding.row_count - 10, "more row")}`) : undefined,
        ),
      ),
    ),
  ];
}

function repairsView(suite, id, pages) {
  const { suite_id: original, repair_counts: counts } = suite.fixed_from;
  const total = Object.values(counts).reduce((sum, each) => sum + each, 0);
  const read = async (offset) => {
    const page = await datasets.repairs(id, offset, FINDINGS_A_PAGE);
    return { rows: page.repairs, total: page.total };
  };
  return section(
    "repairs-title",
    "Repairs",
    [],
    h("p", { class: "settings" }, "A repair of ", h("a", { href: address("suite", original) }, original), `: ${Object.entries(counts).map(([name, count]) => `${words(name)} ${number(count)}`).join(", ")}.`),
    pages.paged(`${id}-repairs`, `Look at ${plural(total, "repair")}`, read, (repairs) => h("ol", { class: "findings" }, repairs.map((each) => h("li", {}, h("p", {}, each.text), h("p", { class: "label" }, `${words(each.repair)} · row ${number(each.row)} · ${each.item_id}`))))),
  );
}

function rejectedView(file) {
  const rows = file.first_rejected.map((row) => h("tr", {}, h("td", {}, [number(row.line), row.place].filter(Boolean).join(", ")), h("td", { class: "left wrap" }, row.reason)));
  const more = file.rejected_rows - rows.length;
  return section("rejected-title", "Rejected rows", [], table("Rejected rows", ["line", { name: "reason", left: true }], rows), more > 0 ? h("p", { class: "note" }, `and ${number(more)} more`) : undefined);
}

function itemView(item) {
  const answers = [
    ["context", item.context_answer, item.context_aliases],
    ["memory", item.memory_answer, item.memory_aliases],
  ].filter(([, answer]) => answer);
  return h(
    "article",
    { class: "item" },
    h("p", { class: "question" }, marked(item.question, answers)),
    h("div", { class: "found" }, answers.map(([kind, answer, aliases]) => h("p", { class: kind }, `${kind}: ${[answer, ...aliases].join(", ")}`)), h("p", { class: "where" }, [item.id, ...item.tags].join(" · "))),
    h("p", { class: "passage" }, item.context ? marked(item.context, answers) : "no context"),
    item.choices ? h("p", { class: "passage" }, choicesLine(item.choices)) : undefined,
  );
}

const choicesLine = (choices) => `choices: ${choices.texts.map((text, index) => (index === choices.correct ? `${text} ✓` : text)).join(" · ")}`;
