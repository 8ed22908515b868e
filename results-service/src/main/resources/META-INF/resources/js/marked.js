// Marks words in a text.

import { h } from "./dom.js";

/** The text with both answers marked where they occur as whole words; each answer is kind, answer, aliases. */
export function marked(text, answers) {
  const spans = [];
  for (const [kind, answer, aliases] of answers) {
    for (const spelling of [answer, ...aliases]) {
      const pattern = new RegExp(`(?<![\\p{L}\\p{N}])${spelling.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\p{L}\\p{N}])`, "giu");
      for (const match of text.matchAll(pattern)) spans.push({ kind, from: match.index, to: match.index + match[0].length });
    }
  }
  return withMarks(text, spans);
}

function withMarks(text, spans) {
  spans.sort((a, b) => a.from - b.from || b.to - a.to);
  const parts = [];
  let at = 0;
  for (const span of spans) {
    if (span.from < at) continue;
    parts.push(text.slice(at, span.from), h("mark", { class: span.kind, title: `${span.kind} answer` }, text.slice(span.from, span.to)));
    at = span.to;
  }
  return [...parts, text.slice(at)];
}

/** The text with these spans marked, as a scorer found them; each is kind, first and one after the last UTF-16 unit. */
export function markedAt(text, places) {
  const spans = places.filter(([, from, to]) => to <= text.length).map(([kind, from, to]) => ({ kind, from, to }));
  return withMarks(text, spans);
}
