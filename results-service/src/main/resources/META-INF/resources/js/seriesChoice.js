// Which of a run's series is shown: its suite, scorer, arm and items. What leaves no choice is not asked.

import { h } from "./dom.js";
import { words } from "./format.js";

/** A labelled select, if there is more than one thing to choose from. */
export function choiceOf(key, label, options, chosen, onPick) {
  if (options.length < 2) return undefined;
  return h(
    "label",
    {},
    label,
    h(
      "select",
      { "data-key": key, onchange: (event) => onPick(event.target.value) },
      options.map((name) => h("option", { value: name, selected: name === chosen }, words(name))),
    ),
  );
}

/** The switch between all items and those that the base model knows. */
export function knownSwitch(key, on, onPick) {
  return h(
    "label",
    { title: "items whose memory answer the base model gives without the context" },
    h("input", { type: "checkbox", role: "switch", "data-key": key, checked: on, onchange: (event) => onPick(event.target.checked ? "known" : undefined) }),
    "only items the base model knows",
  );
}

/** The controls over a curve; another suite begins with its usual scorer and arm. */
export function seriesChoice(curve, onSeries) {
  const now = { suite: curve.suite, scorer: curve.scorer, arm: curve.arm, items: curve.item_filter === "known" ? "known" : undefined };
  return [
    choiceOf("suite", "Conflict suite", curve.conflict_suites, curve.suite, (suite) => onSeries({ suite })),
    choiceOf("scorer", "Scorer", curve.scorers, curve.scorer, (scorer) => onSeries({ ...now, scorer })),
    choiceOf("arm", "Arm", curve.arms, curve.arm, (arm) => onSeries({ ...now, arm })),
    curve.knowledge ? knownSwitch("known", curve.item_filter === "known", (items) => onSeries({ ...now, items })) : undefined,
  ];
}
