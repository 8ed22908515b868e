// The verdict in words, its numbers, and the dial.

import { h, s, render } from "./dom.js";
import { dial } from "./dial.js";
import { interval, percent, points, pValue, stepsOf } from "./format.js";
import { suiteVerdicts } from "./suiteVerdicts.js";

const WORDS = { inversion: "Inversion", recovered: "Recovered", no_inversion: "No inversion", inconclusive: "Inconclusive" };

/** A verdict in words: one that is not shown beyond chance is called likely. */
export const verdictWords = (verdict, strength) => (strength === "likely" ? `Likely ${WORDS[verdict].toLowerCase()}` : WORDS[verdict]);

const SHAPES = {
  inversion: "M3 19 C7 3 11 3 13 9 S18 20 21 20 M21 20 L16.5 19.5 M21 20 L20.5 15.5",
  recovered: "M3 7 C7 7 8 18 12 18 S17 7 21 6 M21 6 L17 4.4 M21 6 L18.6 9.6",
  no_inversion: "M3 18 C9 8 13 7 21 6.5 M21 6.5 L17 3.8 M21 6.5 L17.4 9.8",
  inconclusive: "M8.5 9 C8.5 4.5 15.5 4.5 15.5 9 C15.5 12 12 12 12 15 M12 19 L12 19.2",
};

function figure(name, value, under) {
  return h("div", {}, h("dt", {}, name), h("dd", {}, value, under ? h("span", { class: "under" }, under) : undefined));
}

function figures(found) {
  if (found.start_accuracy === undefined) return undefined;
  const change = (name, key) => figure(name, points(found[key]), `95 % interval ${interval(found[`${key}_low`], found[`${key}_high`])}`);
  return h(
    "dl",
    { class: "figures" },
    figure("start", percent(found.start_accuracy), found.start_step === 0 ? "base model" : `step ${found.start_step}`),
    figure("peak", percent(found.peak_accuracy), stepsOf(found.peak_steps)),
    found.verdict === "recovered" ? figure("trough", percent(found.trough_accuracy), stepsOf(found.trough_steps)) : undefined,
    figure(found.provisional ? "newest" : "end", percent(found.end_accuracy), stepsOf(found.end_steps)),
    found.verdict === "recovered" ? [change("fall", "fall"), change("recovery", "recovery")] : change("drop", "drop"),
    found.standard_end === undefined
      ? undefined
      : figure("standard mean", percent(found.standard_end), `${percent(found.standard_start)} at the start`),
  );
}

/** How probable each course of the curve is, as a bar with its legend. */
function probabilities(found) {
  if (found.probability_inversion === undefined) return undefined;
  const parts = [
    ["inversion", "inversion", found.probability_inversion],
    ["recovered", "fell and recovered", found.probability_recovered],
    ["no_inversion", "never fell", found.probability_never_fell],
  ];
  return h(
    "div",
    { class: "probabilities", role: "group", "aria-label": "Probability of each course of the curve" },
    h("div", { class: "shares", "aria-hidden": "true" }, parts.map(([kind, , share]) => h("span", { class: kind, style: `flex-grow:${share.toFixed(4)}` }))),
    h("ul", {}, parts.map(([kind, name, share]) => h("li", { class: kind }, `${name} ${share.toFixed(2)}`))),
  );
}

function smallPrint(found) {
  if (found.drop === undefined) return undefined;
  const among = found.paired ? `${found.items} items in ${found.clusters} clusters. ` : "No items are known, so intervals are not paired. ";
  const noise = `Checkpoint noise ±${points(found.checkpoint_noise)}${found.noise_measured ? "" : ", the usual value: this run has too few checkpoints to measure it"}. A drop below ${points(found.smallest_detectable_drop)} between two given windows is likely to be missed. `;
  return h(
    "p",
    { class: "note", style: "margin-top:0.9rem" },
    `${among}Tested by ${found.test}: p ${pValue(found.verdict === "recovered" ? Math.max(found.fall_p, found.recovery_p) : found.curve_p)}. ${noise}`,
    `The peak is chosen after seeing the data, so it and the drop are biased up. Rule version ${found.rule_version}.`,
  );
}

/** The verdict over all suites, or over the one that is named; `shown` is the suite of the curve. */
export function showVerdict(container, found, shown) {
  container.hidden = found.suite === undefined && found.suites.length === 0;
  render(
    container,
    h(
      "div",
      { class: `verdict ${found.verdict}` },
      h(
        "div",
        {},
        h(
          "p",
          { class: "state" },
          s("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, s("path", { d: SHAPES[found.verdict], fill: "none", stroke: "currentColor", "stroke-width": 2, "stroke-linecap": "round", "stroke-linejoin": "round" })),
          h("span", {}, verdictWords(found.verdict, found.strength)),
          h("small", {}, [found.provisional ? "so far" : undefined, found.overall ? `over all ${found.suites.length} suites` : undefined].filter(Boolean).join(", ")),
        ),
        h("p", { class: "sentence" }, found.reason),
        probabilities(found),
        figures(found),
        smallPrint(found),
      ),
      dial(found),
      suiteVerdicts(found, shown),
    ),
  );
}
