// Reads the service every second or two, and shows the table of runs, the run, the comparison, the study or the form that the
// address names.

import { link, place } from "./address.js";
import * as api from "./api.js";
import { startComparison } from "./comparison/compareView.js";
import { byId } from "./dom.js";
import { clock } from "./format.js";
import { startImport } from "./importForm.js";
import { showRuns } from "./runList.js";
import { startRun } from "./runView.js";
import { startTable } from "./runs/runTable.js";
import { startStudies } from "./study/studyView.js";
import * as notices from "./notices.js";
import { startTheme } from "./theme.js";

const MAX_LISTED = 60;
const WHILE_ACTIVE_MS = 1_200;
const WHILE_IDLE_MS = 4_000;
/** What takes long to read is read less often: after so many times as long as it took. */
const PAUSE_PER_READING = 4;
const ACTIVE = ["waiting", "queued", "training"];

const state = { listed: MAX_LISTED, chosen: undefined, shownList: "", isTable: undefined, tableScroll: 0, lastAnswer: undefined, failures: 0 };
let timer;
let reading = false;
let again = false;

/** Changes the query in the address, without a step in the browser's history. */
function go(changes, elsewhere = {}) {
  const here = place();
  history.replaceState(null, "", link({ ...here, ...elsewhere, query: { ...here.query, ...changes } }));
  tick();
}

const PAGES = { runs: startTable(go), run: startRun(go), compare: startComparison(go), study: startStudies(go), import: startImport() };
startTheme(byId("theme"), () => PAGES[place().page].redraw());

/** The newest evaluated run that trains, else the newest that is over, else any. */
function newest(runs) {
  const evaluated = runs.filter((run) => run.conflict_suites.length > 0);
  const pick = evaluated.find((run) => run.status === "training")
    ?? evaluated.find((run) => run.checkpoints_scored > 0)
    ?? runs.find((run) => run.status === "training")
    ?? evaluated[0]
    ?? runs[0];
  return pick?.run_id;
}

/** What the address of the newest run shows: the newest, and then the same one for as long as there is something to read of it. */
function chosen(runs) {
  const before = runs.find((run) => run.run_id === state.chosen);
  if (!(before?.checkpoints_scored > 0)) state.chosen = newest(runs);
  return state.chosen;
}

async function tick() {
  clearTimeout(timer);
  if (reading) {
    again = true;
    return;
  }
  reading = true;
  let pause;
  const began = performance.now();
  try {
    const { hash } = location;
    const here = place(hash);
    const page = await (here.page === "runs" ? PAGES.runs.read(here.query) : api.runs({ limit: state.listed }));
    if (location.hash === hash) await show(here, page);
    else again = true;
    answered();
    const isActive = page.runs.some((run) => ACTIVE.includes(run.status) || (run.provisional && run.checkpoints_saved > run.checkpoints_scored));
    pause = Math.max(isActive ? WHILE_ACTIVE_MS : WHILE_IDLE_MS, PAUSE_PER_READING * (performance.now() - began));
  } catch (problem) {
    failed(problem);
    pause = Math.min(10_000, 1_000 * 2 ** Math.min(4, state.failures));
  } finally {
    reading = false;
  }
  if (again) {
    again = false;
    tick();
  } else if (!document.hidden) timer = setTimeout(tick, pause);
}

async function show(here, page) {
  if (here.page === "run" && here.id === undefined) here.id = chosen(page.runs);
  const isTable = here.page === "runs";
  if (state.isTable && !isTable) state.tableScroll = scrollY;
  byId("runs").parentElement.hidden = isTable;
  if (!isTable) {
    byId("table").hidden = true;
    showList(page, here);
  }
  notices.showPart(await PAGES[here.page].show(here, page.runs, page));
  if (state.isTable === !isTable) {
    byId("run").focus({ preventScroll: true });
    scrollTo(0, isTable ? state.tableScroll : 0);
  }
  state.isTable = isTable;
}

function showList(page, here) {
  const now = JSON.stringify([page, here]);
  if (now === state.shownList) return;
  state.shownList = now;
  showRuns(byId("runs"), page, here, () => {
    state.listed = Math.min(1000, 4 * state.listed);
    tick();
  });
}

function answered() {
  state.failures = 0;
  state.lastAnswer = Date.now();
  byId("connection").hidden = true;
}

function failed(problem) {
  state.failures++;
  const since = state.lastAnswer ? ` What you see is from ${clock(state.lastAnswer)}.` : "";
  const reason = problem.status === undefined ? "The service does not answer." : `${problem.message}.`;
  byId("connection").textContent = `${reason} Trying again.${since}`;
  byId("connection").hidden = state.failures < 2 && state.lastAnswer !== undefined;
  if (!state.lastAnswer) notices.show(notices.away());
}

byId("skip").addEventListener("click", (event) => {
  // The address after # says what is shown, so that the jump is made by hand.
  event.preventDefault();
  byId("run").focus();
});
addEventListener("hashchange", () => {
  state.chosen = undefined;
  tick();
});
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) tick();
});
tick();
