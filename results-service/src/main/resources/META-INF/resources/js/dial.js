// The dial: how far the model leans to its context or to its memory.

import { h, s } from "./dom.js";

const CENTRE = { x: 100, y: 96 };
const RADIUS = 80;

/** Share of the answers that follow the context, among those that follow one of the two. */
export function lean(context, memory) {
  return context + memory > 0 ? context / (context + memory) : undefined;
}

/** Degrees from upright: -90 is all memory, 90 is all context. */
const tilt = (share) => 180 * share - 90;

function needle(share, kind, length) {
  return s("line", {
    class: kind,
    x1: CENTRE.x,
    y1: CENTRE.y,
    x2: CENTRE.x,
    y2: CENTRE.y - length,
    transform: `rotate(${tilt(share).toFixed(2)} ${CENTRE.x} ${CENTRE.y})`,
  });
}

function ticks() {
  const marks = [];
  for (let share = 0; share <= 1.0001; share += 0.1) {
    const length = Math.abs(share - 0.5) < 0.01 ? 10 : 5;
    marks.push(
      s("line", {
        class: "tick",
        x1: CENTRE.x,
        x2: CENTRE.x,
        y1: CENTRE.y - RADIUS,
        y2: CENTRE.y - RADIUS + length,
        transform: `rotate(${tilt(share)} ${CENTRE.x} ${CENTRE.y})`,
      }),
    );
  }
  return marks;
}

/** The dial for a judged run; nothing while there is nothing to show. */
export function dial(found) {
  const now = found.end_accuracy === undefined ? undefined : lean(found.end_accuracy, found.end_parametric);
  if (now === undefined) return undefined;
  const peak = lean(found.peak_accuracy, found.peak_parametric);
  const caption = `${Math.round(100 * now)} % of the answers that follow either follow the context`;
  return h(
    "figure",
    { class: "dial" },
    s(
      "svg",
      { viewBox: "0 0 200 112", role: "img", "aria-label": caption },
      s("path", { class: "arc", d: `M${CENTRE.x - RADIUS} ${CENTRE.y} A${RADIUS} ${RADIUS} 0 0 1 ${CENTRE.x + RADIUS} ${CENTRE.y}` }),
      ticks(),
      peak === undefined ? undefined : needle(peak, "then", RADIUS - 14),
      needle(now, "now", RADIUS - 10),
      s("circle", { class: "pivot", cx: CENTRE.x, cy: CENTRE.y, r: 4 }),
      s("text", { class: "memory", x: 2, y: 111 }, "memory"),
      s("text", { class: "context", x: 198, y: 111, "text-anchor": "end" }, "context"),
    ),
    h("figcaption", {}, caption, peak === undefined || found.peak_step === found.end_step ? "" : `; at the peak ${Math.round(100 * peak)} % (dashed)`),
  );
}
