// The tooltip of a chart: the checkpoint under the pointer.

import { interval, percent } from "../format.js";
import { colour } from "../theme.js";

/** Text escaped for HTML: names of imported suites can be anything. */
export const escaped = (words) => words.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** A box in the page's colours; `say` gives its HTML for what is pointed at. */
export function box(say, more = {}) {
  return {
    trigger: "axis",
    confine: true,
    backgroundColor: colour("panel"),
    borderColor: colour("strong-rule"),
    textStyle: { color: colour("ink"), fontSize: 13 },
    axisPointer: { type: "line", lineStyle: { color: colour("strong-rule"), type: "solid" } },
    formatter: say,
    ...more,
  };
}

/** Name, value and interval as a row of the box. */
export function row(name, ink, value, low, high) {
  const bounds = low === undefined ? "" : ` <span style="opacity:.75">${interval(low, high)}</span>`;
  return `<tr><td style="padding:0 1em 0 0;border:0;text-align:left"><span style="color:${ink}">■</span> ${escaped(name)}</td><td style="padding:0;border:0">${percent(value)}${bounds}</td></tr>`;
}

const signed = (nats) => `${nats < 0 ? "−" : "+"}${Math.abs(nats).toFixed(2)}`;

/** The box over one run's curve. */
export function checkpointBox(view, axis, points, narrow) {
  return box((hits) => {
    const x = hits[0]?.axisValue ?? hits[0]?.value?.[0];
    const point = points.find((each) => axis.of(each) === x);
    if (!point) return "";
    const epoch = point.epochs > 0 || point.step === 0 ? `, epoch ${point.epochs.toFixed(3)}` : "";
    const seen = point.examples === undefined ? "" : `, ${point.examples.toLocaleString("en")} examples`;
    const loss = point.training_loss_nats === undefined ? "" : `, loss ${point.training_loss_nats.toFixed(3)}`;
    const margin = point.margin_nats === undefined ? "" : `<div>margin for the context ${signed(point.margin_nats)} nats a token${point.margin_nats_low === undefined ? "" : ` (${signed(point.margin_nats_low)} to ${signed(point.margin_nats_high)})`}</div>`;
    const rows = view.lines.filter((line) => !line.loss && line.value(point) !== undefined);
    const hint = narrow ? "" : `<div style="opacity:.75;margin-top:.3em">click for the items</div>`;
    return `<strong>${point.base_model ? "base model" : `step ${point.step}`}</strong>${epoch}${seen}${loss}<table style="font-size:inherit;margin-top:.3em">${rows.map((line) => row(line.name, colour(line.colour), line.value(point), line.low?.(point), line.high?.(point))).join("")}</table>${margin}${hint}`;
  });
}
