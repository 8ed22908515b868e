// A labelling: the progress of evaluators, the classes, and the distribution of the losses.

import * as datasets from "./datasets.js";
import { h } from "./dom.js";
import { address, head, section } from "./entry.js";
import { day } from "./format.js";
import { histogramView } from "./histogram.js";
import { labelInWords } from "./recipe.js";
import { classBar, className, measuringView } from "./shares.js";

export function labelingView(labeling) {
  const id = labeling.labeling_id;
  const ready = labeling.status === "ready";
  return [
    head("Labelling", { id, status: labeling.status, reason: labeling.reason }, `${labelInWords(labeling)} Template ${labeling.template}. Requested ${day(labeling.created_at)}.`),
    h("p", { class: "versions" }, "Rows of ", h("a", { href: address("source", labeling.source_id) }, labeling.source_id)),
    ready
      ? section("classes-title", "Classes", h("a", { href: datasets.link("labeling", id, "/labels.jsonl") }, "Download the labels"), classBar(labeling.class_counts))
      : undefined,
    ready ? section("losses-title", "Losses", [], histogramView(labeling.histogram, id, ["context_critical", "non_context_critical"].map(className))) : undefined,
    labeling.measuring.length > 0 ? section("measuring-title", "What evaluators measured", [], measuringView(labeling.measuring)) : undefined,
  ];
}
