// A line and its interval as ECharts draws them, each part of a broken curve alone.

import { colour } from "../theme.js";
import { segments } from "./lines.js";

const known = (points, value) => points.filter((point) => value(point) !== undefined);

/** The line through a curve's points. */
export function curveLine(line, axis, points, { grid = 0, label, shift = 0, ink = colour(line.colour) } = {}) {
  const parts = segments(known(points, line.value), line.segment).map((part) => part.map((point) => [axis.of(point), line.value(point)]));
  return {
    id: line.key,
    name: line.name,
    type: "line",
    xAxisIndex: grid,
    yAxisIndex: grid,
    data: parts.flatMap((part, index) => (index === 0 ? part : [[part[0][0], null], ...part])),
    connectNulls: false,
    symbol: line.symbol,
    symbolSize: line.width > 1 ? 6 : 4,
    showSymbol: line.symbol !== "none",
    lineStyle: { color: ink, width: line.width, type: line.dash },
    itemStyle: { color: ink },
    endLabel: { show: label !== undefined && parts.length > 0, formatter: label, color: ink, fontSize: 12, distance: 8, offset: [0, shift] },
    emphasis: { disabled: true },
    z: 3,
  };
}

/** The 95 % interval as a band around its line. */
export function band(line, axis, points, ink = colour(line.colour)) {
  const parts = segments(known(points, line.low)).filter((part) => part.length > 1);
  return {
    ...quiet(`${line.key}-band`),
    clip: true,
    data: parts.map((_, index) => index),
    renderItem: ({ dataIndex }, api) => ({
      type: "polygon",
      shape: {
        points: [
          ...parts[dataIndex].map((point) => api.coord([axis.of(point), line.high(point)])),
          ...parts[dataIndex].toReversed().map((point) => api.coord([axis.of(point), line.low(point)])),
        ],
      },
      style: { fill: ink, opacity: 0.13 },
    }),
  };
}

/** The 95 % intervals as upright bars, where points do not follow one another from left to right. */
export function whiskers(line, axis, points, ink = colour(line.colour)) {
  const bounded = known(points, line.low);
  return {
    ...quiet(`${line.key}-whiskers`),
    data: bounded.map((_, index) => index),
    renderItem: ({ dataIndex }, api) => {
      const point = bounded[dataIndex];
      const [x, top] = api.coord([axis.of(point), line.high(point)]);
      const [, bottom] = api.coord([axis.of(point), line.low(point)]);
      return { type: "line", shape: { x1: x, x2: x, y1: top, y2: bottom }, style: { stroke: ink, opacity: 0.45, lineWidth: 1 } };
    },
  };
}

const quiet = (id) => ({ id, type: "custom", silent: true, tooltip: { show: false }, z: 1 });
