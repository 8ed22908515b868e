// In which settings runs differ: a row for each setting, a column for each run.

import { disclosure } from "../disclosures.js";
import { h } from "../dom.js";
import { number } from "../format.js";
import { swatch, table } from "./compareTables.js";

const NAME = "run_name";
const isGroup = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** Settings by their names in requests: those of groups as `group.setting`, of listed groups as `group[0].setting`. */
function flat(value, name = "") {
  if (isGroup(value) && Object.keys(value).length > 0) return Object.entries(value).flatMap(([key, each]) => flat(each, name ? `${name}.${key}` : key));
  if (Array.isArray(value) && value.some(isGroup)) return value.flatMap((each, index) => flat(each, `${name}[${index}]`));
  return [[name, value]];
}

const isScalar = (value) => typeof value !== "object" || value === null;

function text(value) {
  if (value === undefined || value === null) return "–";
  if (Array.isArray(value) && value.every(isScalar)) return value.length === 0 ? "none" : value.join(", ");
  return isScalar(value) ? String(value) : JSON.stringify(value);
}

/** The settings of these runs by name, each with its values in the order of the runs: those that differ, and the others. */
function compareSettings(runs) {
  const all = runs.map((run) => new Map(flat(run.effective_config)));
  const names = [...new Set(all.flatMap((settings) => [...settings.keys()]))].filter((name) => name !== NAME).sort();
  const rows = names.map((name) => ({ name, values: all.map((settings) => text(settings.get(name))) }));
  const isShared = ({ values }) => values.every((value) => value === values[0]);
  return { differing: rows.filter((row) => !isShared(row)), shared: rows.filter(isShared) };
}

/** The section; runs whose settings are not known are named, and have no column. */
export function settingsSection(details, linkTo) {
  const places = new Map(details.map((run, place) => [run.run_id, place]));
  const known = details.filter((run) => Object.keys(run.effective_config).some((name) => name !== NAME));
  const unknown = details.filter((run) => !known.includes(run)).map((run) => run.run_name);
  const { differing, shared } = compareSettings(known);
  return h(
    "section",
    { "aria-labelledby": "settings-title", class: "run-settings" },
    h("div", { class: "section-head" }, h("h2", { id: "settings-title" }, "Settings that differ")),
    unknown.length > 0 ? h("p", { class: "note" }, `The settings of ${unknown.join(", ")} are not known here: ${unknown.length > 1 ? "they were" : "it was"} trained elsewhere.`) : undefined,
    known.length > 1 && differing.length === 0 ? h("p", { class: "note" }, "None: these runs have the same settings.") : undefined,
    known.length > 1 && differing.length > 0 ? table("Settings that differ", ["setting", ...known.map((run) => ({ left: true, name: [swatch(places.get(run.run_id)), " ", h("a", { href: linkTo(run.run_id), title: run.run_name }, run.run_name)] }))], differing.map(({ name, values }) => row(name, values))) : undefined,
    known.length > 1 && shared.length > 0 ? disclosure("shared-settings", `${number(shared.length)} settings that all share`, {}, table("Settings that all share", ["setting", { left: true, name: "value of all" }], shared.map(({ name, values }) => row(name, values.slice(0, 1))))) : undefined,
  );
}

const row = (name, values) => h("tr", {}, h("th", { scope: "row" }, h("code", {}, name)), values.map((value) => h("td", { class: "left setting" }, value)));
