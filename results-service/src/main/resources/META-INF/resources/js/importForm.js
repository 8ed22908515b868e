// Imports a curve or items from a file as a run.

import { link } from "./address.js";
import * as api from "./api.js";
import { byId, h, render } from "./dom.js";

const CURVE = "step,counterfactual_accuracy,parametric_accuracy,items,standard:mmlu\n0,0.72,0.01,300,0.41\n100,0.31,0.48,300,0.46";
const LABELS = "step,item,label,cluster\n0,capital-1,context,capital\n100,capital-1,memory,capital";
const WAIT_MS = 300;
const MAX_WAITS = 60;
const MAX_LISTED = 60;

/** An import is an event first: until it is consumed there is no run to show. */
async function stored(id) {
  for (let wait = 0; wait < MAX_WAITS; wait++) {
    const { runs } = await api.runs({ limit: MAX_LISTED });
    if (runs.some((run) => run.run_id === id && run.checkpoints_scored > 0)) return;
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
  }
}

/** The form; once the file is stored the page shows its run. */
export function startImport() {
  const container = byId("import");
  const answer = h("div", { role: "alert" });
  const send = h("button", { type: "submit" }, "Import");
  const name = h("input", { type: "text", name: "name", autocomplete: "off", maxlength: 64 });
  const file = h("input", { type: "file", name: "file", accept: ".csv,.json,text/csv,application/json", required: true });

  const sameItems = h("input", { type: "checkbox", name: "same_items" });

  let suggested = "";
  file.addEventListener("change", () => {
    if (name.value !== suggested || !file.files[0]) return;
    suggested = file.files[0].name.replace(/\.[^.]+$/, "");
    name.value = suggested;
  });

  async function submit(event) {
    event.preventDefault();
    send.disabled = true;
    render(answer, h("p", { class: "note" }, "Sending …"));
    try {
      const { run_id: id } = await api.importFile(name.value, file.files[0], sameItems.checked);
      render(answer, h("p", { class: "note" }, "Taken. Waiting for its curve …"));
      await stored(id);
      render(answer);
      event.target.reset();
      suggested = "";
      location.hash = link({ id });
    } catch (problem) {
      render(answer, refused(problem));
    } finally {
      send.disabled = false;
    }
  }

  render(
    container,
    h("h1", {}, "Import a file"),
    h("p", { class: "settings" }, "Results that were computed elsewhere become a run with a curve, a verdict and this page."),
    h(
      "form",
      { class: "form", onsubmit: submit },
      h("label", {}, "File", h("span", {}, "CSV, JSON of the same content, or results of lm-evaluation-harness"), file),
      h("label", {}, "Name of the run", name),
      h("label", {}, h("span", {}, sameItems, " Every checkpoint of this curve answered the same items")),
      send,
    ),
    answer,
    h("section", { "aria-labelledby": "import-curve" }, h("h2", { id: "import-curve" }, "A curve"), h("p", { class: "note" }, "A row a checkpoint; the columns after the second may be left out, and standard:NAME holds a standard suite’s accuracy. Its verdict rests on intervals that are not paired by item."), h("pre", { class: "columns", tabindex: 0 }, CURVE)),
    h("section", { "aria-labelledby": "import-labels" }, h("h2", { id: "import-labels" }, "Labels of items"), h("p", { class: "note" }, "A row an item and checkpoint: context, memory, both or neither. The cluster, which may be left out, names items of one question."), h("pre", { class: "columns", tabindex: 0 }, LABELS)),
  );
  return {
    redraw() {},
    show() {
      document.title = "Import – Tiltmeter";
      return "import";
    },
  };
}

/** Every fault of the file, and its remedy. */
function refused(problem) {
  const faults = problem.faults?.length > 0 ? h("ul", { class: "faults" }, problem.faults.map((fault) => h("li", {}, `${[fault.field, fault.value].filter(Boolean).join(" ")}: ${fault.limit}; ${fault.remedy}`))) : undefined;
  const reason = problem.status === undefined ? "The service does not answer. Try again." : problem.detail;
  return [h("p", { class: "reason" }, `This file was not imported: ${reason}`), faults];
}
