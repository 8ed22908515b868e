// Several seeds of one condition: the drop with seeds as its unit.

import { h } from "../dom.js";
import { interval, number, percent, points, stepsOf, words } from "../format.js";
import { swatch, table } from "./compareTables.js";

/** The section of runs that differ in their seeds alone; nothing for other runs. */
export function replicateSection(found, linkTo) {
  if (found?.replicates !== true) return undefined;
  return h(
    "section",
    { "aria-labelledby": "replicates-title" },
    h("div", { class: "section-head" }, h("h2", { id: "replicates-title" }, "Over seeds")),
    h("p", { class: "sentence" }, found.sentence),
    h("p", { class: "note" }, note(found)),
    table("Seeds of one condition", ["run", "seed", `peak, ${stepsOf(found.peak_steps)}`, `end, ${stepsOf(found.end_steps)}`, "drop", "drop from its own peak", "verdict"], found.runs.map((run, place) => row(run, place, linkTo))),
  );
}

function row(run, place, linkTo) {
  const { own } = run;
  const cells = [
    String(run.seed),
    percent(run.peak_accuracy),
    percent(run.end_accuracy),
    points(run.drop),
    own.drop === undefined ? "–" : [points(own.drop), h("span", { class: "interval" }, interval(own.drop_low, own.drop_high))],
    words(own.verdict),
  ];
  return h("tr", {}, h("th", { scope: "row" }, swatch(place), " ", h("a", { href: linkTo(run.run_id) }, run.run_name)), cells.map((content) => h("td", {}, content)));
}

function note(found) {
  const needed = found.seeds_needed.map(({ drop, seeds }) => `${seeds === undefined ? "more than 10,000" : number(seeds)} for a drop of ${points(drop)}`).join(", ");
  return (
    "The peak is the window that is highest in the mean curve of the seeds, so that no seed chooses it by its own noise. " +
    `With these differences between seeds, a test at level ${found.level} finds a drop with power ${found.power} by so many seeds: ${needed}.`
  );
}
