// The search and the selects above the table of runs. They stay while the table is read again, with what is being typed.

import { h } from "../dom.js";
import { words } from "../format.js";
import { verdictWords } from "../verdict.js";

const PAUSE_MS = 300;
const MAX_SEARCH = 200;
const STATUSES = ["waiting", "queued", "training", "completed", "failed", "cancelled"];
const ARCHIVED = { true: "only these", all: "with the others" };
const VERDICTS = ["inversion", "recovered", "no_inversion", "inconclusive"];

/** The controls as `element`; `changed` gets the parts of the address that they change. */
export function startFilters(changed) {
  let pending;
  const search = h("input", { type: "search", name: "search", maxlength: MAX_SEARCH, autocomplete: "off", spellcheck: "false", oninput: later, onchange: send });
  const status = select("status", "any", STATUSES, words, changed);
  const verdict = select("verdict", "any", VERDICTS, (name) => verdictWords(name), changed);
  const suite = select("suite", "any", [], words, changed);
  const tag = select("tag", "any", [], String, changed);
  const archived = select("archived", "left out", Object.keys(ARCHIVED), (name) => ARCHIVED[name], changed);

  function send() {
    clearTimeout(pending);
    pending = undefined;
    changed({ search: search.value.trim() || undefined });
  }

  function later() {
    clearTimeout(pending);
    pending = setTimeout(send, PAUSE_MS);
  }

  return {
    element: h(
      "form",
      {
        class: "controls run-filters",
        role: "search",
        "aria-label": "Runs",
        onsubmit: (event) => {
          event.preventDefault();
          send();
        },
      },
      h("label", {}, "Search", search),
      h("label", {}, "Status", status),
      h("label", {}, "Verdict", verdict),
      h("label", {}, "Suite", suite),
      h("label", {}, "Tag", tag),
      h("label", {}, "Archived", archived),
    ),
    /** Shows what the address has, but for a search that is being typed; `suites` and `tags` are those to choose from. */
    show(query, suites, tags) {
      if (pending === undefined && document.activeElement !== search) search.value = query.search ?? "";
      offer(suite, suites, query.suite, words);
      offer(tag, tags, query.tag, String);
      for (const field of [status, verdict, suite, tag, archived]) field.value = query[field.name] ?? "";
    },
  };
}

function select(name, any, options, say, changed) {
  return h("select", { name, onchange: (event) => changed({ [name]: event.target.value || undefined }) }, h("option", { value: "" }, any), options.map((each) => h("option", { value: each }, say(each))));
}

/** Adds the options that are not there yet, so that an open list is left alone; `wanted` is one of them. */
function offer(field, known, wanted, say) {
  const there = new Set([...field.options].map((option) => option.value));
  const names = [...new Set([...known, wanted].filter(Boolean))].sort();
  for (const name of names.filter((each) => !there.has(each))) {
    const next = [...field.options].find((option) => option.value > name);
    field.insertBefore(h("option", { value: name }, say(name)), next ?? null);
  }
}
