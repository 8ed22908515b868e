// One run: its progress, its verdict, and under it the curve or the flips.

import { link, linkWith, seriesOf } from "./address.js";
import * as api from "./api.js";
import { startCurve } from "./curve.js";
import { byId, h, render } from "./dom.js";
import { startFlips } from "./flip/flipsView.js";
import { startItems } from "./items.js";
import { startAnnouncements } from "./announcements.js";
import * as notices from "./notices.js";
import { startProbes } from "./probe/probes.js";
import { showHead } from "./runHead.js";
import { showShortfall } from "./shortfall.js";
import { showCheckpoints, showComponents } from "./tables.js";
import { showVerdict } from "./verdict.js";
import { showWarning } from "./warning.js";

/** The run's page; `go` changes what follows the run in the address. */
export function startRun(go) {
  const state = { shown: "" };
  const items = startItems((step, item) => go({ item }, { id: state.run.run_id, step }));
  const openItems = (step, item) => items.open(state.run, steps(), step, state.curve, { slice: state.query.slice, item });
  const curve = startCurve((step) => openItems(step), go);
  const probes = startProbes(byId("probes"));
  const flips = startFlips(byId("flips"), go, openItems);
  const announce = startAnnouncements(byId("announcements"));
  const steps = () => state.curve.points.map((point) => point.step);

  async function read(id, query) {
    const series = seriesOf(query);
    const [run, points, found, warning, measured] = await Promise.all([api.run(id), api.curves(id, series), api.inversion(id, series), api.warning(id, series), api.probes(id)]);
    const last = points.points.at(-1)?.step;
    const scores = last === undefined ? [] : (await api.scores(id, last)).scores;
    Object.assign(state, { run, curve: points, found, warning, scores, measurements: measured.measurements });
  }

  function draw() {
    const { run, curve: points, found, warning, scores, measurements, query } = state;
    const ofSuite = { ...found, ...found.suites.find((each) => each.suite === points.suite) };
    document.title = `${run.run_name} – Tiltmeter`;
    showHead(byId("head"), run);
    showWarning(byId("warning"), warning, found);
    showVerdict(byId("verdict"), found, points.suite);
    const view = points.conflict_suites.length > 0 && query.view === "flips" ? "flips" : "curve";
    showViews(byId("views"), points, view);
    byId("curves").hidden = view !== "curve";
    byId("flips").hidden = view !== "flips";
    if (view === "flips") flips.read({ run, series: seriesOf(query), query });
    else {
      curve.show(run, points, ofSuite, query);
      probes.show(points, measurements, query);
      showShortfall(byId("shortfall"), scores);
      showComponents(byId("components"), points, ofSuite);
      showCheckpoints(byId("checkpoints"), run, points, ofSuite, (step) => openItems(step));
    }
    announce(run);
  }

  return {
    redraw() {
      curve.redraw();
      probes.redraw();
      flips.redraw();
    },
    /** Shows what the address names; returns the part of the page that holds it. */
    async show(here, runs) {
      if (here.id === undefined) return notices.show(notices.nothingYet());
      const summary = runs.find((run) => run.run_id === here.id);
      const now = summary && `${here.id} ${summary.version} ${summary.provisional} ${JSON.stringify(here.query)}`;
      if (now === undefined || now !== state.shown) {
        try {
          await read(here.id, here.query);
          state.query = here.query;
        } catch (problem) {
          if (problem.status !== 404 && problem.status !== 400) throw problem;
          state.shown = "";
          return notices.show(notices.unknown(problem, summary ? { href: link({ id: here.id }), text: `Show ${summary.run_name} as it is usually shown` } : { href: link({ page: "runs" }), text: "Show all runs" }));
        }
        byId("reading").hidden = false;
        draw();
        state.shown = now ?? "";
        items.follow(state.run, steps());
      }
      if (here.step !== undefined && !items.isOpen() && steps().includes(here.step)) openItems(here.step, here.query.item);
      return "reading";
    },
  };
}

/** The ways to look at a run that has a conflict suite. */
function showViews(container, curve, view) {
  container.hidden = curve.conflict_suites.length === 0 || curve.points.length === 0;
  const way = (name, text) => h("a", { href: linkWith({ view: name === "curve" ? undefined : name }), "data-key": `view-${name}`, "aria-current": name === view ? "page" : undefined }, text);
  render(container, way("curve", "Curve"), way("flips", "Flips"));
}
