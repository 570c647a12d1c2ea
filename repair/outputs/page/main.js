// What happens: which change is shown, which key does what.
"use strict";

const $ = (id) => document.getElementById(id);
const store = $("data") ? new Still() : new Live();
let data, count, list = [], chosen = -1, number = -1, width = 0, keys = true;

const isPending = (n) => data.changes[n].state[0] === "pending";
const filters = () => ({
  verdict: $("by-verdict").value, rule: $("by-rule").value, file: $("by-file").value.trim(),
  confidence: $("by-confidence").value.split(",").map(Number), words: $("by-words").value.toLowerCase(),
});

function passes(n, by) {
  const change = data.changes[n];
  return (!by.verdict || change.state[0] === by.verdict || (by.verdict === "accepted" && change.state[0] === "applied"))
    && (!by.rule || change.rule === by.rule)
    && (!by.file || data.files[change.file].includes(by.file))
    && change.confidence >= by.confidence[0] && change.confidence < by.confidence[1]
    && (!by.words || `${change.before}\n${change.after}`.toLowerCase().includes(by.words));
}

// What the filters let through of one group; null when that is nothing.
function entryOf(rank, by) {
  const group = data.groups[rank];
  const members = group.members.filter((n) => passes(n, by));
  return members.length ? { rank, group, members, pending: members.filter(isPending).length } : null;
}

function refilter() {
  const by = filters();
  list = data.groups.map((_, rank) => entryOf(rank, by)).filter(Boolean);
  for (const id of ["by-rule", "by-file", "by-confidence", "by-words"]) {
    $(id).classList.toggle("set", $(id).value !== ($(id).options?.[0].value ?? ""));
  }
}

// The answer to a decision: new states, and only the groups they are in are looked at again.
function take(states) {
  const by = filters(), ranks = new Set();
  for (const [n, ...state] of states) {
    count[data.changes[n].state[0]]--;
    count[state[0]]++;
    data.changes[n].state = state;
    ranks.add(data.changes[n].group);
  }
  for (const rank of ranks) {
    const entry = entryOf(rank, by), at = list.findIndex((other) => other.rank >= rank);
    const isThere = at >= 0 && list[at].rank === rank;
    list.splice(at < 0 ? list.length : at, isThere ? 1 : 0, ...(entry ? [entry] : []));
  }
}

const recount = () => {
  count = { accepted: 0, applied: 0, rejected: 0, pending: 0, ignored: 0, baseline: 0 };
  for (const change of data.changes) count[change.state[0]]++;
};
const progress = () => ({ ...count, accepted: count.accepted + count.applied, total: data.changes.length });

// Show a change, and keep the focus where the reader had it.
function show(n) {
  if (n !== number) width = 0;
  number = n;
  chosen = n < 0 ? -1 : list.findIndex((entry) => entry.rank === data.changes[n].group);
  showRow(chosen, list.length);
  draw();
}

async function draw() {
  const now = progress(), share = (part) => `${(100 * part) / (now.total || 1)}%`;
  $("bar").setAttribute("aria-valuemax", now.total);
  $("bar").setAttribute("aria-valuenow", now.total - now.pending);
  $("bar").children[0].style.width = share(now.accepted);
  $("bar").children[1].style.width = share(now.rejected + now.ignored + now.baseline);
  $("tally").textContent = `${now.total - now.pending} of ${now.total} decided · ${now.accepted} accepted`;
  $("fold").textContent = `${list.length} ${list.length === 1 ? "group" : "groups"}`;
  drawRows(list, chosen, data.changes);
  if (!$("document").hidden) return drawWhole();
  const held = document.activeElement?.closest?.("#card") ? document.activeElement.dataset.act || "card" : null;
  if (number < 0) {
    $("card").replaceChildren(drawDone(list.length > 0 || now.pending > 0, now));
  } else {
    const change = data.changes[number];
    const group = { ...data.groups[change.group], members: list[chosen]?.members || [number] };
    const wide = width ? await wider(change) : null;
    const position = group.members.indexOf(number);
    $("card").replaceChildren(...drawCard({ change, group, number, position, wide, data }));
  }
  if (held) ($("card").querySelector(`[data-act="${held}"]`) || $("card")).focus();
}

