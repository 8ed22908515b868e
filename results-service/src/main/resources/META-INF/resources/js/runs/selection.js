// Which runs the table has and in which order, as the address says it and as the service is asked.

export const PAGE_SIZE = 50;

const FILTERS = ["search", "status", "verdict", "suite", "tag", "archived"];

/** The order in which the service lists by each column, if none is sent. */
const USUAL_ORDER = { name: "ascending", peak: "descending", end: "descending", drop: "descending", standard_mean: "descending", updated: "descending" };

const given = (query, names) => Object.fromEntries(names.filter((name) => query[name]).map((name) => [name, query[name]]));

/** How many runs come before the first that is shown. */
export const offsetOf = (query) => (/^\d{1,9}$/.test(query.offset ?? "") ? Number(query.offset) : 0);

/** The parameters of the request for what the address names; the service says what is wrong with them. */
export const parametersOf = (query) => ({ ...given(query, [...FILTERS, "sort", "order"]), limit: PAGE_SIZE, offset: offsetOf(query) });

export const isFiltered = (query) => FILTERS.some((name) => query[name]);

/** The changes of the address that show all runs. */
export const withoutFilters = () => Object.fromEntries([...FILTERS, "offset"].map((name) => [name, undefined]));

/** The direction in which a column is sorted; undefined if the list is sorted by something else. */
export const orderOf = (query, sort) => (query.sort === sort ? (query.order ?? USUAL_ORDER[sort]) : undefined);

/** The changes of the address when a column's head is chosen: its usual order, then the other, then the newest request first. */
export function sortedBy(query, sort) {
  const usual = USUAL_ORDER[sort];
  const now = orderOf(query, sort);
  if (now === undefined) return { sort, order: undefined, offset: undefined };
  if (now === usual) return { sort, order: usual === "ascending" ? "descending" : "ascending", offset: undefined };
  return { sort: undefined, order: undefined, offset: undefined };
}
