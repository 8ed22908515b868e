// A small line without axes, beside the numbers that it pictures.

import { s } from "./dom.js";

const WIDTH = 124;
const HEIGHT = 22;
const MARGIN = 3;

/** Shares in [0, 1] over what grows from 0, as pairs of both, with a dot at the last; `kind` names whose they are. */
export function spark(series, kind = "standard") {
  const known = series.filter(([, value]) => value !== undefined);
  const last = known.at(-1)?.[0] || 1;
  const place = ([x, value]) => [MARGIN + (WIDTH * x) / last, MARGIN + HEIGHT * (1 - value)];
  const path = known.map((each, index) => `${index === 0 ? "M" : "L"}${place(each).map((each) => each.toFixed(1)).join(" ")}`).join("");
  const [x, y] = known.length > 0 ? place(known.at(-1)) : [0, 0];
  return s("svg", { class: `spark of-${kind}`, viewBox: `0 0 ${WIDTH + 2 * MARGIN} ${HEIGHT + 2 * MARGIN}`, "aria-hidden": "true" }, s("path", { d: path }), known.length > 0 ? s("circle", { cx: x, cy: y, r: 2.5 }) : undefined);
}
