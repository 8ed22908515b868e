// What the page shows if there is nothing to show, and what to do then.

import { byId, h, render } from "./dom.js";

const PARTS = ["table", "reading", "comparison", "study", "import"];

/** Shows one part of the page and hides the others; the notice if it is undefined. */
export function showPart(shown) {
  for (const id of PARTS) byId(id).hidden = id !== shown;
  byId("empty").hidden = shown !== undefined;
}

/** Shows a notice instead of everything else. */
export function show(content) {
  showPart(undefined);
  document.title = "Tiltmeter";
  render(byId("empty"), content);
}

const lead = (text) => h("h1", { class: "lead" }, text);

export const nothingYet = () => [
  lead("No run yet"),
  h("p", {}, "This page shows a run as soon as a trainer announces it: its progress, and at every checkpoint how many answers follow the context, how many follow memory, and how the standard suites do."),
  h("p", {}, "Start the lab study, which trains a small model and finetunes it in a few minutes:"),
  h("pre", { tabindex: 0 }, "./tiltmeter demo"),
  h("p", {}, "or ", h("a", { href: "#import=" }, "import a curve from a file"), ", or send a run to the trainer-service; its API page shows how."),
];

export const unknown = (problem, way) => [lead("That is not here"), h("p", {}, problem.message), h("p", {}, h("a", { href: way.href }, way.text))];

export const away = () => [
  lead("The service does not answer yet"),
  h("p", {}, "This page tries again by itself. If it goes on, see whether the results-service runs:"),
  h("pre", { tabindex: 0 }, "./tiltmeter up"),
];

/** Instead of one part. */
export const reading = (what) => h("p", { class: "note", role: "status" }, `Reading ${what} …`);

export const broken = (what, problem, again) =>
  h("p", { class: "reason", role: "alert" }, `${what} cannot be read: ${problem.message}. `, h("button", { type: "button", "data-key": "again", onclick: again }, "Try again"));
