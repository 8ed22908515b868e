// Reads the dataset-service while someone looks, and shows what changed.

import { overview } from "./dataOverview.js";
import * as datasets from "./datasets.js";
import { byId, h, render } from "./dom.js";
import { startPages } from "./disclosures.js";
import { clock } from "./format.js";
import { labelingView } from "./labelingView.js";
import { mixtureView } from "./mixtureView.js";
import { sourceView } from "./sourceView.js";
import { suiteView } from "./suiteView.js";
import { startTheme } from "./theme.js";

const WHILE_BUSY_MS = 1_500;
const WHILE_IDLE_MS = 5_000;

const state = { known: undefined, entry: undefined, entryKey: undefined, report: undefined, problem: undefined, shown: "", place: undefined, base: undefined, failures: 0, lastAnswer: undefined };
const pages = startPages(() => {
  state.shown = "";
  draw();
});
let timer;
let reading = false;
let again = false;

const VIEWS = {
  source: () => sourceView(state.entry, pages, state.known),
  mixture: () => mixtureView(state.entry, state.report ?? undefined, pages),
  suite: () => suiteView(state.entry, pages, state.known),
  labeling: () => labelingView(state.entry),
};

/** The kind and the id after #; neither on the page of everything. */
function address() {
  const [, kind, id] = location.hash.match(/^#(\w+)\/(.+)$/) ?? [];
  if (!(kind in VIEWS)) return {};
  try {
    return { kind, id: decodeURIComponent(id) };
  } catch {
    return { kind, id };
  }
}

async function tick() {
  clearTimeout(timer);
  if (reading) {
    again = true;
    return;
  }
  reading = true;
  let pause = WHILE_IDLE_MS;
  try {
    state.base = await datasets.connect();
    byId("data-api").href = `${state.base}/q/swagger-ui/`;
    await readAll();
    answered();
    draw();
    if (isBusy()) pause = WHILE_BUSY_MS;
  } catch (problem) {
    failed(problem);
    pause = Math.min(10_000, 1_000 * 2 ** Math.min(4, state.failures));
  } finally {
    reading = false;
  }
  if (again) {
    again = false;
    tick();
  } else if (!document.hidden) {
    timer = setTimeout(tick, pause);
  }
}

async function readAll() {
  const kinds = Object.keys(datasets.KINDS);
  const lists = await Promise.all(kinds.map(datasets.list));
  const known = Object.fromEntries(kinds.map((kind, index) => [kind, lists[index]]));
  const { kind, id } = address();
  const found = kind === undefined ? {} : await readEntry(kind, id, known[kind].entries);
  Object.assign(state, { known, ...found });
}

/** The entry of the address: from the list, else requested by itself. */
async function readEntry(kind, id, entries) {
  const key = `${kind}/${id}`;
  try {
    const entry = entries.find((each) => each[datasets.KINDS[kind].id] === id) ?? (await datasets.one(kind, id));
    const reported = kind === "mixture" && entry.status === "ready" && entry.recipe.recipe === "sources";
    const known = state.entryKey === key && state.report !== undefined;
    const report = !reported ? undefined : known ? state.report : await readReport(id);
    return { entry, entryKey: key, report, problem: undefined };
  } catch (problem) {
    if (problem.status !== 404) throw problem;
    return { entry: undefined, entryKey: key, report: undefined, problem: problem.message };
  }
}

/** The report of a mixture; null if it was built before reports were stored. */
async function readReport(id) {
  try {
    return await datasets.report(id);
  } catch (problem) {
    if (problem.status !== 404 && problem.status !== 409) throw problem;
    return null;
  }
}

function isBusy() {
  const measuring = (it) => [...(it.measuring ?? []), ...(it.token_counts ?? [])].some((each) => each.status === "waiting" || each.status === "preparing");
  return Object.values(state.known).some(({ entries }) => entries.some((it) => it.status === "building" || measuring(it)));
}

function draw() {
  if (!state.known) return;
  const { kind, id } = address();
  const place = kind === undefined ? "" : `${kind}/${id}`;
  if (kind !== undefined && state.entryKey !== place) return;
  const now = JSON.stringify([place, state.known, state.entry, state.report, state.problem]);
  if (now === state.shown) return;
  state.shown = now;
  const title = kind === undefined ? "Data" : id;
  document.title = `${title} – Tiltmeter`;
  render(byId("data"), kind === undefined ? overview(state.known, state.base) : state.problem ? notHere() : VIEWS[kind]());
  if (state.place !== place) {
    if (state.place !== undefined) byId("data").focus({ preventScroll: true });
    state.place = place;
    scrollTo(0, 0);
  }
}

function notHere() {
  return h("div", { class: "notice" }, h("p", { class: "lead" }, "That is not here"), h("p", {}, state.problem), h("p", {}, h("a", { href: "#" }, "All data")));
}

function answered() {
  state.failures = 0;
  state.lastAnswer = Date.now();
  byId("connection").hidden = true;
}

function failed(problem) {
  state.failures++;
  const since = state.lastAnswer ? ` What you see is from ${clock(state.lastAnswer)}.` : "";
  const where = state.base ? ` at ${state.base}` : "";
  const who = state.base ? "dataset-service" : "results-service";
  const reason = problem.status === undefined ? `The ${who} does not answer${where}.` : `${problem.message}.`;
  byId("connection").textContent = `${reason} Trying again.${since}`;
  byId("connection").hidden = state.failures < 2 && state.lastAnswer !== undefined;
  if (!state.lastAnswer) {
    render(
      byId("data"),
      h("div", { class: "notice" }, h("p", { class: "lead" }, `The ${who} does not answer`), h("p", {}, `This page calls it${where} from your browser, and retries.`), h("p", { class: "note" }, "Set its address by tiltmeter.page.dataset-service of the results-service, and the pages that may call it by tiltmeter.datasets.page-origins of the dataset-service.")),
    );
  }
}

startTheme(byId("theme"), () => {});
byId("skip").addEventListener("click", (event) => {
  // The address after # names an entry here, so that the jump is made by hand.
  event.preventDefault();
  byId("data").focus();
});
addEventListener("hashchange", () => {
  if (address().kind === undefined) draw();
  tick();
});
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) tick();
});
tick();
