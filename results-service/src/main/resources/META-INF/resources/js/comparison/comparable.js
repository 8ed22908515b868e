// Which runs can be compared: those that are scored on a knowledge-conflict suite that all of them have.

import { words } from "../format.js";

/** As many as can be told apart in a chart. */
const MAX_RUNS = 7;

/** The knowledge-conflict suites that all of these runs have; none of no runs. */
export const commonSuites = (runs) => (runs[0]?.conflict_suites ?? []).filter((suite) => runs.every((run) => run.conflict_suites.includes(suite)));

const names = (suites) => suites.map(words).join(", ");

/** Why a listed run cannot be compared with the chosen ones, in words; undefined if it can, or is one of them. */
export function obstacle(run, chosen) {
  if (chosen.some((each) => each.run_id === run.run_id)) return undefined;
  if (run.conflict_suites.length === 0) return "evaluated on no knowledge-conflict suite";
  if (run.counterfactual.length === 0) return "no checkpoint is scored yet";
  if (chosen.length >= MAX_RUNS) return `at most ${MAX_RUNS} runs are compared at once`;
  const common = commonSuites(chosen);
  if (chosen.length === 0 || run.conflict_suites.some((suite) => common.includes(suite))) return undefined;
  return common.length === 0 ? "the chosen runs have no suite in common" : `on ${names(run.conflict_suites)}, the chosen on ${names(common)}`;
}
