// The x axes of a curve.

export const AXES = {
  step: { whole: true, label: "steps", title: "optimizer step", of: (point) => point.step, tick: (value) => value.toLocaleString("en") },
  examples: { whole: true, label: "examples", title: "training examples seen", of: (point) => point.examples, tick: (value) => value.toLocaleString("en") },
  epochs: { label: "epochs", title: "epochs of the finetuning mixture", of: (point) => point.epochs, tick: (value) => String(Number(value.toFixed(3))) },
  standard: { label: "standard mean", title: "mean accuracy of the standard suites", of: (point) => point.standard_mean, tick: (value) => `${Math.round(100 * value)} %` },
};

/** The axes that these points have a value on. */
export const axesOf = (points) => Object.keys(AXES).filter((key) => key === "step" || points.some((point) => AXES[key].of(point) > 0));

/**
 * The scale of an axis: `of` gives a point's position, `value` the value at a position.
 *
 * @param wide whether early checkpoints get more room, by square roots
 */
export function layout(key, wide, curves) {
  const axis = AXES[key];
  const rooted = wide && key !== "standard";
  const [min, max] = key === "standard" ? shares(curves) : [0, Math.max(...curves.map((curve) => last(axis, curve)), 0) || 1];
  const scale = rooted ? Math.sqrt : (value) => value;
  return {
    title: rooted ? `${axis.title} (square-root scale)` : axis.title,
    min: scale(min),
    max: scale(max),
    of: (point) => (axis.of(point) === undefined ? undefined : scale(axis.of(point))),
    tick: (at) => axis.tick(rooted ? at * at : at),
    ticks: rooted ? roundValues(max, axis.whole).map(Math.sqrt) : undefined,
  };
}

/** Where the axis ends: at the last planned step, as far as the points show. */
function last(axis, curve) {
  const known = curve.points.filter((point) => axis.of(point) !== undefined);
  const end = known.at(-1);
  if (end === undefined) return 0;
  return end.step > 0 && curve.total_steps > end.step ? (axis.of(end) * curve.total_steps) / end.step : axis.of(end);
}

function shares(curves) {
  const values = curves.flatMap((curve) => curve.points.map(AXES.standard.of)).filter((value) => value !== undefined);
  if (values.length === 0) return [0, 1];
  return [Math.max(0, Math.floor(10 * Math.min(...values) - 0.5) / 10), Math.min(1, Math.ceil(10 * Math.max(...values) + 0.2) / 10)];
}

/** Round values from nothing to a largest, none so small that its square root lies on the left edge. */
function roundValues(max, whole) {
  const values = [0];
  for (let power = Math.floor(Math.log10(max)) - 3; power <= Math.log10(max); power++) {
    for (const digit of [1, 2, 5]) {
      const value = Number((digit * 10 ** power).toPrecision(1));
      if (value <= max && value * 400 >= max && (!whole || value >= 1)) values.push(value);
    }
  }
  return values;
}
