// One item: question, context, the generated text, and the scorer's findings.

import { h } from "./dom.js";
import { percent, words } from "./format.js";
import { marked, markedAt } from "./marked.js";

/** An article about an item. */
export function itemView(item) {
  const answers = [
    ["context", item.context_answer, item.context_aliases],
    ["memory", item.memory_answer, item.memory_aliases],
  ].filter(([, answer]) => answer);
  return h(
    "article",
    { class: "item" },
    h("p", { class: "question" }, item.question ?? item.item_id),
    h(
      "div",
      { class: "found" },
      answers.map(([kind, answer]) => {
        const found = item[`${kind}_answer_found`];
        return h("p", { class: found ? `yes ${kind}` : "no", title: found ? `judged to follow ${kind}` : `not judged to follow ${kind}` }, `${kind}: ${answer} ${found ? "✓" : "✗"}`);
      }),
      item.credit === undefined ? undefined : h("p", {}, `credit ${percent(item.credit)}`),
      h("p", { class: "where" }, [item.item_id, ...item.tags].join(" · ")),
    ),
    item.context ? h("p", { class: "passage" }, marked(item.context, answers)) : h("p", { class: "passage" }, "no context"),
    answerOf(item, answers, item.likelihoods !== undefined),
    likelihoods(item),
    further(item, answers),
    item.note ? h("p", { class: "passage" }, item.note) : undefined,
    numbers(item.metrics),
  );
}

/** A generated text, marked where the scorer found an answer, or else where it contains the answers. */
function answerOf(answer, answers, maySayNothing) {
  const text = answer.generated;
  if (text.trim() === "") return maySayNothing ? undefined : h("p", { class: "said" }, h("span", { class: "no" }, "(nothing)"));
  const places = ["context", "memory"].filter((kind) => answer[`${kind}_span`]).map((kind) => [kind, answer[`${kind}_span`].start, answer[`${kind}_span`].end]);
  return h("p", { class: "said" }, places.length > 0 ? markedAt(text, places) : marked(text, answers));
}

function further(item, answers) {
  const count = item.further_answers.length;
  if (count === 0) return undefined;
  const following = (kind) => [item, ...item.further_answers].filter((answer) => answer[`${kind}_answer_found`]).length;
  return h(
    "details",
    { "data-disclosure": `further-${item.item_id}` },
    h("summary", {}, `${count} further ${count === 1 ? "answer" : "answers"}: of all ${count + 1}, ${following("context")} follow the context and ${following("memory")} memory`),
    item.further_answers.map((answer) => answerOf(answer, answers, false)),
  );
}

const nats = (value) => `${value < 0 ? "−" : ""}${Math.abs(value).toFixed(2)} nats`;

/** How likely the model finds both answers, and token by token in a disclosure. */
function likelihoods(item) {
  if (item.likelihoods === undefined) return undefined;
  const tokens = (kind) => item.likelihoods[`${kind}_answer`].token_ids.map((id, index) => `${id}: ${nats(item.likelihoods[`${kind}_answer`].token_log_probs_nats[index])}`).join(", ");
  return h(
    "details",
    { class: "likelihoods", "data-disclosure": `likelihoods-${item.item_id}` },
    h("summary", {}, `a token of the context answer ${nats(item.context_mean_nats)}, of the memory answer ${nats(item.memory_mean_nats)}; margin ${nats(item.margin_nats)}`),
    h("p", { class: "where" }, `context answer, by token id: ${tokens("context")}`),
    h("p", { class: "where" }, `memory answer: ${tokens("memory")}`),
  );
}

function numbers(metrics) {
  const all = Object.entries(metrics);
  return all.length === 0 ? undefined : h("p", { class: "where" }, all.map(([name, value]) => `${words(name)} ${value}`).join(" · "));
}
