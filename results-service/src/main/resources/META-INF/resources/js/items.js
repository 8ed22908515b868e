// The items behind a point, as a dialog.

import { outcomes } from "./api.js";
import { checkpointScores } from "./checkpointScores.js";
import { byId, h, render } from "./dom.js";
import { words } from "./format.js";
import { itemView } from "./itemView.js";
import { choiceOf, knownSwitch } from "./seriesChoice.js";

const PAGE = 50;
const ANSWERS = { any: "all", context: "follow the context", memory: "follow memory", both: "hold both", neither: "hold neither" };

/** The dialog of items; calls back with the step and the item it shows, and with nothing when it closes. */
export function startItems(onStep) {
  const dialog = byId("items");
  let view;

  dialog.addEventListener("close", () => onStep(undefined));

  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });

  async function load(more) {
    const wanted = view;
    try {
      const page = await outcomes(view.run.run_id, { step: view.step, suite: view.suite, scorer: view.scorer, arm: view.arm, items: view.known, slice: view.slice, item: view.item, answer: view.answer, limit: PAGE, offset: more ? view.items.length : 0 });
      if (wanted !== view) return;
      view.items = more ? [...view.items, ...page.items] : page.items;
      view.total = page.total;
      view.kind = page.kind;
      view.scorers = page.scorers;
      view.arms = page.arms;
      view.shown = page;
      view.problem = undefined;
    } catch (problem) {
      if (wanted !== view) return;
      view.problem = problem.message;
    }
    draw(more);
  }

  function change(part) {
    view = { ...view, ...part };
    onStep(view.step, view.item);
    load(false);
  }

  function draw(keepPlace) {
    const place = dialog.querySelector(".items-body")?.scrollTop ?? 0;
    render(dialog, head(), body());
    if (keepPlace) dialog.querySelector(".items-body").scrollTop = place;
  }

  function head() {
    const at = view.steps.indexOf(view.step);
    const go = (index) => change({ step: view.steps[index] });
    const select = (key, label, options, chosen, onchange) =>
      h("label", {}, label, h("select", { "data-key": key, onchange }, options.map(([value, text]) => h("option", { value, selected: value === chosen }, text))));
    return h(
      "header",
      { class: "items-head" },
      h(
        "div",
        { class: "section-head" },
        h("h2", { id: "items-title" }, view.step === 0 ? "What the base model answered" : `What step ${view.step} answered`),
        h(
          "nav",
          { "aria-label": "Checkpoints" },
          h("button", { type: "button", "data-key": "back", disabled: at <= 0, onclick: () => go(at - 1) }, "Previous checkpoint"),
          h("button", { type: "button", "data-key": "on", disabled: at >= view.steps.length - 1, onclick: () => go(at + 1) }, "Next checkpoint"),
          h("button", { type: "button", "data-key": "close", onclick: () => dialog.close() }, "Close"),
        ),
      ),
      h(
        "div",
        { class: "controls" },
        select("items-suite", "Suite", view.suites.map((name) => [name, words(name)]), view.suite, (event) => change({ suite: event.target.value, scorer: undefined, arm: undefined, known: undefined, slice: undefined, item: undefined })),
        choiceOf("items-scorer", "Scorer", view.scorers, view.scorer ?? view.shown?.scorer, (scorer) => change({ scorer })),
        choiceOf("items-arm", "Arm", view.arms, view.arm ?? view.shown?.arm, (arm) => change({ arm })),
        view.known ? knownSwitch("items-known", true, (known) => change({ known })) : undefined,
        view.item ? h("span", {}, `only ${view.item} `, h("button", { type: "button", class: "quiet", "data-key": "items-all", onclick: () => change({ item: undefined }) }, "show all")) : undefined,
        select("items-answer", "Answers that", Object.entries(ANSWERS), view.answer, (event) => change({ answer: event.target.value })),
        h("span", { role: "status" }, view.total === undefined ? "" : `${view.total} ${view.total === 1 ? "item" : "items"}`),
      ),
      checkpointScores(view.run.run_id, view.step),
    );
  }

  function nothing() {
    if (view.total === undefined) return "Reading …";
    return view.run.imported ? "These numbers were imported: there are no items behind them." : "No item was answered so.";
  }

  function body() {
    if (view.problem) return h("div", { class: "items-body" }, h("p", { class: "notice" }, `These items cannot be read: ${view.problem}`));
    if (view.items.length === 0) return h("div", { class: "items-body" }, h("p", { class: "notice" }, nothing()));
    return h(
      "div",
      { class: "items-body", tabindex: 0, role: "region", "aria-label": "Items" },
      view.items.map((item) => itemView(item)),
      h(
        "div",
        { class: "items-foot" },
        `${view.items.length} of ${view.total}`,
        view.items.length < view.total ? h("button", { type: "button", "data-key": "more", onclick: () => load(true) }, "Show more") : undefined,
      ),
    );
  }

  return {
    /** Opens at a step, with the suite, the series and the slice that a curve shows; at one item alone, if that is given. */
    open(run, steps, step, curve, { slice, item } = {}) {
      const suites = run.checkpoints.find((each) => each.step === step)?.scored ?? [];
      view = { run, steps, step, item, suites, suite: suites[0], scorers: [], arms: [], answer: "any", items: [], total: undefined };
      if (suites.includes(curve.suite)) {
        const known = curve.item_filter === "known" ? "known" : undefined;
        view = { ...view, suite: curve.suite, scorer: curve.scorer, arm: curve.arm, known, slice };
      }
      draw(false);
      if (!dialog.open) dialog.showModal();
      onStep(step, item);
      load(false);
    },
    isOpen: () => dialog.open,
    /** New checkpoints were scored: there may be a next one. */
    follow(run, steps) {
      if (!dialog.open || view.run.run_id !== run.run_id || view.steps.length === steps.length) return;
      view = { ...view, run, steps };
      draw(true);
    },
  };
}
