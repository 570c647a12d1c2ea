// What is shown. Everything from documents becomes text nodes, never markup.
"use strict";

function h(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "on") for (const [event, act] of Object.entries(value)) node.addEventListener(event, act);
    else if (key === "data") Object.assign(node.dataset, value);
    else if (value === true) node.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(key, value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

const ODD = /\r\n|[\x00-\x1f\x7f-\xa0\xad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]|  +/g;
const EDGES = new RegExp(`${ODD.source}|^ +| +$`, "g");

// Changed text with what cannot be seen made visible; spaces at its ends too, unless it goes on.
function visible(text, odd = EDGES) {
  const parts = [];
  let at = 0;
  for (const match of text.matchAll(odd)) {
    parts.push(text.slice(at, match.index), h("span", { class: "odd" }, shown(match[0])));
    at = match.index + match[0].length;
  }
  return [...parts, text.slice(at)];
}

function shown(odd) {
  if (odd[0] === " ") return "␣".repeat(odd.length);
  if (odd === "\r\n" || odd === "\n" || odd === "\r") return "⏎";
  if (odd === "\t") return "⇥";
  return `‹U+${odd.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}›`;
}

// Line ends and tabs as they can be typed into a field, and back.
const toField = (text) => text.replace(/\r\n|\r|\n/g, "⏎").replaceAll("\t", "⇥");
const fromField = (text, change) => {
  const isWindows = [change.before, change.after, change.left, change.right].join("").includes("\r\n");
  return text.replaceAll("⏎", isWindows ? "\r\n" : "\n").replaceAll("⇥", "\t");
};

// Before and after with the letters that differ made bold.
function marked(before, after) {
  let start = 0, end = 0;
  const most = Math.min(before.length, after.length);
  while (start < most && before[start] === after[start]) start++;
  while (end < most - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const parts = (text) => {
    const middle = text.slice(start, text.length - end);
    if (middle.length === text.length) return visible(text);
    return [visible(text.slice(0, start), ODD), middle ? h("b", {}, visible(middle, ODD)) : "", visible(text.slice(text.length - end), ODD)];
  };
  return [parts(before), parts(after)];
}

const percent = (share) => `${share >= 0.995 && share < 1 ? ">99" : Math.round(share * 100)} %`;
const MARKS = { pending: "·", accepted: "✓", applied: "✓", rejected: "✕", ignored: "⊘", baseline: "⊘" };
const WORDS = {
  pending: "to decide", accepted: "accepted", applied: "written", rejected: "rejected",
  ignored: "never again", baseline: "in the baseline",
};
const spoken = (change) => (change.after === null ? `mark on ${change.before}` : `${change.before || "nothing"} becomes ${change.after || "nothing"}`);

function stateNote(change) {
  const [verdict, replacement] = change.state;
  if (verdict === "pending") return null;
  const words = replacement !== null && replacement !== change.after ? ` as “${replacement}”` : "";
  return h("span", { class: `state ${verdict}` }, `${MARKS[verdict]} ${WORDS[verdict]}${words}`);
}

// The list on the left: only the rows in sight exist.
const ROW = 60;
let rowsDrawn = new Map();

// A change of spaces or stops says nothing by itself, so it is shown between its neighbours.
function inShort({ before, after }, { left, right }) {
  if (/[\p{L}\p{N}]/u.test(before + (after ?? ""))) {
    return [h("s", {}, visible(before || "∅")), " → ", h("u", {}, after === null ? "?" : visible(after || "∅"))];
  }
  const near = [left.slice(-24).replace(/^\S*\s/, ""), right.slice(0, 24)].map((text) => text.replace(/\s+/g, " "));
  return [h("i", {}, near[0]), before && h("s", { class: "bare" }, visible(before)), after && h("u", { class: "bare" }, visible(after)), h("i", {}, near[1])];
}

function groupRow(entry, index, count, isChosen, first) {
  const { group, members, pending } = entry;
  return h("div", {
    class: `row${pending ? "" : " done"}`, role: "option", id: `row-${index}`, "aria-selected": String(isChosen),
    "aria-posinset": index + 1, "aria-setsize": count, data: { index },
    "aria-label": `${spoken(group)}, ${group.rule}, ${members.length} ${members.length === 1 ? "place" : "places"}, ${pending} to decide`,
  },
  h("div", { class: "what" }, inShort(group, first)),
  h("div", { class: "about" }, h("span", {}, group.rule), h("span", {}, group.after === null ? "mark" : percent(group.confidence)),
    h("span", { class: "count" }, pending === members.length ? `${members.length} ×` : pending ? `${pending} of ${members.length} ×` : `✓ ${members.length} ×`)));
}

function drawRows(list, chosen, changes) {
  const box = document.getElementById("groups"), rows = document.getElementById("rows");
  rows.style.height = `${list.length * ROW}px`;
  const first = Math.max(0, Math.floor(box.scrollTop / ROW) - 4);
  const last = Math.min(list.length, first + Math.ceil((box.clientHeight || 600) / ROW) + 8);
  const drawn = [], now = new Map();
  for (let index = first; index < last; index++) {
    const { rank, members, pending } = list[index];
    const key = [index, list.length, rank, members.length, pending, index === chosen].join();
    const row = rowsDrawn.get(key) || groupRow(list[index], index, list.length, index === chosen, changes[members[0]]);
    row.style.top = `${index * ROW}px`;
    now.set(key, row);
    drawn.push(row);
  }
  rowsDrawn = now;
  if (!list.length) drawn.push(h("p", { class: "empty" }, "Nothing here."));
  const wanted = new Set(drawn);
  drawn.forEach((row, at) => { // touch only what changed: a decision changes one row or two
    const there = rows.children[at];
    if (there === row) return;
    if (there && !wanted.has(there)) there.replaceWith(row);
    else rows.insertBefore(row, there ?? null);
  });
  while (rows.children.length > drawn.length) rows.lastElementChild.remove();
  box.setAttribute("aria-activedescendant", chosen >= first && chosen < last ? `row-${chosen}` : "");
}

function showRow(index, count) {
  const box = document.getElementById("groups"), top = index * ROW;
  if (index < 0) return;
  document.getElementById("rows").style.height = `${count * ROW}px`; // or it cannot scroll there
  if (top < box.scrollTop) box.scrollTop = top;
  else if (top + ROW > box.scrollTop + box.clientHeight) box.scrollTop = top + ROW - box.clientHeight;
}

// The change in the middle.
function contextOf(change, wide) {
  const [before, after] = marked(change.before, change.state[1] ?? change.after ?? "");
  const [left, right] = wide || [change.left, change.right];
  return h("div", { class: "text", lang: "" },
    h("span", { class: "far" }, left), change.before ? h("del", {}, h("span", { class: "skip" }, "remove "), before) : null,
    change.after === null && change.state[1] === null ? null : h("ins", {}, h("span", { class: "skip" }, "insert "), after),
    h("span", { class: "far" }, right));
}

function drawCard(state) {
  const { change, group, number, position, wide, data } = state;
  const decided = change.state[0] !== "pending";
  const open = group.members.filter((n) => data.changes[n].state[0] === "pending").length;
  const value = change.state[1] ?? change.after ?? "";
  const act = (name, title, key, attributes = {}) =>
    h("button", { type: "button", data: { act: name }, "aria-keyshortcuts": key, ...attributes }, title, h("kbd", { "aria-hidden": "true" }, key));
  return [
    h("p", { class: "where" },
      h("span", { class: "tag" }, change.rule),
      change.after === null ? null : h("span", { class: "sure" }, h("meter", { min: 0, max: 1, low: 0.7, high: 0.9, optimum: 1, value: change.confidence, "aria-hidden": "true" }), `${percent(change.confidence)} sure`),
      h("span", { class: "file" }, `${data.files[change.file]}:${change.line}`),
      stateNote(change),
      h("span", { class: "place" }, group.members.length > 1 ? `${position + 1} of ${group.members.length}` : "")),
    contextOf(change, wide),
    h("div", { class: "why" }, change.reason,
      change.evidence?.length ? h("ul", {}, change.evidence.map((e) => h("li", {}, e.text, e.value === null ? "" : h("span", { class: "value" }, ` ${Number(e.value.toFixed(2))}`)))) : null),
    change.source ? h("p", { class: "origin" }, `From ${change.source}`) : null,
    h("div", { class: "choose" },
      (change.alternatives || []).slice(0, 9).map((other, index) =>
        h("button", { type: "button", class: "choice", data: { act: "choice", choice: index }, "aria-label": `Use ${other} instead`, "aria-keyshortcuts": index + 1 },
          h("kbd", { "aria-hidden": "true" }, index + 1), visible(other))),
      h("label", {}, "Write", h("input", { id: "edit", value: toField(value), autocomplete: "off", spellcheck: "false", "aria-label": "What should stand there; Enter accepts it" }), h("kbd", { "aria-hidden": "true" }, "e"))),
    h("div", { class: "acts" },
      act("accept", "Accept", "y", { class: "yes", disabled: change.after === null }),
      act("reject", "Reject", "n", { class: "no" }),
      group.members.length > 1 && open ? act("acceptAll", `Accept all ${open}`, "a", { disabled: change.after === null }) : null,
      group.members.length > 1 && open ? act("rejectAll", `Reject all ${open}`, "x") : null,
      act("never", "Never…", "d"),
      decided ? act("reopen", "Decide again", "o") : act("skip", "Skip", "s"),
      act("wider", "Context", "space", { title: "More context" })),
    group.members.length > 1 ? drawOthers(state) : null,
  ].filter(Boolean);
}

const SHOWN_OTHERS = 24;

function drawOthers({ group, number, data, position }) {
  const from = Math.max(0, Math.min(position - SHOWN_OTHERS / 2, group.members.length - SHOWN_OTHERS));
  const items = group.members.slice(from, from + SHOWN_OTHERS).map((n) => {
    const change = data.changes[n];
    return h("li", {}, h("button", { type: "button", data: { go: n }, "aria-current": n === number ? "true" : false },
      h("span", { class: "mark", "aria-label": WORDS[change.state[0]] }, MARKS[change.state[0]]),
      h("span", { class: "at" }, `${data.files[change.file]}:${change.line}`),
      h("span", { class: "line" }, change.left.slice(-28), h("b", {}, visible(change.before)), change.right.slice(0, 60))));
  });
  const hidden = group.members.length - items.length;
  return h("section", { class: "others" },
    h("h2", {}, `The same change in ${group.members.length} places${hidden ? `, ${items.length} of them here` : ""}`), h("ol", {}, items));
}

function drawDone(isFiltered, progress) {
  return h("div", { class: "done-note" },
    h("h2", {}, isFiltered ? "Nothing left to decide here" : "Everything is decided"),
    h("p", {}, isFiltered ? "Other changes are hidden by the filters above." : `${progress.accepted} accepted, ${progress.rejected} rejected.`),
    isFiltered ? h("button", { type: "button", data: { act: "clear" } }, "Show all") : null,
    h("button", { type: "button", class: "main", data: { act: "finish" } }, "Finish"));
}

// The whole document: one row a line, as it is on the left, as it will be on the right.
function drawDocument(answer, changes) {
  const points = /[\ud800-\udbff]/.test(answer.text) ? Array.from(answer.text) : null;
  const cut = (from, to) => (points ? points.slice(from, to).join("") : answer.text.slice(from, to));
  const rows = [];
  let left = [], right = [], touched = false;
  const close = () => {
    rows.push(h("div", { class: touched ? "pair touched" : "pair" },
      h("span", { class: "number", "aria-hidden": "true" }, rows.length + 1), h("span", {}, left), h("span", {}, right)));
    left = []; right = []; touched = false;
  };
  const plain = (text) => text.split("\n").forEach((line, index) => {
    if (index) close();
    left.push(line.replace("\r", "")); right.push(line.replace("\r", ""));
  });
  let at = 0;
  for (const [number, start, end] of answer.spans) {
    if (start < at) continue;
    plain(cut(at, start));
    const change = changes[number], [verdict, replacement] = change.state;
    const isTaken = verdict === "accepted" || verdict === "applied";
    left.push(h("button", { type: "button", class: `hit ${verdict}`, data: { go: number }, title: `${WORDS[verdict]}: ${spoken(change)}` }, visible(change.before || "∅")));
    if (isTaken) right.push(h("ins", {}, visible(replacement ?? change.after)));
    else if (verdict === "pending" && change.after !== null) right.push(h("span", { class: "maybe" }, visible(change.after || "∅"), "?"));
    else right.push(cut(start, end));
    touched = true;
    at = end;
  }
  plain(cut(at));
  if (left.length) close();
  return rows;
}
