// Counts as parts of a whole: classes, kept and removed rows, progress.

import { h } from "./dom.js";
import { duration, number, words } from "./format.js";

const CLASSES = {
  context_critical: "the answer is only in the context",
  non_context_critical: "the context agrees with what the base model knows",
  subject_critical: "no context: recall alone",
  unlabelled: "no label",
};

/** A class of examples as the paper spells it. */
export const className = (name) => words(name).replace("non context", "non-context").replace(/(context|subject) critical/, "$1-critical");

const share = (part, whole) => `${((100 * part) / whole).toFixed(1)} %`;

/** A bar of coloured parts, each name, count and CSS class; what it says is in the text below it. */
function bar(parts) {
  const whole = parts.reduce((sum, part) => sum + part.count, 0);
  return h("div", { class: "shares", "aria-hidden": "true" }, parts.filter((part) => part.count > 0).map((part) => h("span", { class: part.kind, style: `width:${((100 * part.count) / whole).toFixed(3)}%` })));
}

/** How many examples each class has. */
export function classBar(counts) {
  const known = Object.keys(CLASSES).filter((name) => counts[name] > 0);
  const parts = known.map((name) => ({ name: className(name), about: CLASSES[name], kind: name, count: counts[name] }));
  const whole = parts.reduce((sum, part) => sum + part.count, 0);
  if (whole === 0) return undefined;
  return h(
    "div",
    { class: "class-bar" },
    bar(parts),
    h(
      "ul",
      { class: "legend" },
      parts.map((part) => h("li", { title: part.about }, h("i", { class: part.kind, "aria-hidden": "true" }), `${part.name} `, h("strong", {}, number(part.count)), ` ${share(part.count, whole)}`)),
    ),
  );
}

/** What a filter kept and removed of the rows that reached it. */
export function keptBar(report) {
  const parts = [
    { kind: "kept", count: report.kept },
    { kind: "removed", count: report.removed },
  ];
  const unmeasured = report.removed_unmeasured > 0 ? `; ${number(report.removed_unmeasured)} of the removed have no measure` : "";
  return h(
    "div",
    { class: "kept-bar" },
    report.arrived > 0 ? bar(parts) : undefined,
    h("p", {}, h("strong", {}, number(report.kept)), ` kept and `, h("strong", {}, number(report.removed)), ` removed of ${number(report.arrived)}`, report.arrived > 0 ? ` (${share(report.removed, report.arrived)} removed)` : "", unmeasured),
  );
}

/** Progress; without a known total, only the amount done. */
export function progressLine(what, done, total, left) {
  const known = total !== undefined && total > 0;
  const caption = `${number(done)}${known ? ` of ${number(total)}` : ""} ${what}`;
  return h(
    "div",
    { class: "progress" },
    known ? h("div", { class: "bar", role: "progressbar", "aria-label": what, "aria-valuemin": 0, "aria-valuemax": total, "aria-valuenow": done }, h("span", { style: `width:${((100 * done) / total).toFixed(2)}%` })) : undefined,
    h("p", { class: "line" }, h("span", {}, caption), h("span", {}, left === undefined ? "" : `${duration(left)} left`)),
  );
}

const STATES = {
  preparing: "the rows are being prepared",
  waiting: "waiting for evaluators",
  done: "done",
  failed: "failed",
};

/** What evaluators measure, and their progress. */
export function measuringView(measurements) {
  if (!measurements || measurements.length === 0) return undefined;
  return h(
    "ul",
    { class: "measuring" },
    measurements.map((it) =>
      h(
        "li",
        {},
        h("p", {}, h("strong", {}, it.measure === "losses" ? "Losses" : "Token counts"), ` of ${it.source_id} by ${it.model.replace(/^run:/, "")}, template ${it.template}: ${STATES[it.status] ?? it.status}`),
        it.status === "waiting" ? progressLine("examples", it.examples_done, it.examples_total, it.eta_seconds) : undefined,
        it.reason ? h("p", { class: "reason" }, it.reason) : undefined,
        it.status === "done" ? h("p", { class: "label" }, doneLine(it)) : undefined,
      ),
    ),
  );
}

function doneLine(it) {
  const facts = [`${number(it.examples_total)} examples`];
  if (it.tokens !== undefined && it.tokens !== null) facts.push(`${number(it.tokens)} tokens`, `the longest ${number(it.longest_tokens)}`);
  if (it.unscored > 0) facts.push(`${number(it.unscored)} that the model could make nothing of`);
  return facts.join(", ");
}
