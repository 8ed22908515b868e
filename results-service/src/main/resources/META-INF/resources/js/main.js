// Reads the service every second or two, and shows what changed.

import * as api from "./api.js";
import { startCurve } from "./curve.js";
import { byId, h, render } from "./dom.js";
import { clock } from "./format.js";
import { startItems } from "./items.js";
import { showHead } from "./runHead.js";
import { showRuns } from "./runList.js";
import { showCheckpoints, showComponents } from "./tables.js";
import { startTheme } from "./theme.js";
import { showVerdict } from "./verdict.js";

const LISTED = 60;
const WHILE_ACTIVE_MS = 1_200;
const WHILE_IDLE_MS = 4_000;
const ACTIVE = ["waiting", "queued", "training"];

const state = { shownList: "", shownRun: "", series: {}, seriesOf: undefined, lastAnswer: undefined, failures: 0 };
let timer;
let reading = false;

const items = startItems((step) => history.replaceState(null, "", step === undefined ? `#${state.run.run_id}` : `#${state.run.run_id}@${step}`));
const curve = startCurve((step) => openItems(step), (series) => {
  state.series = series;
  state.shownRun = "";
  tick();
});
startTheme(byId("theme"), curve.redraw);

const steps = () => state.curve.points.map((point) => point.step);

function openItems(step) {
  items.open(state.run, steps(), step, state.curve);
}

/** The address after #: a run, and after @ the step whose items are open. */
function address() {
  const [id, step] = decodeURIComponent(location.hash.slice(1)).split("@");
  return { id, step: /^\d+$/.test(step ?? "") ? Number(step) : undefined };
}

/** The run of the address, else the newest evaluated one that trains, is over, or is at least there. */
function choose(runs) {
  const wanted = address().id;
  if (wanted) return wanted;
  const evaluated = runs.filter((run) => run.conflict_suites.length > 0);
  const pick = evaluated.find((run) => run.status === "training")
    ?? evaluated.find((run) => run.checkpoints_scored > 0)
    ?? runs.find((run) => run.status === "training")
    ?? evaluated[0]
    ?? runs[0];
  return pick?.run_id;
}

async function tick() {
  clearTimeout(timer);
  if (reading) return;
  reading = true;
  let pause = WHILE_IDLE_MS;
  try {
    const page = await api.runs(LISTED);
    const id = choose(page.runs);
    showList(page, id);
    await showRun(page.runs.find((run) => run.run_id === id), id);
    answered();
    if (page.runs.some((run) => ACTIVE.includes(run.status) || (run.provisional && run.checkpoints_saved > run.checkpoints_scored))) pause = WHILE_ACTIVE_MS;
  } catch (problem) {
    failed(problem);
    pause = Math.min(10_000, 1_000 * 2 ** Math.min(4, state.failures));
  } finally {
    reading = false;
  }
  if (!document.hidden) timer = setTimeout(tick, pause);
}

function showList(page, id) {
  const now = JSON.stringify([page, id]);
  if (now === state.shownList) return;
  state.shownList = now;
  showRuns(byId("runs"), page, id);
}

async function showRun(summary, id) {
  if (id === undefined) return showEmpty(nothingYet());
  if (state.seriesOf !== id) Object.assign(state, { series: {}, seriesOf: id });
  const now = summary && `${id} ${summary.version} ${summary.provisional} ${JSON.stringify(state.series)}`;
  if (now && now === state.shownRun) return;
  let answers;
  try {
    answers = await Promise.all([api.run(id), api.curves(id, state.series), api.inversion(id, state.series)]);
  } catch (problem) {
    if (problem.status !== 404) throw problem;
    state.shownRun = "";
    if (Object.keys(state.series).length > 0) {
      state.series = {};
      return showRun(summary, id);
    }
    return showEmpty([h("p", { class: "lead" }, "That run is not here"), h("p", {}, problem.message)]);
  }
  const [run, points, found] = answers;
  Object.assign(state, { shownRun: now ?? "", run, curve: points });
  byId("empty").hidden = true;
  byId("reading").hidden = false;
  document.title = `${run.run_name} – Tiltmeter`;
  showHead(byId("head"), run);
  showVerdict(byId("verdict"), found);
  curve.show(points, found);
  showComponents(byId("components"), points, found);
  showCheckpoints(byId("checkpoints"), run, points, found, openItems);
  items.follow(run, steps());
  const { step } = address();
  if (step !== undefined && !items.isOpen() && steps().includes(step)) openItems(step);
}

function showEmpty(content) {
  byId("reading").hidden = true;
  byId("empty").hidden = false;
  document.title = "Tiltmeter";
  render(byId("empty"), content);
}

function nothingYet() {
  return [
    h("p", { class: "lead" }, "No run yet"),
    h("p", {}, "This page shows a run as soon as a trainer announces it: its progress, and at every checkpoint how many answers follow the context, how many follow memory, and how the standard suites do."),
    h("p", {}, "Start the lab study, which trains a small model and finetunes it in a few minutes:"),
    h("pre", {}, "./tiltmeter demo"),
    h("p", {}, "or send a run to the trainer-service; its API page shows how."),
  ];
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
  if (!state.lastAnswer) showEmpty([h("p", { class: "lead" }, "The service does not answer yet"), h("p", {}, "This page tries again by itself.")]);
}

addEventListener("hashchange", () => {
  state.shownList = "";
  state.shownRun = "";
  tick();
});
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) tick();
});
tick();
