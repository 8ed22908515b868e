// What is shown, as files to download.

import { h } from "./dom.js";
import { colour } from "./theme.js";

function save(blob, name) {
  const address = URL.createObjectURL(blob);
  h("a", { href: address, download: name }).click();
  URL.revokeObjectURL(address);
}

/** Buttons that save a chart as it is seen; `chart.picture` draws it under a title and a line below that. */
export function pictures(chart, name, text, subtext) {
  const button = (type) =>
    h("button", { type: "button", class: "quiet", "data-key": `picture-${type}`, onclick: async () => save(await chart.picture(type, { text, subtext, ink: colour("ink"), soft: colour("soft"), ground: colour("paper") }), `${name}.${type}`) }, type.toUpperCase());
  return [button("png"), button("svg")];
}
