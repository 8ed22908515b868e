// Several runs side by side: on one chart, at equal standard accuracy, and paired by item.

import * as echarts from "/_static/echarts/dist/echarts.esm.min.js";
import { link } from "../address.js";
import * as api from "../api.js";
import { picture, PICTURE } from "../chart/chart.js";
import { axisChoice } from "../curve.js";
import { byId, h, render } from "../dom.js";
import { pictures } from "../downloads.js";
import { percent, points, words } from "../format.js";
import * as notices from "../notices.js";
import { choiceOf } from "../seriesChoice.js";
import { description, option } from "./compareChart.js";
import { matchedTable, overlapTable, pairTable, swatch } from "./compareTables.js";
import { replicateSection } from "./replicates.js";
import { differences } from "./runNames.js";

const MAX_RUNS = 7;
const MAX_PAIRS = 6;

/** The comparison's page; `go` changes the address. */
export function startComparison(go) {
  const container = byId("comparison");
  const head = h("div", {});
  const controls = h("div", { class: "controls" });
  const element = h("div", { class: "chart", role: "img" });
  const numbers = h("div", {});
  const chartPart = h("section", { "aria-label": "Curves" }, controls, element);
  render(container, head, chartPart, numbers);
  const chart = echarts.init(element, undefined, { renderer: "svg" });
  let shown = "";
  let view;

  const redraw = () => {
    if (view === undefined || element.clientWidth === 0) return;
    chart.resize();
    chart.setOption(option(view, element.clientWidth, element.clientHeight), { notMerge: true });
    element.setAttribute("aria-label", description(view));
  };
  new ResizeObserver(redraw).observe(element);

  async function read({ runs, query }) {
    const [comparison, details] = await Promise.all([api.comparison(runs, query.suite), Promise.all(runs.map(api.run))]);
    const pairs = runs.flatMap((run, at) => runs.slice(at + 1).map((other) => [run, other])).slice(0, MAX_PAIRS);
    const overlaps = await Promise.allSettled(pairs.map(([run, other]) => api.overlap(run, other, { suite: comparison.suite })));
    const seeds = differInSeeds(details) ? await api.replicates(runs, comparison.suite).catch(() => undefined) : undefined;
    return { comparison, details, seeds, overlaps: overlaps.filter((each) => each.status === "fulfilled").map((each) => each.value) };
  }

  function draw({ comparison, details, seeds, overlaps }, { query }) {
    const axis = query.x === "standard" ? "standard" : "step";
    const wide = query.scale !== "linear";
    view = { comparison, axis, wide };
    const picturesOf = { picture: (type, title) => picture(option(view, PICTURE.width, PICTURE.height), type, title) };
    const suites = [...new Set(details.flatMap((run) => run.conflict_suites))];
    render(controls, axisChoice(axis, ["step", "standard"], wide, go), choiceOf("suite", "Conflict suite", suites, comparison.suite, (suite) => go({ suite })), h("div", { class: "links" }, h("span", { class: "label" }, "Download"), pictures(picturesOf, "comparison", comparison.runs.map((run) => run.run_name).join(", "), words(comparison.suite))));
    const apart = differences(details);
    render(
      numbers,
      comparison.warnings.length > 0 ? h("div", { class: "mixed", role: "note" }, h("p", {}, h("strong", {}, "These runs are not alike. ")), h("ul", {}, comparison.warnings.map((warning) => h("li", {}, sentence(warning))))) : undefined,
      h("ul", { class: "legend runs-legend" }, comparison.runs.map((run, place) => h("li", {}, swatch(place), h("strong", {}, run.run_name), " ", apart.get(run.run_id)))),
      replicateSection(seeds, (id) => link({ id })),
      h("section", { "aria-labelledby": "matched-title" }, h("div", { class: "section-head" }, h("h2", { id: "matched-title" }, "At equal standard accuracy")), h("p", { class: "note" }, matchedNote(comparison)), matchedTable(comparison, (id) => link({ id }))),
      comparison.pairs.length > 0 ? h("section", { "aria-labelledby": "pairs-title" }, h("div", { class: "section-head" }, h("h2", { id: "pairs-title" }, "Paired by item")), h("p", { class: "note" }, pairNote(comparison)), pairTable(comparison)) : undefined,
      overlaps.length > 0 ? h("section", { "aria-labelledby": "overlap-title" }, h("div", { class: "section-head" }, h("h2", { id: "overlap-title" }, "Do they lose the same items?")), h("p", { class: "note" }, "Items that go from the context to memory between each run’s peak and end. An odds ratio above 1 says that the same items are lost."), overlapTable(overlaps, comparison)) : undefined,
    );
    redraw();
  }

  return {
    redraw,
    /** Shows the runs of the address; returns the part of the page that holds them. */
    async show(here, listed) {
      document.title = "Comparison – Tiltmeter";
      const now = JSON.stringify([here, listed.filter((run) => here.runs.includes(run.run_id)).map((run) => run.version)]);
      render(head, h("h1", {}, "Comparison"), chooser(here, listed, go));
      const enough = here.runs.length > 1;
      chartPart.hidden = numbers.hidden = !enough;
      if (!enough || now === shown) return "comparison";
      try {
        draw(await read(here), here);
        shown = now;
      } catch (problem) {
        if (problem.status === undefined) throw problem;
        chartPart.hidden = numbers.hidden = true;
        head.append(notices.broken("This comparison", problem, () => go({})));
      }
      return "comparison";
    },
  };
}

