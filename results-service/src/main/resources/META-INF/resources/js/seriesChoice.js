// Which of a run's series is shown: its suite, the scorer, the arm, and the items that count.

import { h } from "./dom.js";
import { words } from "./format.js";

/** A labelled select, if there is more than one thing to choose from. */
export function choiceOf(key, label, options, chosen, onPick, say = words) {
  if (options.length < 2) return undefined;
  return h(
    "label",
    {},
    label,
    h(
      "select",
      { "data-key": key, onchange: (event) => onPick(event.target.value) },
      options.map((name) => h("option", { value: name, selected: name === chosen }, say(name))),
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

/** Slices by their dimension; a dimension with a single value is left out. */
export function byDimension(slices) {
  const dimensions = new Map();
  for (const each of slices) {
    const name = each.slice.split(":")[0];
    dimensions.set(name, [...(dimensions.get(name) ?? []), each]);
  }
  return [...dimensions].filter(([, values]) => values.length > 1);
}

const valueOf = (slice) => words(slice.slice(slice.indexOf(":") + 1));

function sliceChoice(slices, chosen, onPick) {
  const dimensions = byDimension(slices);
  if (dimensions.length === 0) return undefined;
  const option = ({ slice, items }) => h("option", { value: slice, selected: slice === chosen }, `${valueOf(slice)} (${items} items)`);
  return h(
    "label",
    {},
    "Slice",
    h(
      "select",
      { "data-key": "slice", onchange: (event) => onPick(event.target.value || undefined) },
      h("option", { value: "", selected: chosen === undefined }, "all items"),
      dimensions.map(([name, values]) => h("optgroup", { label: words(name) }, values.map(option))),
    ),
  );
}

/** The controls over a curve; another suite begins with its usual scorer and arm, and with all items. */
export function seriesChoice(curve, slice, go) {
  return [
    choiceOf("suite", "Conflict suite", curve.conflict_suites, curve.suite, (suite) => go({ suite, scorer: undefined, arm: undefined, items: undefined, slice: undefined })),
    choiceOf("scorer", "Scorer", curve.scorers, curve.scorer, (scorer) => go({ scorer })),
    choiceOf("arm", "Arm", curve.arms, curve.arm, (arm) => go({ arm })),
    sliceChoice(curve.slices, slice, (chosen) => go({ slice: chosen })),
    curve.knowledge ? knownSwitch("known", curve.item_filter === "known", (items) => go({ items })) : undefined,
  ];
}
