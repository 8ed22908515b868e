// Every score of one checkpoint, and where it comes from.

import * as api from "./api.js";
import { h, render } from "./dom.js";
import { interval, percent, words } from "./format.js";
import * as notices from "./notices.js";
import { shortfall } from "./shortfall.js";

const HEADINGS = ["suite", "scorer", "arm", "items", "accuracy", "parametric", "computed by", "suite version", "outcomes", "weights"];

/** A disclosure that reads them when it is opened. */
export function checkpointScores(runId, step) {
  const body = h("div", {}, notices.reading("the scores"));
  const read = async () => {
    try {
      render(body, table((await api.scores(runId, step)).scores));
    } catch (problem) {
      render(body, notices.broken("The scores", problem, read));
    }
  };
  return h("details", { class: "disclosure", "data-disclosure": `scores-${step}`, ontoggle: (event) => event.target.open && read() }, h("summary", { "data-key": "scores" }, "Scores and provenance of this checkpoint"), body);
}

function table(scores) {
  return h(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": "Table of scores" },
    h("table", {}, h("thead", {}, h("tr", {}, HEADINGS.map((name) => h("th", { scope: "col" }, name)))), h("tbody", {}, scores.map(row))),
  );
}

function row(score) {
  const share = (name) => (score[name] === undefined ? "–" : [percent(score[name]), score[`${name.replace("_accuracy", "")}_low`] === undefined ? undefined : h("span", { class: "interval" }, interval(score[`${name.replace("_accuracy", "")}_low`], score[`${name.replace("_accuracy", "")}_high`]))]);
  const accuracy = score.counterfactual_accuracy === undefined
    ? [percent(score.accuracy), score.accuracy_low === undefined ? undefined : h("span", { class: "interval" }, interval(score.accuracy_low, score.accuracy_high))]
    : share("counterfactual_accuracy");
  const hash = (text) => h("code", { title: text }, text.slice(0, 12));
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, words(score.task)),
    h("td", {}, `${words(score.scorer)} ${score.scorer_version}`),
    h("td", {}, words(score.arm)),
    h("td", {}, String(score.items), shortfall(score).map((text) => h("span", { class: "interval" }, text))),
    h("td", {}, accuracy),
    h("td", {}, share("parametric_accuracy")),
    h("td", {}, score.engine),
    [score.suite_version, score.outcomes_sha256, score.weights_sha256].map((text) => h("td", {}, hash(text))),
  );
}
