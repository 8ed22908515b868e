// A chart of one curve for pointer and keyboard, which can be saved as a picture.

import * as echarts from "/_static/echarts/dist/echarts.esm.min.js";
import { description, option, placed } from "./option.js";

const TITLE_HEIGHT = 54;

/** The size of a saved picture, its title aside. */
export const PICTURE = { width: 1200, height: 586 };

/**
 * A chart in this element. A click picks the nearest checkpoint; in the focused chart the arrow keys go from checkpoint to
 * checkpoint, and Enter picks.
 */
export function startChart(element, onPick) {
  const chart = echarts.init(element, undefined, { renderer: "svg" });
  let view;
  let shown = { points: [] };
  let at;

  const redraw = () => {
    if (view === undefined || element.clientWidth === 0) return;
    shown = placed(view);
    chart.resize();
    chart.setOption(option(view, element.clientWidth, element.clientHeight), { notMerge: true });
    element.setAttribute("aria-label", description(view, shown.points));
  };
  new ResizeObserver(redraw).observe(element);

  chart.getZr().on("click", (event) => {
    if (!chart.containPixel({ gridIndex: 0 }, [event.offsetX, event.offsetY])) return;
    const [x] = chart.convertFromPixel({ gridIndex: 0 }, [event.offsetX, event.offsetY]);
    const far = (point) => Math.abs(shown.axis.of(point) - x);
    const nearest = shown.points.reduce((best, point) => (best && far(best) <= far(point) ? best : point), undefined);
    if (nearest) onPick(nearest.step);
  });

  element.addEventListener("keydown", (event) => {
    const moves = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };
    if (event.key === "Enter" && shown.points[at]) {
      event.preventDefault();
      return onPick(shown.points[at].step);
    }
    if (!(event.key in moves) || shown.points.length === 0) return;
    event.preventDefault();
    at = Math.max(0, Math.min(shown.points.length - 1, (at ?? (moves[event.key] > 0 ? -1 : shown.points.length)) + moves[event.key]));
    const [x, y] = chart.convertToPixel({ gridIndex: 0 }, [shown.axis.of(shown.points[at]), 0.5]);
    chart.dispatchAction({ type: "showTip", x, y });
  });
  element.addEventListener("blur", () => chart.dispatchAction({ type: "hideTip" }));

  return {
    draw(next) {
      view = next;
      redraw();
    },
    /** What is shown as a file of its own, in the colours it is shown in. */
    picture: (type, title) => picture(option(view, PICTURE.width, PICTURE.height), type, title),
  };
}

/** A chart drawn apart from the page; `type` is png or svg. */
export async function picture(drawn, type, { text, subtext, ink, soft, ground }) {
  const apart = echarts.init(document.createElement("div"), undefined, { width: PICTURE.width, height: PICTURE.height + TITLE_HEIGHT, renderer: type === "svg" ? "svg" : "canvas", ssr: type === "svg" });
  const grid = drawn.grid.map((each) => (each.top === undefined ? each : { ...each, top: each.top + TITLE_HEIGHT }));
  apart.setOption({ ...drawn, grid, backgroundColor: ground, tooltip: { show: false }, title: { text, subtext, left: 12, top: 10, itemGap: 6, textStyle: { color: ink, fontSize: 17 }, subtextStyle: { color: soft, fontSize: 13 } } });
  const blob = type === "svg" ? new Blob([apart.renderToSVGString()], { type: "image/svg+xml" }) : await new Promise((resolve) => apart.renderToCanvas({ pixelRatio: 2 }).toBlob(resolve, "image/png"));
  apart.dispose();
  return blob;
}
