// The verdict in words, its numbers, and the dial.

import { h, s, render } from "./dom.js";
import { dial } from "./dial.js";
import { interval, percent, points, pValue } from "./format.js";

const WORDS = { inversion: "Inversion", recovered: "Recovered", no_inversion: "No inversion", inconclusive: "Inconclusive" };
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
  return h(
    "dl",
    { class: "figures" },
    figure("start", percent(found.start_accuracy), found.start_step === 0 ? "base model" : `step ${found.start_step}`),
    figure("peak", percent(found.peak_accuracy), `step ${found.peak_step}`),
    figure(found.provisional ? "newest" : "end", percent(found.end_accuracy), `step ${found.end_step}`),
    figure("drop", points(found.drop), `95 % interval ${interval(found.drop_low, found.drop_high)}`),
    found.standard_end === undefined
      ? undefined
      : figure("standard mean", percent(found.standard_end), `${percent(found.standard_start)} at the start`),
  );
}

function smallPrint(found) {
  if (found.drop === undefined) return undefined;
  return h(
    "p",
    { class: "note", style: "margin-top:0.9rem" },
    found.paired ? `${found.items} items in ${found.clusters} clusters; exact McNemar ${found.mcnemar_lost} lost against ${found.mcnemar_gained} gained, p ${pValue(found.mcnemar_p)}; ` : "no items are known, so windows are compared unpaired; ",
    `a single checkpoint strays by ${(100 * found.checkpoint_noise).toFixed(1)} points; corrected for ${found.candidate_peaks} possible choices, p ${pValue(found.corrected_p)}. `,
    `The peak is chosen after seeing the data, so it and the drop are biased up. Rule version ${found.rule_version}.`,
  );
}

export function showVerdict(container, found) {
  container.hidden = found.suite === undefined && !found.overall;
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
          h("span", {}, WORDS[found.verdict]),
          found.provisional ? h("small", {}, "so far") : undefined,
        ),
        h("p", { class: "sentence" }, sentence(found)),
        figures(found),
        smallPrint(found),
      ),
      dial(found),
    ),
  );
}

/** The sentence without the word that stands above it. */
function sentence(found) {
  const colon = found.sentence.indexOf(": ");
  const rest = colon < 0 ? found.sentence : found.sentence.slice(colon + 2);
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}
