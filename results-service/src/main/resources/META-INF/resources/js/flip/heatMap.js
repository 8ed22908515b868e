// Every item at every checkpoint, as a map for pointer and keyboard.

import * as echarts from "/_static/echarts/dist/echarts.esm.min.js";
import { colour, fontFamily } from "../theme.js";
import { inks, LETTERS } from "./answers.js";

const MAX_HEIGHT = 620;
const ROW = { min: 2, max: 14 };
const AROUND = { left: 4, right: 4, top: 6, bottom: 42 };
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1], PageUp: [0, -20], PageDown: [0, 20], Home: [-Infinity, 0], End: [Infinity, 0] };

/**
 * A map in this element. `onLook` gets the item and the checkpoint under the pointer or the cursor, `onPick` those that are
 * clicked or entered.
 */
export function startHeatMap(element, onLook, onPick) {
  const chart = echarts.init(element, undefined, { renderer: "canvas" });
  let view = { steps: [], items: [] };
  let cursor;

  const at = ([column, row]) => ({ step: view.steps[column], item: view.items[row], letter: view.items[row].labels[column] });
  const redraw = () => {
    if (view.items.length === 0 || element.clientWidth === 0) return;
    chart.resize();
    chart.setOption(option(view, cursor), { notMerge: true });
  };
  new ResizeObserver(redraw).observe(element);

  const cell = (event) => {
    const point = [event.offsetX, event.offsetY];
    if (view.items.length === 0 || !chart.containPixel({ gridIndex: 0 }, point)) return undefined;
    return chart.convertFromPixel({ gridIndex: 0 }, point);
  };
  chart.getZr().on("mousemove", (event) => {
    const place = cell(event);
    if (place) onLook(at(place));
  });
  chart.getZr().on("click", (event) => {
    const place = cell(event);
    if (place) onPick(at(place));
  });
  element.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && cursor) {
      event.preventDefault();
      return onPick(at(cursor));
    }
    const move = MOVES[event.key];
    if (move === undefined || view.items.length === 0) return;
    event.preventDefault();
    const [column, row] = cursor ?? [0, 0];
    const within = (value, count) => Math.max(0, Math.min(count - 1, value));
    cursor = cursor ? [within(column + move[0], view.steps.length), within(row + move[1], view.items.length)] : [0, 0];
    redraw();
    onLook(at(cursor));
  });

  return {
    redraw,
    /** Shows items by rows and checkpoints by columns; `from` and `to` are outlined. */
    draw(next) {
      view = next;
      if (cursor && (cursor[0] >= view.steps.length || cursor[1] >= view.items.length)) cursor = undefined;
      const row = Math.max(ROW.min, Math.min(ROW.max, Math.floor(MAX_HEIGHT / Math.max(1, view.items.length))));
      element.style.height = `${row * view.items.length + AROUND.top + AROUND.bottom}px`;
      redraw();
    },
  };
}

function option({ steps, items, from, to }, cursor) {
  const cells = items.flatMap(({ labels }, row) => [...labels].map((letter, column) => [column, row, LETTERS.indexOf(letter)]));
  const ink = inks();
  return {
    animation: false,
    textStyle: { fontFamily: fontFamily() },
    grid: AROUND,
    xAxis: {
      type: "category",
      data: steps.map(String),
      name: "checkpoint, by optimizer step",
      nameLocation: "middle",
      nameGap: 26,
      nameTextStyle: { color: colour("soft"), fontSize: 12 },
      axisLabel: { color: colour("soft"), hideOverlap: true },
      axisLine: { lineStyle: { color: colour("strong-rule") } },
      axisTick: { show: false },
    },
    yAxis: { type: "category", inverse: true, data: items.map((item) => item.item_id), show: false },
    visualMap: { show: false, type: "piecewise", dimension: 2, pieces: ink.map((color, value) => ({ value, color })) },
    series: [
      { type: "heatmap", data: cells, progressive: 0, emphasis: { disabled: true }, itemStyle: { borderWidth: 0 } },
      outline([from, to].filter((step) => steps.includes(step)).map((step) => ({ column: steps.indexOf(step), row: 0, rows: items.length })), 1.5),
      outline(cursor ? [{ column: cursor[0], row: cursor[1], rows: 1 }] : [], 2),
    ],
  };
}

/** Boxes around whole columns or a cell. */
function outline(boxes, width) {
  return {
    type: "custom",
    silent: true,
    z: 5,
    data: boxes.map((_, index) => index),
    renderItem: ({ dataIndex }, api) => {
      const { column, row, rows } = boxes[dataIndex];
      const [middle, first] = api.coord([column, row]);
      const [cellWidth, cellHeight] = api.size([1, 1]);
      return { type: "rect", shape: { x: middle - cellWidth / 2, y: first - cellHeight / 2, width: cellWidth, height: cellHeight * rows }, style: { fill: "transparent", stroke: colour("ink"), lineWidth: width } };
    },
  };
}
