// What the page knows and where decisions go: to the server, or (a report in one file) nowhere
// but this browser until they are downloaded. Both answer alike: {states: [[number, verdict,
// replacement], …]}.
"use strict";

class Live {
  isLive = true;
  #queue = Promise.resolve(); // decisions reach the server in the order they are made
  #documents = new Map();

  async load() {
    return (await fetch("data.json")).json();
  }

  send(what, body = {}) {
    const answer = this.#queue.then(() => this.#post(what, body));
    this.#queue = answer.catch(() => {});
    return answer;
  }

  async #post(what, body) {
    let response;
    try {
      response = await fetch(what, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
      });
    } catch {
      throw new Error("The server has ended, so this was not saved. Start `repair review --web` again; what you decided before is kept.");
    }
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) throw new Error(answer.error || `The server answered ${response.status}.`);
    return answer;
  }

  async document(file) {
    if (!this.#documents.has(file)) {
      const response = await fetch(`document/${file}`);
      const answer = await response.json().catch(() => ({}));
      if (!response.ok) throw new Error(answer.error || `The server answered ${response.status}.`);
      this.#documents.set(file, answer);
    }
    return this.#documents.get(file);
  }
}

class Still {
  isLive = false;
  #undo = [];
  #data;
  #states; // by number of the change: [verdict, replacement]

  async load() {
    this.#data = JSON.parse(document.getElementById("data").textContent);
    try {
      for (const [number, state] of JSON.parse(localStorage.getItem(this.#data.key) || "[]")) {
        this.#data.changes[number].state = state;
      }
    } catch { /* a browser that keeps nothing for files: the download does */ }
    this.#states = this.#data.changes.map((change) => change.state);
    return this.#data;
  }

  async send(what, body = {}) {
    const { changes } = this.#data;
    if (what === "finish") return this.#download(body.by);
    let states;
    if (what === "undo") {
      states = this.#undo.pop() || [];
    } else {
      const chosen = changes[body.number];
      const same = { word: "before", rule: "rule", file: "file" }[body.scope];
      const numbers = what === "decide"
        ? body.numbers
        : changes.flatMap((c, n) => (c[same] === chosen[same] && this.#states[n][0] === "pending" ? [n] : []));
      const state = what === "decide" ? [body.verdict, body.replacement ?? null] : ["ignored", null];
      this.#undo.push(numbers.map((n) => [n, ...this.#states[n]]));
      states = numbers.map((n) => [n, ...state]);
    }
    for (const [n, ...state] of states) this.#states[n] = state;
    this.#keep();
    return { states };
  }

  async document(file) {
    return this.#data.documents[file];
  }

  #keep() {
    const decided = this.#states.flatMap((state, n) => (state[0] === "pending" ? [] : [[n, state]]));
    try {
      localStorage.setItem(this.#data.key, JSON.stringify(decided));
    } catch { /* as above */ }
  }

  #download(by) {
    const time = new Date().toISOString().replace("Z", "000+00:00");
    const lines = this.#data.changes.map(({ state: _, group, claimed, ...row }, n) => {
      const state = this.#states[n];
      row.file = this.#data.files[row.file];
      row.confidence = claimed;
      const decision = { ignored: "rejected", applied: "accepted" }[state[0]] || state[0];
      if (decision === "pending") return JSON.stringify({ ...row, decision });
      const words = state[1] === null ? {} : { replacement: state[1] };
      return JSON.stringify({ ...row, ...words, decision, by: by || "reader of the report", time });
    });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([[this.#data.header, ...lines, ""].join("\n")], { type: "application/jsonl" }));
    link.download = "reviewed.jsonl";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    return { downloaded: lines.length };
  }
}
