// The list of runs beside one of them: status, progress, speed, time left.

import { link } from "./address.js";
import { h, s, render } from "./dom.js";
import { duration, number, words } from "./format.js";

/** A run's status as a shape and a word. */
export function statusMark(status) {
  const shapes = {
    training: () => s("circle", { class: "mark", cx: 5, cy: 5, r: 5, fill: "currentColor" }),
    completed: () => s("path", { d: "M1 5.5 L4 8.5 L9 1.5", fill: "none", stroke: "currentColor", "stroke-width": 2 }),
    failed: () => s("path", { d: "M1.5 1.5 L8.5 8.5 M8.5 1.5 L1.5 8.5", stroke: "currentColor", "stroke-width": 2 }),
    cancelled: () => s("path", { d: "M1 5 L9 5", stroke: "currentColor", "stroke-width": 2 }),
  };
  shapes.imported = () => s("path", { d: "M5 0.5 L5 6 M2 3.5 L5 6.5 L8 3.5 M1 9 L9 9", fill: "none", stroke: "currentColor", "stroke-width": 1.6 });
  const waiting = () => s("circle", { cx: 5, cy: 5, r: 4, fill: "none", stroke: "currentColor", "stroke-width": 1.5 });
  return h(
    "span",
    { class: `status ${status}` },
    s("svg", { viewBox: "0 0 10 10", "aria-hidden": "true" }, (shapes[status] ?? waiting)()),
    status,
  );
}

export function progressBar(run) {
  const share = run.total_steps > 0 ? run.step / run.total_steps : 0;
  return h("div", { class: `bar ${run.status}` }, h("span", { style: `width:${(100 * share).toFixed(2)}%` }));
}

function lastLine(run) {
  if (run.status === "training") {
    const speed = run.tokens_per_second === undefined ? "" : `${number(run.tokens_per_second)} tokens/s`;
    const left = run.eta_seconds === undefined ? "" : `${duration(run.eta_seconds)} left`;
    return [h("span", {}, speed), h("span", {}, left)];
  }
  const scored = run.conflict_suites.length > 0 || run.imported ? `${run.checkpoints_scored} scored` : "not evaluated";
  return [h("span", {}, scored), h("span", {}, run.verdict && !run.provisional ? `${run.verdict_strength === "likely" ? "likely " : ""}${words(run.verdict)}` : "")];
}

/** The live warning of a run that continues; a run that is over shows its verdict. */
function warned(run) {
  if (!run.provisional || !["watch", "inverted"].includes(run.warning?.state)) return undefined;
  return h("div", { class: "line warned" }, `${run.warning.state} since step ${run.warning.since_step}`);
}

function entry(run, selectedId) {
  const steps = run.total_steps > 0 ? `${run.step} / ${run.total_steps}` : "";
  return h(
    "li",
    {},
    h(
      "a",
      {
        href: link({ id: run.run_id }),
        "aria-current": run.run_id === selectedId ? "true" : undefined,
        "data-key": run.run_id,
      },
      h("div", { class: "name" }, run.run_name),
      h("div", { class: "line" }, statusMark(run.imported ? "imported" : run.status), h("span", {}, run.imported ? "" : steps)),
      progressBar(run),
      h("div", { class: "line" }, lastLine(run)),
      warned(run),
    ),
  );
}

/** The list, and the links to compare and to import; `more` requests older runs. */
export function showRuns(container, page, here, more) {
  const before = container.querySelector("[aria-current]")?.dataset.key;
  const older = page.total - page.runs.length;
  render(
    container,
    page.runs.length === 0 ? h("p", { class: "label" }, "None yet") : undefined,
    h("ul", { class: "run-list" }, page.runs.map((run) => entry(run, here.id))),
    older > 0 ? h("p", { class: "more" }, h("button", { type: "button", class: "quiet", "data-key": "older", onclick: more }, `Show older runs (${number(older)})`)) : undefined,
    h("p", { class: "more" }, h("a", { href: link({ page: "runs" }), "data-key": "all" }, "All runs"), h("a", { href: link({ page: "compare", runs: here.page === "compare" ? here.runs : [here.id].filter(Boolean) }), "data-key": "compare", "aria-current": here.page === "compare" ? "page" : undefined }, "Compare runs"), h("a", { href: link({ page: "study" }), "data-key": "study", "aria-current": here.page === "study" ? "page" : undefined }, "Studies"), h("a", { href: link({ page: "import" }), "data-key": "import", "aria-current": here.page === "import" ? "page" : undefined }, "Import a file")),
  );
  if (before !== here.id) reveal(container.querySelector(".run-list"), container.querySelector(".run-list [aria-current]"));
}

/** Scrolls the list alone to an entry: the page stays at its beginning. */
function reveal(list, entry) {
  if (!entry) return;
  const [outer, inner] = [list.getBoundingClientRect(), entry.getBoundingClientRect()];
  list.scrollBy(Math.min(0, inner.left - outer.left) + Math.max(0, inner.right - outer.right), Math.min(0, inner.top - outer.top) + Math.max(0, inner.bottom - outer.bottom));
}
