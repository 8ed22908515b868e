// Studies: their list, and what one of them found as a matrix of conditions and seeds.

import { link } from "../address.js";
import * as api from "../api.js";
import { byId, h, render } from "../dom.js";
import { day, number, words } from "../format.js";
import * as notices from "../notices.js";
import { table } from "../comparison/compareTables.js";
import { criteriaTable } from "./criteriaTable.js";
import { smallMultiples, standardMeans } from "./smallMultiples.js";
import { conditionTable, matrixTable, sentences } from "./studyTables.js";

/** More runs than these are not drawn; the table has their numbers. */
const MAX_CURVES = 60;

/** The page of studies; `go` reads again. */
export function startStudies(go) {
  const container = byId("study");
  let shown = "";

  async function read(id, suite) {
    const study = await api.study(id, suite);
    const scored = study.cells.filter((cell) => cell.verdict !== undefined).slice(0, MAX_CURVES);
    const curves = await Promise.allSettled(scored.map((cell) => api.curves(cell.run_id, { suite: cell.suite })));
    return { study, curves: new Map(scored.map((cell, place) => [cell.run_id, curves[place].value]).filter(([, curve]) => curve !== undefined)) };
  }

  return {
    redraw() {},
    /** Shows the study of the address, or the list of all; returns the part of the page that holds it. */
    async show(here, listed) {
      const [id] = here.runs;
      const now = JSON.stringify([here, listed.map((run) => [run.run_id, run.version])]);
      if (now === shown) return "study";
      document.title = `${id ?? "Studies"} – Tiltmeter`;
      try {
        render(container, id === undefined ? list(await api.studies()) : one(await read(id, here.query.suite), here.query.suite));
        shown = now;
      } catch (problem) {
        if (problem.status === undefined) throw problem;
        render(container, h("h1", {}, id ?? "Studies"), notices.broken("This study", problem, () => go({})), h("p", {}, h("a", { href: link({ page: "study" }) }, "All studies")));
      }
      return "study";
    },
  };
}

function list({ studies, total }) {
  if (studies.length === 0) {
    return [
      h("h1", {}, "Studies"),
      h("p", { class: "sentence" }, "No study yet. A study is one request for many runs that differ in some settings and in their seeds:"),
      h("pre", { tabindex: 0 }, "./tiltmeter study list"),
    ];
  }
  const rows = studies.map((study) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, h("a", { href: link({ page: "study", runs: [study.study_id] }) }, study.study_id)),
      h("td", {}, number(study.conditions.length)),
      h("td", {}, number(study.seeds.length)),
      h("td", {}, statuses(study.runs_by_status)),
      h("td", {}, day(study.created_at)),
    ),
  );
  return [
    h("h1", {}, "Studies"),
    total > studies.length ? h("p", { class: "note" }, `The newest ${number(studies.length)} of ${number(total)}.`) : undefined,
    table("Studies", ["study", "conditions", "seeds", "runs", "requested"], rows),
  ];
}

const counted = (count, name) => `${number(count)} ${name}${count === 1 ? "" : "s"}`;
const statuses = (counts) => Object.entries(counts).map(([status, count]) => `${number(count)} ${status}`).join(", ");

function one({ study, curves }, suite) {
  const paths = standardMeans(study, curves);
  const suites = [...new Set(study.cells.map((cell) => cell.suite).filter(Boolean))];
  const section = (id, title, ...content) => h("section", { "aria-labelledby": id }, h("div", { class: "section-head" }, h("h2", { id }, title)), content);
  return [
    h("h1", {}, study.study_id),
    h("p", { class: "note" }, `${counted(study.conditions.length, "condition")}, ${counted(study.seeds.length, "seed")}${suites.length > 0 ? `, on ${suites.map(words).join(", ")}` : ""}. `, h("a", { href: link({ page: "study" }) }, "All studies"), ". ", h("a", { href: api.studyReportLink(study.study_id, suite) }, "Report"), ", ", h("a", { href: api.studyTableLink(study.study_id) }, "table as CSV"), ". Its pictures as SVG are linked in the report."),
    study.notes.length > 0 ? h("div", { class: "mixed", role: "note" }, h("ul", {}, study.notes.map((note) => h("li", {}, note)))) : undefined,
    sentences(study),
    study.criteria.length > 0 ? section("criteria-title", "Criteria", h("p", { class: "note" }, "Written down before the runs. Shown: the whole 95 % interval over seeds is on the side that the criterion names; opposite: on the other."), criteriaTable(study)) : undefined,
    section("matrix-title", "Conditions and seeds", h("p", { class: "note" }, "Counterfactual accuracy at the peak and at the end of each run, by its own windows of checkpoints, and its verdict."), matrixTable(study), h("p", { class: "note" }, "More of them: ", h("code", {}, `POST /api/v1/studies/${study.study_id}/conditions`), " and ", h("code", {}, `/seeds`), " on the trainer-service. ", h("code", {}, "./tiltmeter study list"), " shows studies that are ready to be requested.")),
    section("effects-title", "What each condition changes", h("p", { class: "note" }, `Drops are means over seeds between windows that all seeds share. Differences are those from ${study.reference}, paired by seed, each with its 95 % interval over other seeds and questions; p values are corrected for the number of conditions by Holm’s method. A condition that has not converged drops less, so its accuracy is compared at the end and where the two runs of a seed have the same standard mean too.`), conditionTable(study)),
    curves.size > 0 ? section("curves-title", "Curves", smallMultiples(study, curves)) : undefined,
    paths === undefined ? undefined : section("paths-title", "Counterfactual accuracy over the standard mean", paths),
  ];
}
