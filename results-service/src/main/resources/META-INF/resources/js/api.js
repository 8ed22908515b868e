// The REST interface of this service, and what others answer in the same manner.

/** An answer that is not 2xx, in the words of its problem document. */
export class Problem extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

/** What an address answers as JSON. */
export async function get(path) {
  const answer = await fetch(path, { headers: { accept: "application/json" }, signal: AbortSignal.timeout(10_000) });
  if (!answer.ok) {
    const problem = await answer.json().catch(() => ({}));
    throw new Problem(answer.status, problem.detail ?? `${path} answered ${answer.status}`);
  }
  return answer.json();
}

const of = (id) => `/api/v1/runs/${encodeURIComponent(id)}`;
const query = (parameters) => {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
  return given.length === 0 ? "" : `?${new URLSearchParams(given)}`;
};

export const runs = (limit) => get(`/api/v1/runs${query({ limit })}`);
export const run = (id) => get(of(id));
export const curves = (id, series) => get(of(id) + "/curves" + query(series));
export const inversion = (id, series) => get(of(id) + "/inversion" + query(series));
export const outcomes = (id, parameters) => get(of(id) + "/outcomes" + query(parameters));

export const curveLink = (curve, format) =>
  of(curve.run_id) + "/curves" + query({ suite: curve.suite, scorer: curve.scorer, arm: curve.arm, items: curve.item_filter === "known" ? "known" : undefined, format });
