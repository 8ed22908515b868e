// The runs that are chosen to be compared, and the bar that leads to their comparison.

import { link } from "../address.js";
import { commonSuites, obstacle } from "../comparison/comparable.js";
import { h } from "../dom.js";
import { words } from "../format.js";

/** The chosen runs over all pages and selections of the table; `changed` redraws. */
export function startChoice(changed) {
  const chosen = new Map();
  const runs = () => [...chosen.values()];
  const clear = () => {
    chosen.clear();
    changed();
  };

  return {
    has: (run) => chosen.has(run.run_id),
    get isBegun() {
      return chosen.size > 0;
    },
    obstacle: (run) => obstacle(run, runs()),
    ids: () => [...chosen.keys()],
    set(run, isChosen) {
      if (isChosen) chosen.set(run.run_id, run);
      else chosen.delete(run.run_id);
      changed();
    },
    /** Takes what was read of the chosen runs. */
    read(listed) {
      for (const run of listed.filter((each) => chosen.has(each.run_id))) chosen.set(run.run_id, run);
    },
    bar: () => (chosen.size === 0 ? [] : bar(runs(), clear)),
  };
}

function bar(runs, clear) {
  const names = runs.map((run) => run.run_name).join(", ");
  const ids = runs.map((run) => run.run_id);
  return h(
    "div",
    { class: "compare-bar", role: "region", "aria-label": "Chosen runs" },
    runs.length > 1
      ? h("a", { class: "button", href: link({ page: "compare", runs: ids }), "data-key": "compare-chosen" }, `Compare ${runs.length} runs`)
      : h("span", {}, `Choose another run on ${commonSuites(runs).map(words).join(" or ")} to compare with`),
    h("span", { class: "names", title: names }, names),
    h("button", { type: "button", class: "quiet", "data-key": "choose-none", onclick: clear }, "Clear"),
  );
}