/** The compared runs, with controls to add and to remove one. */
function chooser({ runs, query }, listed, go) {
  const name = (id) => listed.find((run) => run.run_id === id)?.run_name ?? id;
  const others = listed.filter((run) => run.conflict_suites.length > 0 && !runs.includes(run.run_id));
  const only = (ids) => link({ page: "compare", runs: ids, query });
  return [
    h(
      "div",
      { class: "chosen" },
      h("ul", {}, runs.map((id) => h("li", {}, name(id), " ", h("a", { href: only(runs.filter((each) => each !== id)), "data-key": `out-${id}`, "aria-label": `Leave out ${name(id)}` }, "×")))),
      others.length > 0 && runs.length < MAX_RUNS
        ? h("label", {}, runs.length === 0 ? "Choose a run" : "Add a run", h("select", { "data-key": "add", onchange: (event) => event.target.value && go({}, { runs: [...runs, event.target.value] }) }, h("option", { value: "" }, "…"), others.map((run) => h("option", { value: run.run_id }, run.run_name))))
        : undefined,
    ),
    runs.length < 2 ? h("p", { class: "note" }, others.length === 0 && runs.length < 2 ? "There is no other run with a knowledge-conflict suite to compare with yet." : "Choose at least two runs that were evaluated on the same knowledge-conflict suite.") : undefined,
  ];
}

/** Whether each run has a seed of its own: only then are they asked for as replicates. */
const differInSeeds = (details) => details.every((run) => run.effective_config.seed !== undefined) && new Set(details.map((run) => run.effective_config.seed)).size === details.length;

const sentence = (text) => `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith(".") ? "" : "."}`;

function matchedNote(comparison) {
  if (comparison.matched_at === undefined) return "These runs share no standard mean at which they can be compared.";
  return (
    `Counterfactual accuracy where each run has the same mean of the standard suites (${comparison.standard_suites.map(words).join(", ")}), between two checkpoints if need be: a run that has learned less cannot look better. ` +
    `The best checkpoint has the highest counterfactual accuracy within ${points(comparison.tolerance)} of the run’s highest standard mean. The frontier holds the checkpoints that no other beats in one accuracy without losing in the other; over the standard mean they are ringed.`
  );
}

function pairNote(comparison) {
  const least = comparison.smallest_detectable_drop === undefined ? "" : ` With this many items a drop below ${points(comparison.smallest_detectable_drop)} is likely to be missed.`;
  return `At a standard mean of ${percent(comparison.matched_at)}, by the same items; p values are corrected for the number of pairs by Holm’s method.${least}`;
}
