// Disclosures: parts that open, and read their content only then.

import { h } from "./dom.js";

/** A part that stays open or closed over updates, by its key. */
export function disclosure(key, summary, attributes, ...content) {
  return h("details", { class: "disclosure", "data-disclosure": key, ...attributes }, h("summary", { "data-key": key }, summary), ...content);
}

/**
 * Pages of rows behind a disclosure or a button. `read` returns {rows, total} from an offset on; `changed` redraws. Rows
 * that were read stay until `forget`.
 */
export function startPages(changed) {
  const known = new Map();

  async function more(key, read) {
    const now = known.get(key) ?? { rows: [], total: undefined };
    if (now.reading) return;
    known.set(key, { ...now, reading: true, problem: undefined });
    try {
      const page = await read(now.rows.length);
      known.set(key, { rows: [...now.rows, ...page.rows], total: page.total });
    } catch (problem) {
      known.set(key, { ...now, problem: problem.message });
    }
    changed();
  }

  /** A disclosure whose rows are read when it is opened. */
  function paged(key, summary, read, show, attributes = {}) {
    return disclosure(
      key,
      summary,
      { ...attributes, ontoggle: (event) => event.target.open && event.target === event.currentTarget && !known.has(key) && more(key, read) },
      known.has(key) || attributes.open ? rows(key, read, show) : h("p", { class: "note" }, "Reading …"),
    );
  }

  /** The rows themselves, read at once. */
  function rows(key, read, show) {
    if (!known.has(key)) more(key, read);
    const now = known.get(key);
    return h(
      "div",
      { class: "pages" },
      now.problem ? h("p", { class: "reason" }, `This cannot be read: ${now.problem}`) : undefined,
      now.total === undefined && !now.problem ? h("p", { class: "note" }, "Reading …") : undefined,
      show(now.rows),
      now.rows.length < (now.total ?? 0) || now.problem
        ? h(
            "p",
            { class: "pages-foot" },
            now.total === undefined ? "" : `${now.rows.length.toLocaleString("en")} of ${now.total.toLocaleString("en")} `,
            h("button", { type: "button", "data-key": `${key}-more`, onclick: () => more(key, read) }, now.problem ? "Try again" : "Show more"),
          )
        : undefined,
    );
  }

  return { paged, rows, forget: () => known.clear() };
}