async function wider(change) {
  try {
    const { text, spans } = await store.document(change.file);
    const found = spans.find(([n]) => n === number);
    if (!found) return null;
    const points = Array.from(text), reach = [0, 500, 2500][width];
    return [points.slice(Math.max(0, found[1] - reach), found[1]).join(""), points.slice(found[2], found[2] + reach).join("")];
  } catch (error) {
    say(error.message);
    return null;
  }
}

function next(from = number) {
  const rank = data.changes[from]?.group ?? -1;
  const open = list.filter((entry) => entry.pending);
  const entry = open.find((one) => one.rank >= rank) || open[0];
  if (!entry) return -1;
  const rest = entry.members.filter(isPending);
  return (entry.rank === rank && rest.find((n) => n > from)) || rest[0];
}

const say = (text) => { $("announce").textContent = text; };

async function settle(what, body, done) {
  try {
    const answer = await store.send(what, body);
    take(answer.states);
    const numbers = answer.states.map(([n]) => n);
    const target = what === "undo" ? numbers[0] ?? number : next();
    say(`${done(numbers.length)} ${count.pending} left. ${target >= 0 && target !== number ? `Next: ${spoken(data.changes[target])}, ${data.files[data.changes[target].file]} line ${data.changes[target].line}.` : ""}`);
    show(target);
  } catch (error) {
    tell("Not saved", error.message);
  }
}

const decide = (numbers, verdict, replacement = null) => {
  if (!numbers.length) return;
  const word = { accepted: "Accepted", rejected: "Rejected", pending: "To decide again" }[verdict];
  settle("decide", { numbers, verdict, replacement }, (n) => `${word}${n > 1 ? ` ${n} changes` : ""}.`);
};
const same = () => (list[chosen]?.members || [number]).filter(isPending);
const acts = {
  accept: () => data.changes[number].after !== null && decide([number], "accepted"),
  reject: () => decide([number], "rejected"),
  acceptAll: () => data.changes[number].after !== null && decide(same(), "accepted"),
  rejectAll: () => decide(same(), "rejected"),
  reopen: () => decide([number], "pending"),
  skip: () => step(1),
  wider: () => { width = (width + 1) % 3; draw(); },
  never: () => never(),
  finish: () => finish(),
  clear: () => { $("filters").reset(); refilter(); show(next(-1)); },
  choice: (index) => {
    const other = data.changes[number].alternatives?.[index];
    if (other !== undefined) decide([number], "accepted", other);
  },
};

// Forwards or backwards through all that the filters let through.
function step(by) {
  const order = list.flatMap((entry) => entry.members);
  if (!order.length) return show(-1);
  const at = order.indexOf(number);
  show(order[(at + by + order.length) % order.length]);
}

function stepGroup(by) {
  if (!list.length) return;
  const entry = list[Math.max(0, Math.min(list.length - 1, chosen + by))];
  show(entry.members.find(isPending) ?? entry.members[0]);
}

// Dialogs
function ask(title, ...content) {
  $("dialog").replaceChildren(h("h2", {}, title), ...content.filter(Boolean));
  $("dialog").setAttribute("aria-label", title);
  if (!$("dialog").open) $("dialog").showModal();
}
const closing = (text, attributes = {}) => h("button", { type: "button", on: { click: () => $("dialog").close() }, ...attributes }, text);
const tell = (title, text) => ask(title, h("p", { class: "problem", role: "alert" }, text), h("div", { class: "acts" }, closing("Go on", { class: "main" })));

function never() {
  if (number < 0) return;
  const change = data.changes[number];
  const choice = (scope, key, text) => h("button", { type: "button", data: { key }, on: { click: () => {
    $("dialog").close();
    settle("never", { number, scope }, (n) => `Never again, ${n} settled.`);
  } } }, text, h("kbd", {}, key));
  ask("Never propose again …", h("p", {}, "This is remembered for every later check of this project."), h("div", { class: "acts" },
    choice("word", "w", ["the word “", visible(change.before), "”"]), choice("rule", "r", `the rule ${change.rule}`),
    choice("file", "f", `anything in ${data.files[change.file]}`), closing("Cancel")));
}

function help() {
  const rows = [["y", "accept"], ["n", "reject"], ["a", "accept all of the same change"], ["x", "reject all of the same change"], ["1 – 9", "take that alternative"],
    ["e", "write something else, Enter accepts it"], ["d", "never this word, rule or file"], ["s", "skip"], ["u", "undo the last decision"], ["o", "decide again"],
    ["space", "more context"], ["↑ ↓", "other group (also j k)"], ["← →", "other place of the same change"], ["v", "whole document, before and after"], ["/", "search"], ["q", "finish"]];
  ask("Keys", h("dl", {}, rows.flatMap(([key, what]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, what)])),
    h("label", {}, h("input", { type: "checkbox", checked: keys, on: { change: (event) => { keys = event.target.checked; } } }), " Use single keys"),
    h("div", { class: "acts" }, closing("Go on", { class: "main" })));
}

