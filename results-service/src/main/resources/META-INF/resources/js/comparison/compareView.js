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
import { obstacle } from "./comparable.js";
import { matchedTable, overlapTable, pairTable, swatch, verdictTable } from "./compareTables.js";
import { replicateSection } from "./replicates.js";
import { differences } from "./runNames.js";
import { settingsSection } from "./settingsTable.js";

const MAX_PAIRS = 6;

/** The comparison's page; `go` changes the address. */
export function startComparison(go) {
  const container = byId("comparison");
  const head = h("div", {});
  const failure = h("div", {});
  const controls = h("div", { class: "controls" });
  const element = h("div", { class: "chart", role: "img" });
  const numbers = h("div", {});
  const chartPart = h("section", { "aria-label": "Curves" }, controls, element);
  render(container, h("h1", {}, "Comparison"), head, failure, chartPart, numbers);
  const chart = echarts.init(element, undefined, { renderer: "svg" });
  let shown = "";
  let shownHead = "";
  let read = [];
  let view;

  const redraw = () => {
    if (view === undefined || element.clientWidth === 0) return;
    chart.resize();
    chart.setOption(option(view, element.clientWidth, element.clientHeight), { notMerge: true });
    element.setAttribute("aria-label", description(view));
  };
  new ResizeObserver(redraw).observe(element);

  async function readAll({ runs, query }) {
    const [comparison, details] = await Promise.all([api.comparison(runs, query.suite), Promise.all(runs.map(api.run))]);
    const withItems = comparison.runs.filter((run) => run.detectable !== undefined).map((run) => run.run_id);
    const pairs = withItems.flatMap((run, at) => withItems.slice(at + 1).map((other) => [run, other])).slice(0, MAX_PAIRS);
    const overlaps = await Promise.allSettled(pairs.map(([run, other]) => api.overlap(run, other, { suite: comparison.suite })));
    const found = await Promise.all(runs.map((run) => api.inversion(run, { suite: comparison.suite })));
    const seeds = differInSeeds(details) ? await api.replicates(runs, comparison.suite).catch(() => undefined) : undefined;
    return { comparison, details, found, seeds, overlaps: overlaps.filter((each) => each.status === "fulfilled").map((each) => each.value) };
  }

  function draw({ comparison, details, found, seeds, overlaps }, { query }) {
    const axis = query.x === "standard" ? "standard" : "step";
    const wide = query.scale !== "linear";
    view = { comparison, axis, wide };
    const picturesOf = { picture: (type, title) => picture(option(view, PICTURE.width, PICTURE.height), type, title) };
    const suites = [...new Set(details.flatMap((run) => run.conflict_suites))];
    render(controls, axisChoice(axis, ["step", "standard"], wide, go), choiceOf("suite", "Conflict suite", suites, comparison.suite, (suite) => go({ suite })), h("div", { class: "links" }, h("span", { class: "label" }, "Download"), pictures(picturesOf, "comparison", comparison.runs.map((run) => run.run_name).join(", "), words(comparison.suite))));
    const apart = differences(details);
    read = details;
    const linkTo = (id) => link({ id });
    render(
      numbers,
      comparison.warnings.length > 0 ? h("div", { class: "mixed", role: "note" }, h("p", {}, h("strong", {}, "These runs are not alike. ")), h("ul", {}, comparison.warnings.map((warning) => h("li", {}, sentence(warning))))) : undefined,
      h("ul", { class: "legend runs-legend" }, comparison.runs.map((run, place) => h("li", {}, swatch(place), h("strong", {}, run.run_name), " ", apart.get(run.run_id)))),
      h("section", { "aria-labelledby": "verdicts-title" }, h("div", { class: "section-head" }, h("h2", { id: "verdicts-title" }, "Verdicts")), h("p", { class: "note" }, `On ${words(comparison.suite)}, each run by its own windows of checkpoints and with the mean of its own standard suites.`), verdictTable(comparison, found, linkTo)),
      settingsSection(details, linkTo),
      replicateSection(seeds, linkTo),
      h("section", { "aria-labelledby": "matched-title" }, h("div", { class: "section-head" }, h("h2", { id: "matched-title" }, "At equal standard accuracy")), h("p", { class: "note" }, matchedNote(comparison)), matchedTable(comparison, linkTo)),
      comparison.pairs.length > 0 ? h("section", { "aria-labelledby": "pairs-title" }, h("div", { class: "section-head" }, h("h2", { id: "pairs-title" }, "Paired by item")), h("p", { class: "note" }, pairNote(comparison)), pairTable(comparison)) : undefined,
      overlaps.length > 0 ? h("section", { "aria-labelledby": "overlap-title" }, h("div", { class: "section-head" }, h("h2", { id: "overlap-title" }, "Do they lose the same items?")), h("p", { class: "note" }, "Items that go from the context to memory between each run’s peak and end. An odds ratio above 1 says that the same items are lost."), overlapTable(overlaps, comparison)) : undefined,
    );
    redraw();
  }

  /** The chosen runs, of which older ones are not listed, and those to add; an open list stays open while nothing about it changes. */
  function showHead(here, listed) {
    const chosen = here.runs.map((id) => [...listed, ...read].find((run) => run.run_id === id) ?? { run_id: id, run_name: id, conflict_suites: [] });
    const others = listed.filter((run) => !here.runs.includes(run.run_id)).map((run) => ({ run, hindered: obstacle(run, chosen) }));
    const now = JSON.stringify([here, chosen.map((run) => run.run_name), others.map(({ run, hindered }) => [run.run_name, hindered])]);
    if (now !== shownHead) render(head, chooser(chosen, others, here.query, go));
    shownHead = now;
  }

  return {
    redraw,
    /** Shows the runs of the address; returns the part of the page that holds them. */
    async show(here, listed) {
      document.title = "Comparison – Tiltmeter";
      const now = JSON.stringify([here, listed.filter((run) => here.runs.includes(run.run_id)).map((run) => run.version)]);
      showHead(here, listed);
      const enough = here.runs.length > 1;
      chartPart.hidden = numbers.hidden = !enough;
      if (!enough) render(failure);
      if (!enough || now === shown) return "comparison";
      try {
        draw(await readAll(here), here);
        showHead(here, listed);
        render(failure);
        shown = now;
      } catch (problem) {
        if (problem.status === undefined) throw problem;
        chartPart.hidden = numbers.hidden = true;
        shown = "";
        render(failure, notices.broken("This comparison", problem, () => go({})));
      }
      return "comparison";
    },
  };
}

