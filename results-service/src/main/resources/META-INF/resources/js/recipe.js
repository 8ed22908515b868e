// What a mixture is made of, in words.

import { number, words } from "./format.js";

const share = (value) => `${number(100 * Number(value))} %`;

/** A model without the form of its name. */
const model = (name) => (name ? String(name).replace(/^run:/, "") : "a base model");

const PARTS = { question: "question", context: "context", answer: "answer", all: "texts" };
const part = (name) => PARTS[name] ?? name ?? "texts";

const FILTERS = {
  context_only: () => "only rows with a context",
  context_critical: (it) =>
    it.score === "loss_difference"
      ? `without the ${share(it.share)} of the rows with a context whose context helps ${model(it.model)} least`
      : `without the ${share(it.share)} of the rows with a context that ${model(it.model)} finds easiest without it`,
  overlap: (it) => `no row that names an entity of suite ${it.suite}${it.names ? ` (${number(Number(it.names))} names)` : ""}`,
  length: (it) =>
    it.max_characters === undefined
      ? `${part(it.part)} of ${number(Number(it.min_characters ?? 0))} characters or more`
      : `${part(it.part)} of ${number(Number(it.min_characters ?? 0))} to ${number(Number(it.max_characters))} characters`,
  dedup: (it) => (it.mode === "near" ? FILTERS.dedup_near(it) : FILTERS.dedup_exact(it)),
  dedup_exact: () => "no row twice",
  dedup_near: (it) => `no near repetition of the ${part(it.part)} (similarity from ${it.threshold})`,
  language: (it) => `only ${[it.languages].flat().join(", ")}, with a confidence from ${it.min_confidence}`,
  regex: (it) => `only rows ${it.keep === "others" ? "without" : "with"} a match of ${it.pattern} in ${part(it.part)}`,
  sample: (it) => (it.count === undefined ? `${share(it.share)} of the rows, drawn by the seed` : `${number(Number(it.count))} rows, drawn by the seed`),
  max_length: (it) => `${number(Number(it.max_length))} tokens of ${model(it.tokenizer)} at most`,
};

/** A filter of a request, or of a report with its settings. */
export function filterInWords(name, settings) {
  return FILTERS[name]?.(settings) ?? words(name);
}

/** Which rows of its source a part takes. */
export function partInWords(it) {
  if (it.share !== undefined) return `${share(it.share)} of the mixture`;
  if (it.count !== undefined) return `${number(it.count)} rows`;
  return "every row that is left";
}

export function labelInWords(rule) {
  const what = rule.score === "loss_difference" ? "whose context helps it least" : "that it finds easiest without the context";
  return `Classes by the losses of ${model(rule.model)}: the ${share(rule.share)} of the rows with a context ${what} are non-context-critical.`;
}

/** What is added on top, as a sentence. */
export function augmentationInWords(it) {
  const size = it.ratio === undefined ? `${number(it.count)} rows` : `${share(it.ratio)} more rows`;
  const from = Array.isArray(it.entities) ? `a table of ${it.entities.length} entities` : "the mixture's own rows";
  return `${size} on top, with another entity in the place of theirs: ${it.substitutes ?? 5} substitutes of each row, from ${from}.`;
}

function addedInWords(it) {
  return [
    it.counterfactual_ratio ? `; ${share(it.counterfactual_ratio)} that contradict memory are added` : "",
    it.overlap_ratio ? `; ${share(it.overlap_ratio)} about the suites' subjects are added` : "",
  ].join("");
}

const LAB = {
  lab_pretraining: (it) => `Documents of the lab world${it.document_count ? `, ${number(it.document_count)} of them` : ""}.`,
  lab_instruction: (it) =>
    `Examples of the lab world: ${share(it.context_critical_share ?? 0)} context-critical, ${share(it.non_context_critical_share ?? 0)} non-context-critical, ${share(it.subject_critical_share ?? 0)} subject-critical${addedInWords(it)}.`,
};

/** A recipe's settings, in one or two sentences. */
export function recipeInWords(it) {
  const lab = LAB[it.recipe];
  if (lab) return `${lab(it)} Seed ${it.seed}.`;
  const settings = [`seed ${it.seed}`, it.template && `template ${it.template}`, it.max_length && `${number(it.max_length)} tokens at most`, it.example_count && `${number(it.example_count)} examples wanted`];
  const sources = [...new Set(it.parts.map((each) => each.source))];
  return `Made from ${sources.join(" and ")}; ${settings.filter(Boolean).join(", ")}.`;
}