function finish() {
  const now = progress();
  const files = new Set(data.changes.filter((c) => c.state[0] === "accepted").map((c) => c.file)).size;
  const ready = data.changes.filter((c) => c.state[0] === "accepted").length;
  const end = (body) => async () => {
    try { over(await store.send("finish", { ...body, by: $("who")?.value })); } catch (error) { tell("Not finished", error.message); }
  };
  ask("Finish",
    h("p", {}, `${ready} accepted ${ready === 1 ? "change" : "changes"} in ${files} ${files === 1 ? "file" : "files"}, ${now.rejected} rejected, ${now.pending} undecided.`),
    store.isLive ? null : h("label", {}, "Your name ", h("input", { id: "who", autocomplete: "name" })),
    h("div", { class: "acts" }, closing("Go on reviewing"),
      store.isLive ? h("button", { type: "button", id: "keep", on: { click: end({ apply: false }) } }, "Quit, write later") : null,
      h("button", { type: "button", id: "write", class: "main", disabled: store.isLive && !ready, on: { click: end({ apply: true }) } },
        store.isLive ? `Write ${ready} ${ready === 1 ? "change" : "changes"}` : "Download decisions")));
  ($("write").disabled ? $("keep") : $("write")).focus();
}

function over(answer) {
  if (answer.downloaded !== undefined) {
    return ask("Downloaded", h("p", {}, "Your decisions are in reviewed.jsonl. Whoever has the files applies them with"), h("p", {}, h("code", {}, "repair apply reviewed.jsonl")), h("div", { class: "acts" }, closing("Go on", { class: "main" })));
  }
  const files = Object.keys(answer.written).length;
  const total = Object.values(answer.written).reduce((sum, n) => sum + n, 0);
  $("dialog").close();
  $("filters").remove();
  document.querySelector(".tools").remove();
  document.querySelector("main").replaceChildren(h("section", { id: "over", class: "done-note", tabindex: "-1" },
    h("h2", {}, total ? `${total} ${total === 1 ? "change" : "changes"} written to ${files} ${files === 1 ? "file" : "files"}` : "Your decisions are kept"),
    h("p", {}, total ? ["Take it back with ", h("code", {}, "repair undo"), "."] : ["Write what you accepted with ", h("code", {}, "repair review --apply"), "."]),
    answer.refused.length ? h("ul", { class: "problem" }, answer.refused.map((sentence) => h("li", {}, sentence))) : null,
    h("p", {}, "The review has ended and you can close this page.")));
  $("over").focus();
  say("The review has ended.");
}

// The whole document
async function drawWhole() {
  const picker = $("which");
  const file = picker ? Number(picker.value) : data.changes[number]?.file ?? 0;
  let rows;
  try {
    rows = drawDocument(await store.document(file), data.changes);
  } catch (error) {
    rows = [h("p", { class: "problem" }, error.message)];
  }
  const options = data.files.map((name, index) => h("option", { value: index, selected: index === file }, name));
  $("document").replaceChildren(
    h("div", { class: "head" }, h("select", { id: "which", "aria-label": "File", on: { change: drawWhole } }, options),
      h("span", { class: "key" }, h("span", { class: "maybe" }, "undecided?"), " ", h("ins", {}, "accepted"), " · choose a marked word on the left to decide about it")),
    h("div", { class: "pair head-row" }, h("span"), h("span", {}, "Before"), h("span", {}, "After")), ...rows);
}

function toggleView() {
  const isWhole = $("document").hidden;
  $("document").hidden = !isWhole;
  $("card").hidden = isWhole;
  $("view").setAttribute("aria-pressed", String(isWhole));
  if (isWhole) $("document").replaceChildren();
  draw();
}

function go(n) {
  if (!$("document").hidden) toggleView();
  if (!list.some((entry) => entry.members.includes(n))) { $("filters").reset(); $("by-verdict").value = ""; refilter(); }
  show(n);
  $("card").focus();
}

