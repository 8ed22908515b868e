// The settings of a theory: sliders, and the part of the address after #, which holds those that are not defaults.

import { h } from "../dom.js";

const count = (key, name, about, most, byDefault) => ({ key, name, about, min: 0, max: most, step: 1, byDefault, shown: String });
const share = (key, name, about, byDefault) => ({ key, name, about, min: 0.05, max: 0.95, step: 0.05, byDefault, shown: (value) => value.toFixed(2) });
const EXPONENTS = { min: -1, max: 1.5, step: 0.1 };
const rounded = (value) => Number(value.toPrecision(2));

/** Every slider: its bounds, its default, and how its value is shown. `of` and `at` turn a position into a value and back. */
const SLIDERS = [
  { title: "Examples", sliders: [
    count("context_critical", "context-critical (C)", "the answer is only in the context", 32, 12),
    count("non_context_critical", "non-context-critical (C+S)", "the context agrees with memory", 32, 12),
    count("subject_critical", "subject-critical (S)", "no context, pure recall", 32, 0),
    count("counterfactual", "counterfactual", "augmentation: the context contradicts memory", 32, 0),
  ] },
  { title: "Steps", sliders: [
    { key: "eta_k", name: "step size of the attention", about: "eta_K, on a logarithmic scale", ...EXPONENTS, byDefault: 1, shown: String, of: (position) => rounded(10 ** position), at: Math.log10 },
    { key: "eta_v", name: "step size of the values", about: "eta_V; with 0 they are frozen", min: 0, max: 1, step: 0.05, byDefault: 0, shown: (value) => value.toFixed(2) },
    { key: "steps", name: "steps", about: "of gradient descent", min: 100, max: 2000, step: 100, byDefault: 1000, shown: (value) => value.toLocaleString("en") },
  ] },
  { title: "Before finetuning", sliders: [
    share("delta_m", "memory strength", "delta_M of the examples’ subjects", 0.6),
    share("delta_c", "context strength", "delta_C: how often a context alone gives its answer", 0.2),
    share("low", "weakest test memory", "delta_M of the tests, from", 0.3),
    share("high", "strongest test memory", "delta_M of the tests, up to", 0.95),
  ] },
];

const ALL = SLIDERS.flatMap((group) => group.sliders);
const DEFAULTS = Object.fromEntries(ALL.map(({ key, byDefault }) => [key, byDefault]));

/** Fields that a preset can have beside the sliders: numbers of tokens. */
const SIZES = ["tests", "held_out", "spare_answers"];

/** The values in the address; what is no number is left out. */
export function fromAddress(hash = location.hash) {
  const given = [...new URLSearchParams(hash.slice(1))].filter(([key, value]) => (key in DEFAULTS || SIZES.includes(key)) && value !== "" && Number.isFinite(Number(value)));
  return { ...DEFAULTS, ...Object.fromEntries(given.map(([key, value]) => [key, Number(value)])) };
}

/** The address of these values. */
export function addressOf(values) {
  return `#${new URLSearchParams(Object.entries(values).filter(([key, value]) => value !== DEFAULTS[key]))}`;
}

/** The address of a request, as presets have them. */
export function addressOfRequest({ test_delta_m: strengths, ...fields }) {
  const [low, high] = strengths === undefined ? [DEFAULTS.low, DEFAULTS.high] : [strengths].flat().length === 1 ? [strengths, strengths] : strengths;
  return addressOf({ ...DEFAULTS, ...fields, low, high });
}

/** The values as POST /api/v1/theories takes them. */
export function requestOf({ low, high, ...fields }) {
  return { ...fields, test_delta_m: low === high ? low : [low, high] };
}

/** Sliders in this form; calls back with all values when one is moved. */
export function startSettings(form, onChange) {
  let values = fromAddress();
  const inputs = new Map();
  for (const { title, sliders } of SLIDERS) {
    form.append(h("fieldset", {}, h("legend", {}, title), sliders.map((slider) => field(slider, inputs, () => moved(slider)))));
  }
  form.append(h("button", { type: "button", onclick: () => change({ ...DEFAULTS }) }, "Default run"));
  form.addEventListener("submit", (event) => event.preventDefault());

  function moved(slider) {
    const position = Number(inputs.get(slider.key).input.value);
    const next = { ...values, [slider.key]: slider.of?.(position) ?? position };
    // The range of the tests stays one: the other end gives way.
    if (next.low > next.high) next[slider.key === "low" ? "high" : "low"] = next[slider.key];
    change(next);
  }
  function change(next) {
    values = next;
    draw();
    onChange(values);
  }
  function draw() {
    for (const slider of ALL) {
      const { input, output } = inputs.get(slider.key);
      const value = values[slider.key];
      input.value = slider.at?.(value) ?? value;
      output.textContent = slider.shown(value);
      input.setAttribute("aria-valuetext", slider.shown(value));
    }
  }
  draw();
  return {
    values: () => values,
    /** Takes the values of the address. */
    read() {
      values = fromAddress();
      draw();
    },
  };
}

function field(slider, inputs, onMove) {
  const input = h("input", { type: "range", id: slider.key, min: slider.min, max: slider.max, step: slider.step, "aria-describedby": `${slider.key}-about`, oninput: onMove });
  const output = h("output", { for: slider.key });
  inputs.set(slider.key, { input, output });
  return h("div", { class: "slider" }, h("label", { for: slider.key }, slider.name), output, input, h("span", { class: "about", id: `${slider.key}-about` }, slider.about));
}
