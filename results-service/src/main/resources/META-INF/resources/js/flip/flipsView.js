// Which items flipped, when, in which slices, and their answers.

import { linkWith } from "../address.js";
import * as api from "../api.js";
import { h, render } from "../dom.js";
import { startPages } from "../disclosures.js";
import { number, points } from "../format.js";
import * as notices from "../notices.js";
import { choiceOf } from "../seriesChoice.js";
import { ANSWERS, ORDERS, labelInWords } from "./answers.js";
import { direction, flipView } from "./flipList.js";
import { startHeatMap } from "./heatMap.js";
import { heatTable } from "./heatTable.js";
import { sliceTable } from "./sliceTable.js";

const MAX_ROWS = 1_000;
const FLIPS_A_PAGE = 20;
const DIRECTIONS = { any: "both ways", context_to_memory: "context to memory", memory_to_context: "memory to context" };

/** The flips of a run in this element; `go` changes the address, `onPick` opens an item at a step. */
export function startFlips(container, go, onPick) {
  const head = h("div", {});
  const mapHead = h("div", {});
  const map = h("div", { class: "heat", role: "application", tabindex: 0, "aria-roledescription": "heat map; arrow keys go from item to item and from checkpoint to checkpoint, Enter opens the answer", "aria-label": "Items by rows, checkpoints by columns" });
  const readout = h("p", { class: "note readout", role: "status" });
  const table = h("div", {});
  const foot = h("div", {});
  render(container, head, h("section", { "aria-labelledby": "map-title" }, mapHead, map, readout, table), foot);

  const pick = ({ item, step }) => onPick(step, item.item_id);
  const look = ({ item, step, letter }) => (readout.textContent = `${item.item_id} at step ${step}: ${labelInWords(letter)}; ${number(item.flips)} ${item.flips === 1 ? "flip" : "flips"} in all`);
  const heat = startHeatMap(map, look, pick);
  let pages = startPages(() => drawFoot());
  let wanted;
  let known = {};
  let order = "turn";

  async function read(now) {
    wanted = now;
    drawHead();
    const { run, series, query } = now;
    try {
      const [story, flips] = await Promise.all([api.history(run.run_id, { ...series, sort: "item", limit: MAX_ROWS }), api.flips(run.run_id, parameters(series, query, 0, FLIPS_A_PAGE))]);
      if (wanted !== now) return;
      known = { story, flips };
      pages = startPages(() => drawFoot());
    } catch (problem) {
      if (wanted !== now) return;
      known = { problem };
    }
    draw();
  }

  const parameters = (series, query, offset, limit) => ({ ...series, from: query.from, to: query.to, robust: query.robust, direction: query.direction, offset, limit });

  function draw() {
    drawHead();
    drawMap();
    drawFoot();
  }

  function drawHead() {
    const { flips, problem, story } = known;
    const title = h("h2", { id: "flips-title" }, "Flips");
    if (problem) {
      const chosen = wanted.query.from !== undefined || wanted.query.to !== undefined;
      const reset = h("p", {}, h("a", { href: linkWith({ from: undefined, to: undefined }), "data-key": "usual" }, "Show those from the peak to the end"));
      return render(head, title, notices.broken("The flips", problem, () => read(wanted)), chosen ? reset : undefined);
    }
    if (flips === undefined) return render(head, title, notices.reading("the answers of every checkpoint"));
    const before = story.steps.filter((step) => step < flips.to_step).map(String);
    const after = story.steps.filter((step) => step > flips.from_step).map(String);
    const robust = wanted.query.robust === "true";
    render(
      head,
      title,
      h("p", { class: "sentence" }, sentence(flips)),
      h(
        "div",
        { class: "controls" },
        choiceOf("from", "From step", before, String(flips.from_step), (from) => go({ from })),
        choiceOf("to", "to step", after, String(flips.to_step), (to) => go({ to })),
        choiceOf("direction", "Show", Object.keys(DIRECTIONS), wanted.query.direction ?? "any", (name) => go({ direction: name === "any" ? undefined : name }), (name) => DIRECTIONS[name]),
        h("label", {}, h("input", { type: "checkbox", "data-key": "robust", checked: robust, onchange: (event) => go({ robust: event.target.checked ? "true" : undefined }) }), "only robust ones"),
      ),
    );
  }

  function drawMap() {
    const items = [...(known.story?.items ?? [])].sort(ORDERS[order].by);
    map.parentElement.hidden = items.length === 0;
    if (items.length === 0) return;
    const used = Object.keys(ANSWERS).filter((letter) => items.some((item) => item.labels.includes(letter)));
    const left = known.story.total - items.length;
    render(
      mapHead,
      h("div", { class: "section-head" }, h("h2", { id: "map-title" }, "Every item at every checkpoint"), choiceOf("order", "Order", Object.keys(ORDERS), order, (chosen) => ((order = chosen), drawMap()), (key) => ORDERS[key].label)),
      h("ul", { class: "legend" }, used.map((letter) => h("li", { title: ANSWERS[letter].about }, h("i", { class: ANSWERS[letter].ink }), ANSWERS[letter].word))),
    );
    const view = { steps: known.story.steps, items, from: known.flips.from_step, to: known.flips.to_step };
    heat.draw(view);
    readout.textContent = `${number(items.length)} items${left > 0 ? ` of ${number(items.length + left)}` : ""}, a row each; the outlined columns are compared. Choose a cell to read the answer.`;
    render(table, heatTable(view, pick));
  }

  function drawFoot() {
    const { flips } = known;
    if (flips === undefined) return render(foot);
    const first = flips.items;
    const next = async (offset) => {
      const page = offset === 0 ? flips : await api.flips(wanted.run.run_id, parameters(wanted.series, wanted.query, offset, FLIPS_A_PAGE));
      return { rows: page.items, total: page.total };
    };
    render(
      foot,
      slicesPart(flips),
      h(
        "section",
        { "aria-labelledby": "flip-list-title" },
        h("div", { class: "section-head" }, h("h2", { id: "flip-list-title" }, "Items that flipped"), h("p", { class: "label" }, `${number(flips.total)}`)),
        first.length === 0 ? h("p", { class: "note" }, "None between these checkpoints. Choose others above.") : pages.rows("flips", next, (rows) => rows.map((flip) => flipView(flip, pick))),
      ),
    );
  }

  return { read, redraw: draw };
}

function slicesPart(flips) {
  const table = sliceTable(flips.slices, flips.drop);
  if (table === undefined) return undefined;
  const change = flips.drop < 0 ? `rose by ${points(-flips.drop)}` : `fell by ${points(flips.drop)}`;
  return h(
    "section",
    { "aria-labelledby": "slices-title" },
    h("div", { class: "section-head" }, h("h2", { id: "slices-title" }, "Where the drop comes from")),
    h("p", { class: "note" }, `From the mean of steps ${flips.from_steps.join(", ")} to that of steps ${flips.to_steps.join(", ")} counterfactual accuracy ${change}. A flip is robust if it holds at all of them.`),
    table,
  );
}

/** Both directions in words. */
function sentence(flips) {
  const part = (name, { count, robust_count: robust }) => [`${number(count)} ${count === 1 ? "item" : "items"} `, direction(name), count === 0 ? "" : ` (${number(robust)} robust)`];
  return [`From step ${flips.from_step} to step ${flips.to_step}: `, part("context_to_memory", flips.context_to_memory), ", ", part("memory_to_context", flips.memory_to_context), "."];
}
