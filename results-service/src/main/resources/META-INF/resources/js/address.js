// Where the page is: the part of its address after #, so that a link shows what its sender saw.
//   #  #?search=..&sort=..   #newest   #RUN  #RUN@STEP  #RUN?suite=..&x=..&view=..   #compare=RUN,RUN&suite=..&x=..   #study=STUDY   #study=   #import=

const VIEWS = ["compare", "study", "import"];
const NEWEST = "newest";
const SERIES = ["suite", "scorer", "arm", "items", "slice"];

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The state in words: `page` is runs, run (the newest, if `id` is undefined), compare, study or import; `query` holds what follows, by name. */
export function place(hash = location.hash) {
  const text = hash.slice(1);
  const page = VIEWS.find((name) => text.startsWith(`${name}=`));
  if (page) {
    const { [page]: value, ...query } = Object.fromEntries(new URLSearchParams(text));
    return { page, runs: value.split(",").filter(Boolean), query };
  }
  const [head, ...rest] = text.split("?");
  const query = Object.fromEntries(new URLSearchParams(rest.join("?")));
  if (head === "") return { page: "runs", query };
  if (head === NEWEST) return { page: "run", query };
  const [id, step] = decoded(head).split("@");
  return { page: "run", id, step: /^\d+$/.test(step ?? "") ? Number(step) : undefined, query };
}

/** A run in an address; one that is called as the address of the newest has its first letter encoded. */
const named = (id) => (id === NEWEST ? `%6E${NEWEST.slice(1)}` : encodeURIComponent(id));

/** The address of a state; undefined and empty values are omitted. */
export function link({ page = "run", runs = [], id, step, query = {} }) {
  const given = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== undefined && value !== ""));
  const after = (mark) => (given.size > 0 ? mark + given : "");
  if (page === "runs") return `#${after("?")}`;
  if (page !== "run") return `#${page}=${runs.map(encodeURIComponent).join(",")}${after("&")}`;
  return `#${id === undefined ? NEWEST : named(id)}${step === undefined ? "" : `@${step}`}${after("?")}`;
}

/** The address of the same state with other parts of the query. */
export const linkWith = (changes, from = place()) => link({ ...from, query: { ...from.query, ...changes } });

/** The series in the address. */
export const seriesOf = (query) => Object.fromEntries(SERIES.filter((name) => query[name]).map((name) => [name, query[name]]));

/** Every part of a series, so that absent parts are removed from the address. */
export const wholeSeries = (series) => Object.fromEntries(SERIES.map((name) => [name, series[name]]));
