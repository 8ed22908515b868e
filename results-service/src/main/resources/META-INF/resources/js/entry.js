// What all entries have: a title, a status, facts, other versions.

import { h, s } from "./dom.js";
import { number } from "./format.js";

/** A dataset's status as a shape and a word. */
export function stateMark(status) {
  const shapes = {
    building: () => s("circle", { class: "mark", cx: 5, cy: 5, r: 5, fill: "currentColor" }),
    ready: () => s("path", { d: "M1 5.5 L4 8.5 L9 1.5", fill: "none", stroke: "currentColor", "stroke-width": 2 }),
    failed: () => s("path", { d: "M1.5 1.5 L8.5 8.5 M8.5 1.5 L1.5 8.5", stroke: "currentColor", "stroke-width": 2 }),
  };
  return h("span", { class: `status ${status === "building" ? "training" : status}` }, s("svg", { viewBox: "0 0 10 10", "aria-hidden": "true" }, shapes[status]?.()), status);
}

export const address = (kind, id) => `#${kind}/${encodeURIComponent(id)}`;

/** The way back, the title with its status, the settings in a line, and why it failed. */
export function head(title, entry, line, reason = entry.reason) {
  return h(
    "header",
    { class: "entry-head" },
    h("p", { class: "back" }, h("a", { href: "#", "data-key": "back" }, "All data"), ` / ${title}`),
    h("div", { class: "title" }, h("h1", {}, entry.id), stateMark(entry.status)),
    line ? h("p", { class: "settings" }, line) : undefined,
    reason ? h("p", { class: "reason" }, reason) : undefined,
  );
}

/** Named values in a row; those without a value are left out. */
export function facts(...pairs) {
  const known = pairs.filter(([, value]) => value !== undefined && value !== null && value !== "");
  return h("dl", { class: "figures facts" }, known.map(([name, value, under]) => h("div", {}, h("dt", {}, name), h("dd", {}, value, under ? h("span", { class: "under" }, under) : undefined))));
}

/** A section with its heading, and links beside it. */
export function section(id, title, links, ...content) {
  return h("section", { "aria-labelledby": id }, h("div", { class: "section-head" }, h("h3", { id }, title), h("div", { class: "links" }, links)), ...content);
}

/** The other versions of a name, if there are any. */
export function versions(kind, shown, entries, idOf) {
  const same = entries.filter((each) => shown.name !== undefined && each.name === shown.name);
  if (same.length < 2) return undefined;
  return h(
    "p",
    { class: "versions" },
    `Versions of ${shown.name}: `,
    [...same]
      .sort((a, b) => a.version - b.version)
      .map((each) => h("a", { href: address(kind, idOf(each)), "aria-current": idOf(each) === idOf(shown) ? "true" : undefined }, `v${each.version}`)),
  );
}

/** A length of a file, in the unit that fits. */
export function bytes(count) {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  const power = count < 1000 ? 0 : Math.min(4, Math.floor(Math.log10(count) / 3));
  return `${number(count / 1000 ** power)} ${units[power]}`;
}

/** Enough of a hash to know it again; the whole is its title. */
export const hash = (sha256) => (sha256 ? h("code", { title: sha256 }, sha256.slice(0, 12)) : undefined);

/** A table within its own scroll. */
export function table(label, headings, rows) {
  return h(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": label },
    h("table", {}, h("thead", {}, h("tr", {}, headings.map((each) => h("th", { scope: "col", class: each.left ? "left" : undefined }, each.name ?? each)))), h("tbody", {}, rows)),
  );
}