// Keys and clicks
const KEYS = {
  y: "accept", n: "reject", a: "acceptAll", x: "rejectAll", d: "never", s: "skip", o: "reopen", " ": "wider", q: "finish",
};

document.addEventListener("keydown", (event) => {
  if (!data || event.ctrlKey || event.metaKey || event.altKey || $("over")) return;
  const { target, key } = event;
  if ($("dialog").open) {
    const button = keys && target.tagName !== "INPUT" && [...$("dialog").querySelectorAll("[data-key]")].find((b) => b.dataset.key === key);
    if (button) { event.preventDefault(); button.click(); }
    return;
  }
  if (target.id === "edit") {
    if (key === "Enter") { event.preventDefault(); decide([number], "accepted", fromField(target.value, data.changes[number])); $("card").focus(); }
    if (key === "Escape") { target.value = toField(data.changes[number].state[1] ?? data.changes[number].after ?? ""); $("card").focus(); }
    return;
  }
  if (/^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName)) {
    if (key === "Escape") $("card").focus();
    return;
  }
  if (key === "ArrowDown" || key === "ArrowUp") { event.preventDefault(); return stepGroup(key === "ArrowDown" ? 1 : -1); }
  if (key === "ArrowRight" || key === "ArrowLeft") { event.preventDefault(); return step(key === "ArrowRight" ? 1 : -1); }
  if (key === "Enter" && target.id === "groups") return $("card").focus();
  if (!keys || (key === " " && target.tagName === "BUTTON")) return;
  const simple = { j: () => stepGroup(1), k: () => stepGroup(-1), u: undo, v: toggleView, "?": help, "/": () => $("by-words").focus(), e: edit };
  if (key in KEYS) { event.preventDefault(); if (number >= 0 || key === "q") acts[KEYS[key]](); }
  else if (key in simple) { event.preventDefault(); simple[key](); }
  else if (/^[1-9]$/.test(key) && number >= 0) acts.choice(Number(key) - 1);
});

const undo = () => settle("undo", {}, (n) => (n ? "Undone." : "Nothing to undo."));
function edit() {
  $("edit")?.focus();
  $("edit")?.select();
}

document.addEventListener("click", (event) => {
  const target = event.target.closest("[data-act], [data-go], .row");
  if (!target) return;
  if (target.dataset.act) acts[target.dataset.act](Number(target.dataset.choice));
  else if (target.dataset.go) go(Number(target.dataset.go));
  else {
    const { members } = list[Number(target.dataset.index)];
    document.querySelector(".side").classList.remove("open");
    $("fold").setAttribute("aria-expanded", "false");
    if (!$("document").hidden) toggleView();
    show(members.find(isPending) ?? members[0]);
  }
});

$("groups").addEventListener("scroll", () => data && drawRows(list, chosen, data.changes), { passive: true });
window.addEventListener("resize", () => data && drawRows(list, chosen, data.changes));
$("fold").addEventListener("click", () => {
  const isOpen = document.querySelector(".side").classList.toggle("open");
  $("fold").setAttribute("aria-expanded", String(isOpen));
  drawRows(list, chosen, data.changes);
});
$("sieve").addEventListener("click", () => {
  $("sieve").setAttribute("aria-expanded", String($("filters").classList.toggle("open")));
});
$("view").addEventListener("click", toggleView);
$("undo").addEventListener("click", undo);
$("help").addEventListener("click", help);
$("finish").addEventListener("click", finish);
$("theme").addEventListener("click", () => {
  const order = ["", "light", "dark"], root = document.documentElement;
  root.dataset.theme = order[(order.indexOf(root.dataset.theme || "") + 1) % order.length];
  say(`Theme: ${root.dataset.theme || "as the system"}`);
});
$("filters").addEventListener("submit", (event) => event.preventDefault());
for (const kind of ["input", "change"]) {
  $("filters").addEventListener(kind, () => {
    refilter();
    show(list.length ? list[0].members.find(isPending) ?? list[0].members[0] : -1);
  });
}

(async () => {
  try {
    data = await store.load();
  } catch {
    return tell("The review cannot be opened", "The server has ended. Start `repair review --web` again.");
  }
  $("by-rule").append(...[...new Set(data.groups.map((group) => group.rule))].sort().map((rule) => h("option", {}, rule)));
  $("files").append(...data.files.slice(0, 500).map((file) => h("option", { value: file })));
  recount();
  refilter();
  show(next(-1));
  document.body.dataset.ready = "true";
})();
