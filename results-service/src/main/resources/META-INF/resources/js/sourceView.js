// A source: the format of the file, which columns are used, and which are not.

import * as datasets from "./datasets.js";
import { h } from "./dom.js";
import { bytes, facts, hash, head, section, table, versions } from "./entry.js";
import { day, number, words } from "./format.js";
import { measuringView, progressLine } from "./shares.js";

const ROWS_A_PAGE = 5;

const formatInWords = (format) => [words(format.shape), words(format.container), format.compression === "none" ? undefined : format.compression].filter(Boolean).join(", ");

export function sourceView(source, pages, known) {
  const id = source.source_id;
  const line = [`from ${source.from === "upload" ? "an upload" : source.from}`, `requested ${day(source.created_at)}`].join(" · ");
  return [
    head("Source", { id, status: source.status, reason: source.reason }, line),
    versions("source", source, known.source.entries, (each) => each.source_id),
    source.progress ? progressLine("rows read", source.progress.rows_done) : undefined,
    source.status === "ready" ? readyView(source, id, pages) : undefined,
  ];
}

function readyView(source, id, pages) {
  const withContext = source.row_count > 0 ? `${((100 * source.with_context_count) / source.row_count).toFixed(1)} % of the rows` : undefined;
  return [
    h(
      "section",
      { "aria-label": "Counts" },
      facts(
        ["rows", number(source.row_count), `${number(source.turn_count)} turns, ${number(source.character_count)} characters`],
        ["with context", number(source.with_context_count), withContext],
        ["rejected", number(source.rejected_count), source.rejected_count === 0 ? "every row fits" : "below, with reasons"],
        ["format", h("span", { class: "word" }, formatInWords(source.format)), bytes(source.file_bytes)],
        ["content", hash(source.rows_sha256), ["file ", hash(source.file_sha256)]],
      ),
    ),
    source.token_counts.length > 0 ? section("tokens-title", "Token counts", [], measuringView(source.token_counts)) : undefined,
    source.rejected_count > 0 ? rejectedView(source, id) : undefined,
    section("rows-title", "Rows", [], pages.rows(`${id}-rows`, readRows(id), (rows) => rows.map(rowView))),
  ];
}

const readRows = (id) => async (offset) => datasets.sourceRows(id, offset, ROWS_A_PAGE);

function rejectedView(source, id) {
  const rows = source.first_rejected.map((row) => h("tr", {}, h("td", {}, row.line > 0 ? number(row.line) : "–"), h("td", {}, number(row.number)), h("td", { class: "left wrap" }, row.reason)));
  const more = source.rejected_count - rows.length;
  return section(
    "rejected-title",
    "Rejected rows",
    h("a", { href: datasets.link("source", id, "/rejected") }, "Download all"),
    table("Rejected rows", ["line", "row", { name: "reason", left: true }], rows),
    more > 0 ? h("p", { class: "note" }, `and ${number(more)} more in the download`) : undefined,
  );
}

/** A row as a conversation; its context has a line of its own, or is shaded where the user's text contains it. */
function rowView(row) {
  const within = row.context !== "" && row.turns.some((each) => each.role === "user" && each.text.includes(row.context));
  const [question, ...others] = row.turns;
  const turnOf = (each) => turn(each.role, within && each.role === "user" ? shaded(each.text, row.context) : each.text);
  return h(
    "article",
    { class: "row" },
    h("p", { class: "label" }, [`row ${number(row.number)}`, row.id, within && "context shaded"].filter(Boolean).join(" · ")),
    h("dl", { class: "turns" }, row.system ? turn("system", row.system) : undefined, turnOf(question), row.context && !within ? turn("context", row.context) : undefined, others.map(turnOf)),
  );
}

const turn = (who, text) => [h("dt", {}, who), h("dd", {}, text)];

function shaded(text, context) {
  const at = text.indexOf(context);
  return at < 0 ? text : [text.slice(0, at), h("span", { class: "shaded" }, context), text.slice(at + context.length)];
}
