// The items that flipped, with the answers before and after.

import { h } from "../dom.js";
import { marked, markedAt } from "../marked.js";

const DIRECTIONS = { context_to_memory: ["context", "memory"], memory_to_context: ["memory", "context"] };

/** A direction in words, each end in its colour. */
export function direction(name) {
  const [before, after] = DIRECTIONS[name];
  return [h("span", { class: before }, before), " → ", h("span", { class: after }, after)];
}

/** One flip; `onPick` opens the item at a step. */
export function flipView(flip, onPick) {
  const answers = [["context", flip.context_answer, []], ["memory", flip.memory_answer, []]].filter(([, answer]) => answer);
  return h(
    "article",
    { class: "flip" },
    h("p", { class: "which" }, direction(flip.direction), flip.robust ? h("span", { class: "robust", title: "holds at the neighbouring checkpoints too" }, "robust") : undefined, h("span", { class: "where" }, flip.item_id)),
    h("p", { class: "question" }, flip.question ?? flip.item_id),
    flip.context ? h("p", { class: "passage" }, marked(flip.context, answers)) : undefined,
    h("div", { class: "answers" }, answerOf(flip, flip.from, answers, onPick), answerOf(flip, flip.to, answers, onPick)),
  );
}

function answerOf(flip, answer, answers, onPick) {
  const places = ["context", "memory"].filter((kind) => answer[`${kind}_span`]).map((kind) => [kind, answer[`${kind}_span`].start, answer[`${kind}_span`].end]);
  return h(
    "div",
    { class: "answer" },
    h("button", { type: "button", class: "quiet", "data-key": `flip-${flip.item_id}-${answer.step}`, "aria-label": `${flip.item_id} at step ${answer.step}`, onclick: () => onPick({ item: flip, step: answer.step }) }, `step ${answer.step}`),
    h("p", { class: "said" }, answer.generated?.trim() ? (places.length > 0 ? markedAt(answer.generated, places) : marked(answer.generated, answers)) : h("span", { class: "no" }, "(nothing)")),
  );
}
