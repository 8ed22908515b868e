// Numbers and times as the page shows them.

export const percent = (share) => (share === undefined ? "–" : `${(100 * share).toFixed(1)} %`);

const signed = (share) => `${share < 0 ? "−" : ""}${Math.abs(100 * share).toFixed(1)}`;

export const interval = (low, high) => (low < 0 ? `${signed(low)} to ${signed(high)}` : `${signed(low)}–${signed(high)}`);

export const points = (difference) => `${signed(difference)} points`;

export const number = (value) => value.toLocaleString("en", { maximumFractionDigits: value < 100 ? 1 : 0 });

export function pValue(p) {
  return p < 0.001 ? "< 0.001" : p.toFixed(3);
}

/** A span of seconds in its two largest units. */
export function duration(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  if (whole < 86400) return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
  return `${Math.floor(whole / 86400)} d ${Math.floor((whole % 86400) / 3600)} h`;
}

export const clock = (instant) => new Date(instant).toLocaleTimeString([], { hour12: false });

export function day(instant) {
  return new Date(instant).toLocaleString([], { dateStyle: "medium", timeStyle: "short", hour12: false });
}

/** A task's short name in words. */
export const words = (name) => name.replaceAll("_", " ");

/** A window of checkpoints in words. */
export const stepsOf = (steps) => (steps.length === 1 ? `step ${steps[0]}` : `steps ${steps[0]}–${steps.at(-1)}`);
