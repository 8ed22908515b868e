// Computes the theory of the settings and shows its curves, its warnings and the paper's propositions.

import { get, post } from "../api.js";
import { byId, h, render } from "../dom.js";
import { words } from "../format.js";
import { startTheme } from "../theme.js";
import { linesOf, startTheoryChart } from "./chart.js";
import { numbersView } from "./numbers.js";
import { addressOfRequest, addressOf, requestOf, startSettings } from "./settings.js";

const PAUSE_MS = 200;
const MAX_WAIT_MS = 20_000;
const POINTS = 80;

let timer;
let asked = new AbortController();

const chart = startTheoryChart(byId("theory-chart"));
const settings = startSettings(byId("settings"), (values) => {
  history.replaceState(null, "", addressOf(values));
  clearTimeout(timer);
  timer = setTimeout(compute, PAUSE_MS);
});

/** Only the newest request counts: an earlier one is given up. */
async function compute() {
  asked.abort();
  const mine = new AbortController();
  asked = mine;
  try {
    const limit = AbortSignal.timeout(MAX_WAIT_MS);
    const result = await post("/api/v1/theories", { ...requestOf(settings.values()), points: POINTS }, AbortSignal.any([mine.signal, limit]));
    if (asked === mine) show(result);
  } catch (problem) {
    if (asked === mine) refuse(problem);
  }
}

function show(result) {
  byId("sentence").textContent = result.sentence;
  render(byId("faults"));
  render(byId("warnings"), result.warnings.map((each) => h("div", { class: "mixed", role: "note" }, h("strong", {}, words(each.warning)), ". ", each.sentence)));
  byId("theory-chart").hidden = false;
  chart.draw(result);
  render(byId("theory-legend"), linesOf(result).map((line) => h("li", {}, h("span", { style: `color: var(--${line.colour})`, "aria-hidden": "true" }, line.dash === "solid" ? "— " : line.dash === "dotted" ? "··· " : "– – "), line.name)));
  render(byId("numbers"), numbersView(result));
}

function refuse(problem) {
  byId("sentence").textContent = "";
  byId("theory-chart").hidden = true;
  render(byId("theory-legend"));
  render(byId("warnings"));
  render(byId("numbers"));
  const faults = problem.faults ?? [];
  render(
    byId("faults"),
    h(
      "div",
      { class: "mixed" },
      h("strong", {}, faults.length > 0 ? "These settings have no run." : problem.status === undefined ? "The service does not answer." : `${problem.message}.`),
      faults.length > 0
        ? h("ul", {}, faults.map((fault) => h("li", {}, `${words(fault.field)} ${fault.value}: ${fault.limit}; ${fault.remedy}`)))
        : h("p", {}, h("button", { type: "button", onclick: compute }, "Try again")),
    ),
  );
}

async function showPresets() {
  const container = byId("presets");
  const title = h("div", { class: "section-head" }, h("h2", { id: "presets-title" }, "What the paper states"));
  try {
    const { presets } = await get("/api/v1/theories/presets");
    render(container, title, presets.map(preset));
  } catch (problem) {
    render(container, title, h("p", { class: "note" }, `The propositions cannot be read: ${problem.message}. `, h("button", { type: "button", "data-key": "again", onclick: showPresets }, "Try again")));
  }
}

function preset(it) {
  return h(
    "article",
    { class: "preset" },
    h("h3", {}, it.title),
    h("p", { class: it.shown ? "shown" : "broken" }, it.shown ? "Shown by these runs" : "Not shown by these runs"),
    h("p", { class: "statement" }, it.statement),
    h("ul", { class: "expectations" }, it.expectations.map((each) => h("li", {}, h("span", { class: each.shown ? "shown" : "broken", "aria-hidden": "true" }, each.shown ? "✓" : "✗"), " ", each.sentence, h("span", { class: "label" }, ` ${measured(each)}${each.shown ? "" : ", which was not so"}`)))),
    h("p", { class: "links" }, "Runs: ", it.runs.map((run) => h("a", { href: addressOfRequest(run.request), title: run.sentence }, run.run))),
    h("p", { class: "label" }, it.source),
  );
}

const short = (value) => (value === undefined ? "none" : String(Number(value.toFixed(3))));
const NAMES = { m_c: "m_C", m_cs: "m_{C+S}" };
const measured = (each) => `(${NAMES[each.measure] ?? words(each.measure)} of ${each.run}: ${short(each.measured)}, expected ${each.relation} ${short(each.limit)})`;

startTheme(byId("theme"), () => chart.redraw());
byId("skip").addEventListener("click", (event) => {
  // The address after # holds the settings here, so that the jump is made by hand.
  event.preventDefault();
  byId("theory").focus();
});
addEventListener("hashchange", () => {
  settings.read();
  compute();
  byId("sentence").scrollIntoView({ block: "nearest" });
});
compute();
showPresets();
