// The selected run's name, settings and progress.

import { link } from "./address.js";
import { evidenceLink } from "./api.js";
import { h, s, render } from "./dom.js";
import { day, duration, number, words } from "./format.js";
import { statusMark } from "./runList.js";

const SHOWN_SETTINGS = [
  ["finetuning_type", (value) => ({ full: "full finetuning", lora: "LoRA", qk_only: "query and key only" })[value] ?? value],
  ["learning_rate", (value) => `learning rate ${value}`],
  ["lr_scheduler_type", (value) => `${String(value).replaceAll("_", " ")} schedule`],
  ["mixture", (value) => `mixture ${value}`],
  ["model_name_or_path", (value) => `on ${value}`],
  ["seed", (value) => `seed ${value}`],
];

/** The settings that matter most, in words, by name. */
export function settings(config) {
  return new Map(SHOWN_SETTINGS.filter(([name]) => config[name] !== undefined && config[name] !== null).map(([name, say]) => [name, say(config[name])]));
}

function tickClass(checkpoint) {
  if (checkpoint.failed.length > 0) return "broken";
  if (checkpoint.waiting.length === 0 && (checkpoint.saved_at !== undefined || checkpoint.scored.length > 0)) return "scored";
  return checkpoint.saved_at === undefined ? "planned" : "saved";
}

/** A line from 0 to the last step; each tick is a checkpoint, taller and darker as it is saved and scored. */
function ruler(run) {
  if (run.total_steps === 0) return undefined;
  const at = (step) => (1000 * step) / run.total_steps;
  const heights = { planned: 6, saved: 9, scored: 14, broken: 14 };
  const ticks = run.checkpoints.map((checkpoint) => {
    const kind = tickClass(checkpoint);
    return s("line", { class: kind, x1: at(checkpoint.step), x2: at(checkpoint.step), y1: 20, y2: 20 - heights[kind], "vector-effect": "non-scaling-stroke" });
  });
  return s(
    "svg",
    {
      class: "ruler",
      viewBox: "0 0 1000 26",
      preserveAspectRatio: "none",
      role: "img",
      "aria-label": `step ${run.step} of ${run.total_steps}; ${run.checkpoints_scored} of ${run.checkpoints_planned} checkpoints scored`,
    },
    s("line", { class: "way", x1: 0, x2: 1000, y1: 20, y2: 20, "vector-effect": "non-scaling-stroke" }),
    s("line", { class: "done", x1: 0, x2: at(run.step), y1: 20, y2: 20, "vector-effect": "non-scaling-stroke" }),
    ticks,
  );
}

function gauges(run) {
  const facts = [];
  if (run.imported) return list([["checkpoints", `${run.checkpoints.length} imported`]]);
  if (run.total_steps > 0) facts.push(["step", `${run.step} of ${run.total_steps}`]);
  if (run.epochs > 0) facts.push(["epochs", run.epochs.toFixed(2)]);
  if (run.loss_nats > 0) facts.push(["loss", `${run.loss_nats.toFixed(3)} nats a token`]);
  if (run.status === "training" && run.tokens_per_second !== undefined) facts.push(["speed", `${number(run.tokens_per_second)} tokens/s`]);
  if (run.status === "training" && run.eta_seconds !== undefined) facts.push(["left", duration(run.eta_seconds)]);
  if (run.checkpoints_planned > 0) {
    facts.push(["checkpoints", `${run.checkpoints_saved} saved, ${run.checkpoints_scored} scored, ${run.checkpoints_planned} planned`]);
  }
  return list(facts);
}

const list = (facts) => h("dl", { class: "gauges" }, facts.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))));

export function showHead(container, run) {
  render(
    container,
    h("div", { class: "title" }, h("h1", {}, run.run_name), statusMark(run.imported ? "imported" : run.status), run.conflict_suites.length > 0 ? ways(run) : undefined),
    h("p", { class: "settings" }, [...settings(run.effective_config).values(), `${run.imported ? "imported" : "requested"} ${day(run.created_at)}`].join(" · ")),
    said(run),
    run.reason ? h("p", { class: run.status === "failed" ? "reason" : "settings" }, run.reason) : undefined,
    run.imports.filter((each) => each.note !== undefined).map((each) => h("p", { class: "settings" }, run.imports.length > 1 ? `${words(each.part)}: ${each.note}` : each.note)),
    ruler(run),
    gauges(run),
  );
}

/** What users say of the run: the name of its request where it has another, whether it is archived, its tags and its note. */
function said(run) {
  return [
    run.requested_name && h("p", { class: "settings" }, `requested as ${run.requested_name}`),
    run.archived && h("p", { class: "settings" }, "archived: lists leave it out"),
    run.tags && h("ul", { class: "tags", "aria-label": "Tags" }, run.tags.map((tag) => h("li", {}, tag))),
    run.note && h("p", { class: "own-note" }, run.note),
  ];
}

/** What can be done with the whole run. */
const ways = (run) =>
  h("div", { class: "links ways" }, h("a", { href: link({ page: "compare", runs: [run.run_id] }), "data-key": "compare" }, "Compare"), h("a", { href: evidenceLink(run.run_id), download: `${run.run_id}-evidence.zip`, "data-key": "evidence" }, "Evidence bundle"));
