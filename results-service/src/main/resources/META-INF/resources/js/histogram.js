// The distribution of measured rows, which of them were kept, and the threshold.

import { h, s } from "./dom.js";
import { number, words } from "./format.js";

const WIDTH = 640;
const HEIGHT = 190;
const PLOT = { left: 46, right: 8, top: 18, bottom: 38 };
const LABELS = 7;

const UNITS = { _nats: "nats", _characters: "characters" };

/** A measure's name in words, with its unit behind it. */
export function measureInWords(name) {
  const [ending, unit] = Object.entries(UNITS).find(([each]) => name.endsWith(each)) ?? ["", ""];
  const bare = words(name.slice(0, name.length - ending.length));
  return ending === "_characters" ? `length of ${bare === "all" ? "all texts" : `the ${bare}`} (characters)` : unit ? `${bare} (${unit})` : bare;
}

/** A value of a measure, short. */
export const measured = (value) => (Math.abs(value) >= 100 || Number.isInteger(value) ? number(value) : value.toFixed(Math.abs(value) < 10 ? 2 : 1));

/** The bins that hold rows, and an empty one on each side; bin i lies between edges i-1 and i. */
function inhabited(histogram) {
  const counts = histogram.kept.map((kept, bin) => kept + histogram.removed[bin]);
  const first = counts.findIndex((count) => count > 0);
  const last = counts.findLastIndex((count) => count > 0);
  return { first: Math.max(0, first - 1), last: Math.min(counts.length - 1, last + 1), most: Math.max(...counts) };
}

function range(histogram, bin) {
  const { edges } = histogram;
  if (bin === 0) return `below ${measured(edges[0])}`;
  if (bin === edges.length) return `${measured(edges.at(-1))} or more`;
  return `${measured(edges[bin - 1])} to ${measured(edges[bin])}`;
}

/** Where a value lies, counted in bins from the left of the first. */
function place(histogram, value) {
  const { edges } = histogram;
  const bin = edges.findIndex((edge) => value < edge);
  if (bin === 0) return 0.5;
  if (bin < 0) return edges.length + (value > edges.at(-1) ? 0.5 : 0);
  return bin + (value - edges[bin - 1]) / (edges[bin] - edges[bin - 1]);
}

/** A round number of rows to end the scale at, whose half is whole. */
function top(most) {
  if (most <= 10) return 2 * Math.ceil(most / 2);
  const unit = 10 ** Math.floor(Math.log10(most));
  return unit * [1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10].find((each) => each * unit >= most);
}

/**
 * The histogram as a picture, with its numbers in a table behind it.
 *
 * @param names what kept and removed rows are called
 */
export function histogramView(histogram, key, names = ["kept", "removed"]) {
  const total = [...histogram.kept, ...histogram.removed].reduce((sum, each) => sum + each, 0);
  if (total === 0) return h("p", { class: "note" }, "No row was measured.");
  const cut = histogram.cut_off;
  const caption = `${number(total)} rows by ${measureInWords(histogram.measure)}${cut === undefined ? "" : `; cut-off at ${measured(cut)}`}`;
  return h(
    "figure",
    { class: "histogram" },
    h("figcaption", {}, h("span", {}, `Rows by ${measureInWords(histogram.measure)}`), legend(names)),
    picture(histogram, caption, names),
    numbers(histogram, key, names),
  );
}

function legend(names) {
  return h("span", { class: "legend" }, names.map((name, index) => h("span", {}, h("i", { class: index === 0 ? "kept" : "removed", "aria-hidden": "true" }), name)));
}

function picture(histogram, caption, names) {
  const { first, last, most } = inhabited(histogram);
  const high = top(most);
  const wide = (WIDTH - PLOT.left - PLOT.right) / (last - first + 1);
  const x = (bins) => PLOT.left + (bins - first) * wide;
  const floor = HEIGHT - PLOT.bottom;
  const y = (rows) => floor - ((floor - PLOT.top) * rows) / high;
  const bars = [];
  for (let bin = first; bin <= last; bin++) {
    const kept = histogram.kept[bin];
    const removed = histogram.removed[bin];
    if (kept + removed === 0) continue;
    const box = { x: x(bin) + 0.5, width: Math.max(1, wide - 1) };
    bars.push(
      s(
        "g",
        {},
        s("title", {}, `${range(histogram, bin)}: ${number(kept)} ${names[0]}, ${number(removed)} ${names[1]}`),
        kept > 0 ? s("rect", { class: "kept", ...box, y: y(kept), height: floor - y(kept) }) : undefined,
        removed > 0 ? s("rect", { class: "removed", ...box, y: y(kept + removed), height: y(kept) - y(kept + removed) }) : undefined,
      ),
    );
  }
  return s(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": caption },
    [0, high / 2, high].map((rows) => [
      s("line", { class: "grid", x1: PLOT.left, x2: WIDTH - PLOT.right, y1: y(rows), y2: y(rows) }),
      s("text", { x: PLOT.left - 6, y: y(rows) + 4, "text-anchor": "end" }, number(rows)),
    ]),
    bars,
    edgeLabels(histogram, first, last, x, floor),
    cutLine(histogram, first, last, x, floor),
  );
}

function edgeLabels(histogram, first, last, x, floor) {
  const every = Math.max(1, Math.ceil((last - first) / LABELS));
  const marks = [];
  for (let edge = first; edge < Math.min(last, histogram.edges.length); edge++) {
    if ((edge - first) % every !== 0) continue;
    marks.push(
      s("line", { class: "tick", x1: x(edge + 1), x2: x(edge + 1), y1: floor, y2: floor + 4 }),
      s("text", { x: x(edge + 1), y: floor + 17, "text-anchor": "middle" }, measured(histogram.edges[edge])),
    );
  }
  return marks;
}

function cutLine(histogram, first, last, x, floor) {
  if (histogram.cut_off === undefined) return [];
  const at = x(Math.min(last + 1, Math.max(first, place(histogram, histogram.cut_off))));
  const left = at > WIDTH * 0.75;
  return [
    s("line", { class: "cut", x1: at, x2: at, y1: PLOT.top - 10, y2: floor }),
    s("text", { class: "cut-name", x: at + (left ? -6 : 6), y: PLOT.top - 3, "text-anchor": left ? "end" : "start" }, `cut-off ${measured(histogram.cut_off)}`),
  ];
}

function numbers(histogram, key, names) {
  const { first, last } = inhabited(histogram);
  const rows = [];
  for (let bin = first; bin <= last; bin++) {
    rows.push(h("tr", {}, h("td", {}, range(histogram, bin)), h("td", {}, number(histogram.kept[bin])), h("td", {}, number(histogram.removed[bin]))));
  }
  return h(
    "details",
    { class: "disclosure small", "data-disclosure": `${key}-numbers` },
    h("summary", { "data-key": `${key}-numbers` }, "The numbers"),
    h(
      "div",
      { class: "scroll" },
      h("table", {}, h("thead", {}, h("tr", {}, ["value", ...names].map((name) => h("th", { scope: "col" }, name)))), h("tbody", {}, rows)),
    ),
  );
}
