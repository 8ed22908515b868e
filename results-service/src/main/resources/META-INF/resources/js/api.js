// The REST interface of this service, and requests to others of the same form.

/** A response that is not 2xx: the faults of its problem document in sentences, or its text, which is `detail`. */
export class Problem extends Error {
  constructor(status, detail, faults = []) {
    super(faults.length === 0 ? detail : faults.map((fault) => `${[fault.field, fault.value].filter(Boolean).join(" ")}: ${fault.limit}; ${fault.remedy}`).join(". "));
    this.status = status;
    this.detail = detail;
    this.faults = faults;
  }
}

async function answered(answer, path) {
  if (answer.ok) return answer.json();
  const problem = await answer.json().catch(() => ({}));
  throw new Problem(answer.status, problem.detail ?? `${path} answered ${answer.status}`, problem.faults);
}

const USUAL_WAIT_MS = 10_000;

/** Lists that are sorted or selected by what curves show take longer, of thousands of runs many seconds. */
const LIST_WAIT_MS = 60_000;

/** The JSON response of an address. */
export async function get(path, waitMs = USUAL_WAIT_MS) {
  return answered(await fetch(path, { headers: { accept: "application/json" }, signal: AbortSignal.timeout(waitMs) }), path);
}

const of = (id) => `/api/v1/runs/${encodeURIComponent(id)}`;
const query = (parameters) => {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
  return given.length === 0 ? "" : `?${new URLSearchParams(given)}`;
};

export const runs = (selection) => get(`/api/v1/runs${query(selection)}`, LIST_WAIT_MS);
export const run = (id) => get(of(id));
export const curves = (id, series) => get(of(id) + "/curves" + query(series));
export const inversion = (id, series) => get(of(id) + "/inversion" + query(series));
export const outcomes = (id, parameters) => get(of(id) + "/outcomes" + query(parameters));
export const scores = (id, step) => get(of(id) + "/scores" + query({ step, limit: 1000 }));
export const warning = (id, series) => get(of(id) + "/warning" + query(series));
export const history = (id, parameters) => get(of(id) + "/history" + query(parameters));
export const flips = (id, parameters) => get(of(id) + "/flips" + query(parameters));
export const overlap = (id, other, parameters) => get(of(id) + "/flips/overlap" + query({ with: other, ...parameters }));
export const probes = (id) => get(of(id) + "/probes");
export const probesLink = (id, format) => of(id) + "/probes" + query({ format });
export const comparison = (ids, suite) => get("/api/v1/comparison" + query({ runs: ids.join(","), suite }));

export const studies = () => get("/api/v1/studies");
const studyPath = (id) => `/api/v1/studies/${encodeURIComponent(id)}`;
export const study = (id, suite) => get(studyPath(id) + query({ suite }));
export const studyReportLink = (id, suite) => studyPath(id) + "/report" + query({ suite });
export const studyTableLink = (id) => studyPath(id) + query({ format: "csv" });

export const replicates = (ids, suite) => get("/api/v1/replicates" + query({ runs: ids.join(","), suite }));

/** Imports a CSV or JSON file as a run; `sameItems` says of a curve that every checkpoint answered the same items. */
export async function importFile(name, file, sameItems) {
  const path = "/api/v1/runs/import" + query({ name: name || undefined, file_name: file.name, same_items: sameItems ? "true" : undefined });
  const type = /\.json$/i.test(file.name) ? "application/json" : "text/csv";
  return answered(await fetch(path, { method: "POST", headers: { accept: "application/json", "content-type": type }, body: file }), path);
}

/** The JSON response to a JSON request. */
export async function post(path, body, signal) {
  const headers = { accept: "application/json", "content-type": "application/json" };
  return answered(await fetch(path, { method: "POST", headers, body: JSON.stringify(body), signal }), path);
}

/** The shown curve in another format, over the shown axis. */
export const curveLink = (curve, { x, slice }, format) =>
  of(curve.run_id) + "/curves" + query({ suite: curve.suite, scorer: curve.scorer, arm: curve.arm, items: curve.item_filter === "known" ? "known" : undefined, slice, x, format });

/** The archive from which the run's figures can be recomputed. */
export const evidenceLink = (id) => of(id) + "/evidence";
