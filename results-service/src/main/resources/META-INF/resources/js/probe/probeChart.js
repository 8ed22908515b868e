// What probes measured over the axis of the inversion curve: attention on the context, the loss and the gradient of each class.

import * as echarts from "/_static/echarts/dist/echarts.esm.min.js";
import { layout } from "../chart/axes.js";
import { horizontal, labelShifts } from "../chart/option.js";
import { curveLine } from "../chart/series.js";
import { box, escaped } from "../chart/tooltip.js";
import { CLASSES } from "../theory/chart.js";
import { colour, fontFamily } from "../theme.js";

const TOP = 34;
const BOTTOM = 46;
const GAP = 48;
const LABELLED_LAYERS = 3;

const share = (value) => `${(100 * value).toFixed(1)} %`;
const nats = (value) => value.toFixed(3);

/** The panels that have values, from top to bottom; `values` gives those of a probe at a step, by name. */
export function panels(points, values) {
  const layers = Math.max(0, ...points.map((point) => Object.keys(values("attention", point.step)).filter((name) => name.startsWith("layer_")).length));
  const of = (probe, name) => (point) => values(probe, point.step)[name];
  const all = [
    {
      title: "attention on the context, share of all attention where the answer begins",
      short: "attention on the context",
      text: share,
      lines: [
        { key: "attention", name: "mean of layers", colour: "context", dash: "solid", symbol: "circle", width: 2.5, value: of("attention", "mean") },
        ...(layers > 1 ? Array.from({ length: layers }, (_, layer) => ({ key: `layer-${layer}`, name: `layer ${layer}`, quiet: layers > LABELLED_LAYERS && layer > 0 && layer < layers - 1, colour: "standard", dash: [2 + (6 * layer) / layers, 3], symbol: "none", width: 1, value: of("attention", `layer_${layer}`) })) : []),
      ],
    },
    {
      title: "loss of held-out items, nats a token",
      short: "loss, nats a token",
      text: nats,
      lines: CLASSES.map((each) => ({ ...each, width: 2, value: of("class_losses", each.key) })),
    },
    {
      title: "cosine of a training step on each class with the gradient of the margin: above 0 towards the text",
      short: "cosine with the margin",
      text: nats,
      signed: true,
      lines: CLASSES.map((each) => ({ ...each, key: `slope-${each.key}`, width: 2, value: of("class_gradients", `${each.key}_cosine`) })),
    },
  ];
  return all.map((panel) => ({ ...panel, lines: panel.lines.filter((line) => points.some((point) => line.value(point) !== undefined)) })).filter((panel) => panel.lines.length > 0);
}

/** A chart in this element, which can be drawn again in other colours or sizes. */
export function startProbeChart(element) {
  const chart = echarts.init(element, undefined, { renderer: "svg" });
  let view;
  const redraw = () => {
    if (view === undefined || element.clientWidth === 0) return;
    chart.resize();
    chart.setOption(option(view, element.clientWidth, element.clientHeight), { notMerge: true });
    element.setAttribute("aria-label", `${view.panels.map(sentence(view.curve.points)).join(" ")} The downloads hold every number.`);
  };
  new ResizeObserver(redraw).observe(element);
  return {
    draw(next) {
      view = next;
      redraw();
    },
    redraw,
  };
}

const sentence = (points) => ({ short, lines, text }) => {
  const [line] = lines;
  const known = points.filter((point) => line.value(point) !== undefined);
  return `${short}, ${line.name}: from ${text(line.value(known[0]))} at step ${known[0].step} to ${text(line.value(known.at(-1)))} at step ${known.at(-1).step}.`;
};

function option({ curve, panels: shown, axis: key, wide }, width, height) {
  const narrow = width < 640;
  const axis = layout(key, wide, [curve]);
  const points = curve.points.filter((point) => axis.of(point) !== undefined);
  const inner = (height - TOP - BOTTOM - GAP * (shown.length - 1)) / shown.length;
  return {
    animation: false,
    textStyle: { fontFamily: fontFamily(), color: colour("ink") },
    grid: shown.map((_, index) => ({ left: narrow ? 40 : 56, right: narrow ? 14 : 128, top: TOP + index * (inner + GAP), height: inner })),
    axisPointer: { link: [{ xAxisIndex: "all" }] },
    tooltip: stepBox(shown, axis, points),
    xAxis: shown.map((_, index) => horizontal(axis, index === shown.length - 1, index)),
    yAxis: shown.map((panel, index) => vertical(panel, index, narrow)),
    series: shown.flatMap((panel, index) => series(panel, index, axis, points, inner, narrow)),
  };
}

function vertical({ title, short, text, signed }, index, narrow) {
  return {
    type: "value",
    gridIndex: index,
    min: signed ? -1 : 0,
    max: signed ? 1 : undefined,
    splitNumber: 3,
    name: narrow ? short : title,
    nameLocation: "end",
    nameGap: 12,
    nameTextStyle: { color: colour("soft"), fontSize: 12, align: "left", padding: [0, 0, 0, narrow ? -36 : -44] },
    axisLabel: { color: colour("soft"), fontSize: 11, hideOverlap: true, formatter: text === share ? (value) => `${Math.round(100 * value)} %` : undefined },
    splitLine: { lineStyle: { color: colour("rule") } },
  };
}

function series({ lines, signed }, index, axis, points, height, narrow) {
  const low = signed ? -1 : 0;
  const high = signed ? 1 : Math.max(...points.flatMap((point) => lines.map((line) => line.value(point) ?? 0))) || 1;
  const named = lines.filter((line) => !line.quiet);
  const shifts = labelShifts(named.map((line) => ({ ...line, value: (point) => (line.value(point) === undefined ? undefined : (line.value(point) - low) / (high - low)) })), points, height);
  return lines.map((line) => curveLine({ ...line, key: `probe-${line.key}` }, axis, points, { grid: index, label: narrow || line.quiet ? undefined : line.name, shift: shifts.get(line.key) }));
}

function stepBox(shown, axis, points) {
  return box((hits) => {
    const x = hits[0]?.axisValue ?? hits[0]?.value?.[0];
    const point = points.find((each) => axis.of(each) === x);
    if (!point) return "";
    const rows = shown.flatMap(({ lines, text }) => lines.filter((line) => line.value(point) !== undefined).map((line) => `<tr><td style="padding:0 1em 0 0;border:0;text-align:left"><span style="color:${colour(line.colour)}">■</span> ${escaped(line.name)}</td><td style="padding:0;border:0">${text(line.value(point))}</td></tr>`));
    return `<strong>${point.base_model ? "base model" : `step ${point.step}`}</strong><table style="font-size:inherit;margin-top:.3em">${rows.join("")}</table>`;
  });
}
