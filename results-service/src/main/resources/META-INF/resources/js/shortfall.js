// Items that the model could not read whole: left out of a score, or read without the beginning of their prompt.

import { h, render } from "./dom.js";
import { words } from "./format.js";

const items = (count) => `${count} ${count === 1 ? "item" : "items"}`;

/** Sentences about one score; none where every item was read whole. */
export function shortfall(score) {
  const leftOut = score.metrics?.items_left_out ?? 0;
  const cut = score.metrics?.prompts_cut ?? 0;
  return [
    leftOut > 0 ? `${leftOut} of ${items(score.items + leftOut)} left out: longer than the model's positions` : undefined,
    cut > 0 ? `${cut} ${cut === 1 ? "prompt" : "prompts"} cut at the left` : undefined,
  ].filter(Boolean);
}

/** Fills the notice with those of a checkpoint's scores, each suite and arm once, or hides it. */
export function showShortfall(container, scores) {
  const lines = new Set(scores.flatMap((score) => shortfall(score).map((text) => `${words(score.task)}, ${words(score.arm)}: ${text}`)));
  container.hidden = lines.size === 0;
  render(
    container,
    h("p", {}, h("strong", {}, "Not every item was read whole. "), "Of the last checkpoint; the lengths are the same at every other:"),
    h("ul", {}, [...lines].map((line) => h("li", {}, line))),
  );
}