/** The compared runs, with controls to add and to remove one; of the others each with what hinders it. */
function chooser(chosen, others, query, go) {
  const runs = chosen.map((run) => run.run_id);
  const isAny = others.some(({ hindered }) => hindered === undefined);
  const only = (ids) => link({ page: "compare", runs: ids, query });
  const option = ({ run, hindered }) => h("option", { value: run.run_id, disabled: hindered !== undefined }, hindered === undefined ? run.run_name : `${run.run_name}: ${hindered}`);
  return [
    h(
      "div",
      { class: "chosen" },
      h("ul", {}, chosen.map(({ run_id: id, run_name: name }) => h("li", {}, name, " ", h("a", { href: only(runs.filter((each) => each !== id)), "data-key": `out-${id}`, "aria-label": `Leave out ${name}` }, "×")))),
      isAny
        ? h("label", {}, runs.length === 0 ? "Choose a run" : "Add a run", h("select", { "data-key": "add", onchange: (event) => event.target.value && go({}, { runs: [...runs, event.target.value] }) }, h("option", { value: "" }, "…"), others.map(option)))
        : undefined,
      h("a", { href: link({ page: "runs" }), "data-key": "all-runs" }, "Choose in the table of all runs"),
    ),
    runs.length < 2 ? h("p", { class: "note" }, isAny ? "Choose at least two runs that were evaluated on the same knowledge-conflict suite." : "There is no other run with a knowledge-conflict suite to compare with yet.") : undefined,
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
