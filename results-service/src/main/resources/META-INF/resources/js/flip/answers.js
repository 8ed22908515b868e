// What an item answered at a checkpoint, as letters along a run: CCMBN-

import { colour } from "../theme.js";

/** Each letter's meaning, its colour in theme.css, and its opacity. */
export const ANSWERS = {
  C: { word: "context", ink: "heat-context" },
  M: { word: "memory", ink: "heat-memory" },
  B: { word: "both", ink: "heat-both" },
  N: { word: "neither", ink: "heat-neither" },
  P: { word: "mixed", about: "several answers were drawn, and they differ", ink: "heat-mixed" },
  "-": { word: "unanswered", ink: "paper" },
};

export const LETTERS = Object.keys(ANSWERS);

/** What a letter says of an item, in words. */
export const labelInWords = (letter) => ({ C: "follows the context", M: "follows memory", B: "holds both answers", N: "holds neither", P: "answers are mixed", "-": "not answered" })[letter];

export const inks = () => LETTERS.map((letter) => colour(ANSWERS[letter].ink));

/** The orders of items: each compares two. */
export const ORDERS = {
  turn: { label: "when they leave the context", by: (a, b) => a.labels.lastIndexOf("C") - b.labels.lastIndexOf("C") || count(a, "C") - count(b, "C") || name(a, b) },
  flips: { label: "most flips first", by: (a, b) => b.flips - a.flips || name(a, b) },
  item: { label: "item", by: (a, b) => name(a, b) },
};

const count = (item, letter) => item.labels.split(letter).length;
const name = (a, b) => a.item_id.localeCompare(b.item_id, "en", { numeric: true });
