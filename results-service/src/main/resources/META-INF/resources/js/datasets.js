// The REST interface of the dataset-service, which the browser calls directly.

import { get } from "./api.js";

const MAX_LISTED = 200;
let base;

/** Reads the address of the dataset-service. */
export async function connect() {
  base ??= (await get("/api/v1/page")).dataset_service;
  return base;
}

/** The four kinds of data: the path of its list, how its entries are named, and its name. */
export const KINDS = {
  source: { path: "sources", id: "source_id", title: "Sources" },
  mixture: { path: "mixtures", id: "mixture_id", title: "Mixtures" },
  suite: { path: "suites", id: "suite_id", title: "Suites" },
  labeling: { path: "labelings", id: "labeling_id", title: "Labellings" },
};

/** The address of something that belongs to an entry, for a link. */
export const link = (kind, id, part = "") => `${base}/api/v1/${KINDS[kind].path}/${encodeURIComponent(id)}${part}`;

export const listLink = (kind, offset) => `${base}/api/v1/${KINDS[kind].path}?offset=${offset}`;

/** All entries of a kind, the newest first, and how many there are. */
export async function list(kind) {
  const page = await get(`${base}/api/v1/${KINDS[kind].path}?limit=${MAX_LISTED}`);
  return { entries: page[KINDS[kind].path], total: page.total };
}

export const one = (kind, id) => get(link(kind, id));

const page = (kind, part) => (id, offset, limit) => get(link(kind, id, `/${part}?limit=${limit}&offset=${offset}`));

export const sourceRows = page("source", "rows");
export const examples = page("mixture", "examples");
export const suiteItems = page("suite", "items");
export const repairs = page("suite", "repairs");
export const report = (id) => get(link("mixture", id, "/report"));
export const findings = (id, check, offset, limit) =>
  get(link("suite", id, `/lint?${new URLSearchParams({ check, limit, offset })}`));
