// The start of the page: all runs in a table, searched, selected, sorted and by pages, with what was chosen to be compared.

import { link } from "../address.js";
import { startListAnnouncements } from "../announcements.js";
import * as api from "../api.js";
import { byId, h, render } from "../dom.js";
import { number } from "../format.js";
import * as notices from "../notices.js";
import { startChoice } from "./choice.js";
import { startFilters } from "./filters.js";
import { runTable } from "./rows.js";
import { isFiltered, offsetOf, PAGE_SIZE, parametersOf, sortedBy, withoutFilters } from "./selection.js";

/** As many as one request lists; their suites and tags can be selected before their page is shown. */
const MAX_READ_FOR_FILTERS = 1000;

/** The table; `go` changes the query of the address. */
export function startTable(go) {
  const container = byId("table");
  const state = { page: undefined, query: {}, shown: "", suites: new Set(), tags: new Set(), allRead: false };
  const choice = startChoice(draw);
  const filters = startFilters((changes) => go({ ...changes, offset: undefined }));
  const announce = startListAnnouncements(byId("announcements"));
  const count = h("p", { class: "note" });
  const results = h("div", {});
  const bar = h("div", { class: "compare-place" });
  const links = h("div", { class: "links" }, h("a", { href: link({ page: "study" }) }, "Studies"), h("a", { href: link({ page: "import" }) }, "Import a file"));
  render(container, h("div", { class: "section-head" }, h("h1", {}, "Runs"), links), filters.element, count, results, bar);

  function learn(runs) {
    runs.flatMap((run) => run.conflict_suites).forEach((suite) => state.suites.add(suite));
    runs.flatMap((run) => run.tags ?? []).forEach((tag) => state.tags.add(tag));
  }

  /** Suites and tags of runs that are not listed here, once. */
  async function readFilters(page, query) {
    if (state.allRead || !(isFiltered(query) || page.total > page.runs.length)) return;
    state.allRead = true;
    learn((await api.runs({ archived: "all", limit: MAX_READ_FOR_FILTERS }).catch(() => ({ runs: [] }))).runs);
    filters.show(state.query, state.suites, state.tags);
  }

  function draw() {
    const { page, query } = state;
    const now = JSON.stringify([page, query, choice.ids()]);
    if (now === state.shown) return;
    state.shown = now;
    filters.show(query, state.suites, state.tags);
    count.textContent = page.runs.length > 0 ? summary(page, query) : "";
    render(results, content(page, query));
    render(bar, choice.bar());
    if (!page.problem) announce(page, JSON.stringify(parametersOf(query)), choice.ids().length);
  }

  function content(page, query) {
    if (page.problem) return [h("p", { class: "reason", role: "alert" }, `These runs cannot be listed: ${page.problem.message}.`), showAll()];
    if (page.total === 0 && !isFiltered(query)) return h("p", { class: "sentence" }, "All runs are archived. ", h("button", { type: "button", "data-key": "show-archived", onclick: () => go({ archived: "true" }) }, "Show them"));
    if (page.total === 0) return [h("p", { class: "sentence" }, "No run matches. Search for a part of a name or id, or select less."), showAll()];
    if (page.runs.length === 0) return h("p", { class: "sentence" }, `There are ${number(page.total)} runs, fewer than this page begins at. `, h("button", { type: "button", onclick: () => go({ offset: undefined }) }, "Show the first"));
    return [runTable(page.runs, query, (sort) => go(sortedBy(query, sort)), choice), pages(page, turn)];
  }

  const showAll = () => h("p", {}, h("button", { type: "button", "data-key": "show-all", onclick: () => go({ ...withoutFilters(), sort: undefined, order: undefined }) }, "Show all runs"));

  function turn(offset) {
    go({ offset: offset > 0 ? offset : undefined });
    container.scrollIntoView();
  }

  return {
    redraw() {},
    /** The page of runs that the address names, or why there is none. */
    async read(query) {
      if (JSON.stringify(query) !== JSON.stringify(state.query)) results.setAttribute("aria-busy", "true");
      try {
        return await api.runs(parametersOf(query));
      } catch (problem) {
        if (problem.status !== 400) throw problem;
        return { runs: [], problem };
      }
    },
    /** Shows what was read; returns the part of the page that holds it. */
    async show({ query }, runs, page) {
      document.title = "Tiltmeter";
      if (page.total === 0 && !isFiltered(query) && (await api.runs({ archived: "true", limit: 1 })).total === 0) return notices.show(notices.nothingYet());
      learn(runs);
      choice.read(runs);
      Object.assign(state, { page, query });
      results.removeAttribute("aria-busy");
      draw();
      readFilters(page, query);
      return "table";
    },
  };
}

const ORDERS = { created: ["oldest request first", "newest request first"] };

function summary(page, query) {
  const runs = `${number(page.total)} ${page.total === 1 ? "run" : "runs"}${isFiltered(query) ? (page.total === 1 ? " matches" : " match") : ""}`;
  const [ascending, descending] = ORDERS[query.sort ?? "created"] ?? [];
  const order = query.order === "ascending" ? ascending : descending;
  return `${[runs, page.total > 1 ? order : undefined].filter(Boolean).join(", ")}. Tick runs to compare them.`;
}

/** Which of all runs these are, and the ways to those before and after. */
function pages(page, turn) {
  const last = page.offset + page.runs.length;
  const way = (key, text, offset, isThere) => h("button", { type: "button", "data-key": key, "aria-disabled": isThere ? undefined : "true", onclick: () => isThere && turn(offset) }, text);
  if (page.total <= page.runs.length) return undefined;
  return h(
    "nav",
    { class: "run-pages", "aria-label": "Pages of runs" },
    h("span", {}, `${number(page.offset + 1)}–${number(last)} of ${number(page.total)}`),
    way("previous", "Previous", page.offset - PAGE_SIZE, page.offset > 0),
    way("next", "Next", last, last < page.total),
  );
}
