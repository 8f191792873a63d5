// The one form: draws what the kernel shows, sends what is typed, and never says
// "Saved" before the kernel has said that it is on the disk.

const LATE = 2500; // ms without an answer: say NOT SAVED
const AGAIN = 4000; // ms between tries
const SLOW = 250; // ms before "Saving" is worth saying
const PAUSE = { tap: 400, type: 1500 }; // ms of quiet before the entry is written
const PART = 512 * 1024; // bytes of a file in one message

// What the kernel has not acknowledged yet, by form and field. It outlives a re-run of
// the cell and a kernel that died, as long as the page stays open.
const unsaved = (window.__recoveryKitUnsaved ??= new Map());

if (!window.__recoveryKitGuard) {
  window.__recoveryKitGuard = true;
  window.addEventListener("beforeunload", (event) => {
    if (unsaved.size) event.preventDefault();
  });
}

class View {
  constructor(model, el) {
    this.model = model;
    this.vid = crypto.randomUUID();
    this.nav = 0; // goes up with each move; an answer to what was asked before is late
    this.slot = null;
    this.name = "";
    this.cells = new Map(); // field -> what is shown and sent of it
    this.rows = []; // of buttons that stand beside each other
    this.root = h("div", { class: "rk-form" });
    this.live = h("p", { class: "rk-unseen", role: "status" });
    this.trouble = h("p", { class: "rk-trouble", role: "alert" });
    this.note = h("p", { class: "rk-note", role: "status" });
    el.classList.add("rk");
    el.addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
        event.preventDefault(); // the browser would offer to save the page to a file
        this.settleSoon(0);
      }
    });
    el.append(this.root, this.live);
    this.onMessage = (content) => this.receive(content);
    this.onSight = () => { if (!document.hidden) this.lookSoon(); };
    model.on("msg:custom", this.onMessage);
    document.addEventListener("visibilitychange", this.onSight);
    window.addEventListener("focus", this.onSight);
    this.clock = setInterval(() => this.tick(), 500);
    this.send({ op: "hello" });
  }

  end() {
    clearInterval(this.clock);
    for (const timer of [this.settling, this.looking, this.telling]) clearTimeout(timer);
    this.model.off("msg:custom", this.onMessage);
    document.removeEventListener("visibilitychange", this.onSight);
    window.removeEventListener("focus", this.onSight);
  }

  // ---- to the kernel ---------------------------------------------------------------

  send(content, buffers) {
    const message = { vid: this.vid, nav: this.nav, slot: this.slot, ...content };
    try {
      this.model.send(message, undefined, buffers);
    } catch {
      // The kernel is gone; tick() tries again.
    }
  }

  changed(key, how) {
    const cell = this.cells.get(key);
    cell.rev += 1;
    cell.value = cell.get();
    cell.dirty = true;
    cell.since ??= Date.now();
    unsaved.set(this.ticket(key), {
      name: this.name, slot: this.slot, field: key, value: cell.value, base: cell.base, tried: 0,
    });
    this.push(key);
    this.settleSoon(PAUSE[how]);
    this.say();
  }

  ticket(key) {
    return `${this.name}/${this.slot.id ?? ""}/${key}`;
  }

  push(key) {
    const cell = this.cells.get(key);
    if (!cell.dirty || cell.flying !== null) return;
    cell.flying = cell.rev;
    cell.tried = Date.now();
    this.send({
      op: "put", field: key, value: cell.value, base: cell.base, rev: cell.rev, ticket: this.ticket(key),
    });
  }

  isDirty() {
    return [...this.cells.values()].some((cell) => cell.dirty);
  }

  settleSoon(wait) {
    clearTimeout(this.settling);
    this.settling = setTimeout(() => {
      if (this.isDirty()) this.settleSoon(100);
      else if (this.touched) { this.touched = false; this.send({ op: "settle" }); }
    }, wait);
  }

  lookSoon() {
    clearTimeout(this.looking);
    this.looking = setTimeout(() => { if (this.slot) this.send({ op: "look" }); }, 200);
  }

  choose(key, value) {
    this.leave();
    this.send({ op: "choose", field: key, value });
  }

  press(key) {
    this.leave();
    this.busy("One moment …");
    this.send({ op: "press", field: key });
  }

  // Whatever is being written belongs to the entry one is leaving. Messages keep their
  // order, so it is enough to send it first.
  leave() {
    for (const [key, cell] of this.cells) {
      cell.finish?.();
      if (cell.dirty) {
        cell.flying = null;
        this.push(key);
      }
    }
    clearTimeout(this.settling);
    clearTimeout(this.looking);
    if (this.touched || this.isDirty()) {
      this.touched = false;
      this.send({ op: "settle" });
    }
    this.nav += 1;
    this.refused = "";
  }

  async sendFile(key, file) {
    this.leave();
    this.busy(`Reading ${file.name} …`);
    const bytes = await file.arrayBuffer();
    const parts = Math.max(1, Math.ceil(bytes.byteLength / PART));
    for (let part = 0; part < parts; part += 1) {
      const buffer = bytes.slice(part * PART, (part + 1) * PART);
      this.send({ op: "file", field: key, name: file.name, part, parts }, [buffer]);
    }
  }

  tick() {
    const now = Date.now();
    for (const [key, cell] of this.cells) {
      if (cell.dirty && now - cell.tried > AGAIN) {
        cell.flying = null;
        this.push(key);
      }
    }
    if (this.isDirty()) this.say();
    if (this.slot && unsaved.size) this.takeUp();
  }

  // ---- from the kernel -------------------------------------------------------------

  receive(content) {
    if (content.vid && content.vid !== this.vid) return;
    if (content.except === this.vid) return;
    this[`on_${content.op}`]?.(content);
  }

  on_show({ name, show, nav }) {
    if (nav < this.nav) return;
    this.busy("");
    this.name = name;
    const slot = show.slot ?? {};
    if (this.slot && JSON.stringify(slot) !== JSON.stringify(this.slot)) {
      for (const cell of this.cells.values()) Object.assign(cell, clean());
      this.touched = false;
    }
    this.slot = slot;
    this.draw(show);
    for (const [key, cell] of this.cells) {
      cell.mark?.(slot);
      if (!cell.set) continue;
      if (!cell.dirty) {
        cell.set((show.values ?? {})[key]);
        cell.base = (show.bases ?? {})[key] ?? 0;
      }
      this.conflict(key, cell, (show.others ?? {})[key]);
    }
    this.foot = show.note ?? "";
    this.judge(show.wrong ?? {});
    this.takeUp();
  }

  // What was typed before the kernel died, the cell was run again or another day was
  // chosen, and was not acknowledged: it goes to the entry it was written for.
  takeUp() {
    for (const [ticket, kept] of unsaved) {
      if (kept.name !== this.name) continue;
      const here = (kept.slot.id ?? "") === (this.slot.id ?? "");
      const cell = here && this.cells.get(kept.field);
      if (cell && cell.dirty) continue;
      if (cell && cell.set) {
        cell.set(kept.value);
        cell.base = kept.base;
        this.changed(kept.field, "type");
      } else if (Date.now() - kept.tried > AGAIN) {
        kept.tried = Date.now();
        this.send({
          op: "put", slot: kept.slot, field: kept.field, value: kept.value, base: kept.base, rev: -1, ticket,
        });
      }
    }
  }

  on_ack({ field, rev, base, others, ticket }) {
    if (rev < 0) {
      const kept = unsaved.get(ticket);
      unsaved.delete(ticket);
      if (kept) this.send({ op: "settle", slot: kept.slot });
      return;
    }
    const cell = ticket === this.ticket(field) && this.cells.get(field);
    if (!cell) {
      unsaved.delete(ticket); // of the day one has left, and stored
      return;
    }
    cell.base = base;
    cell.flying = null;
    cell.trouble = "";
    this.touched = true;
    if (rev === cell.rev) {
      cell.dirty = false;
      cell.since = null;
      unsaved.delete(ticket);
      cell.after?.();
      cell.after = null;
    } else this.push(field);
    this.conflict(field, cell, others);
    this.say();
  }

  on_nak({ field, words }) {
    const cell = this.cells.get(field);
    if (!cell) return;
    cell.flying = null;
    cell.trouble = words;
    this.say();
  }

  on_settled({ slot, wrong }) {
    if (slot.id !== this.slot.id) return;
    this.judge(wrong);
    if (!wrong[""]) this.lookSoon();
  }

  on_stale() {
    if (!document.hidden) this.lookSoon();
  }

  on_trouble({ words }) {
    this.busy("");
    if (this.slot) {
      this.lookSoon(); // what was asked for did not happen: show what is
      this.refused = words;
      this.trouble.textContent = words;
      return;
    }
    this.root.replaceChildren(
      h("p", { class: "rk-trouble", role: "alert" }, words),
      h("button", { type: "button", class: "rk-button", onclick: () => this.send({ op: "hello" }) }, "Try again"),
    );
  }

  // ---- drawing ---------------------------------------------------------------------

  // Whatever is the same as before stays the same node: the cursor keeps its place, and
  // a word half typed is not in the way.
  draw(show) {
    const before = this.cells;
    const focused = this.root.contains(document.activeElement);
    this.cells = new Map();
    const nodes = [];
    const below = [];
    let row = null;
    let rows = 0;
    for (const field of show.fields ?? []) {
      const cell = this.cell(field, before.get(field.key));
      this.cells.set(field.key, cell);
      if (field.inside) {
        const inner = this.cells.get(field.inside).inner;
        if (cell.node.parentNode !== inner) inner.prepend(cell.node);
      } else if (["button", "hide", "card"].includes(field.kind)) {
        if (!row) {
          row = { node: (this.rows[rows] ??= h("div", { class: "rk-buttons" })), nodes: [] };
          rows += 1;
          nodes.push(row);
        }
        row.nodes.push(cell.node);
      } else {
        row = null;
        nodes.push(...below.splice(0), cell.node);
      }
      if (cell.below) below.push(cell.below);
    }
    nodes.push(...below, this.trouble, this.note);
    for (const part of nodes) if (part.nodes) sync(part.node, part.nodes);
    const plain = nodes.map((part) => (part.nodes ? part.node : part));
    if (show.fold) {
      this.fold ??= h("details", { class: "rk-fold" }, h("summary", {}, show.fold));
      sync(this.fold, [this.fold.firstChild, ...plain]);
      sync(this.root, [this.fold]);
    } else sync(this.root, plain);
    // What had the cursor may be gone, as a button is once it was pressed.
    if (focused && !this.root.contains(document.activeElement)) {
      this.root.querySelector("input, textarea, select, button, summary")?.focus({ preventScroll: true });
    }
  }

  cell(field, old) {
    const plan = JSON.stringify(field);
    if (old && old.plan === plan) return old;
    if (old?.update && old.field.kind === field.kind) {
      old.update(field);
      return Object.assign(old, { field, plan });
    }
    const built = BUILD[field.kind](field, this);
    const cell = { ...clean(), field, plan, ...built };
    if (built.set) {
      cell.wrong = h("p", { class: "rk-wrong", role: "alert" });
      cell.twin = h("div", {});
      built.node.append(cell.wrong, cell.twin);
      if (old?.dirty) {
        const { rev, base, flying, tried, since, value } = old;
        Object.assign(cell, { rev, base, flying, tried, since, value, dirty: true });
        cell.set(old.get());
      }
    }
    if (old?.keep) cell.restore(old.keep());
    return cell;
  }

  judge(wrong) {
    this.lacking = wrong[""] ?? "";
    for (const [key, cell] of this.cells) {
      if (!cell.wrong) continue;
      cell.refused = wrong[key] ?? "";
      cell.wrong.textContent = cell.refused;
      cell.input?.setAttribute("aria-invalid", String(Boolean(cell.refused)));
    }
    this.say();
  }

  say() {
    let trouble = "";
    for (const cell of this.cells.values()) {
      const age = cell.dirty ? Date.now() - cell.since : 0;
      const late = cell.dirty && (cell.trouble || age > LATE);
      if (late) trouble ||= cell.trouble || "The journal does not answer.";
      if (!cell.state) continue;
      let words = "";
      if (late) words = "NOT SAVED";
      else if (age > SLOW) words = "Saving …";
      else if (cell.refused) words = "Kept as typed";
      else if (cell.rev || cell.get()) words = "Saved";
      // Between two letters the last answer stands for a moment longer.
      if (cell.dirty && !late && age <= SLOW) words = cell.state.textContent || "Saving …";
      cell.state.textContent = words;
      cell.state.dataset.state = late ? "not-saved" : "";
    }
    if (trouble) {
      trouble = `NOT SAVED. ${trouble} What you wrote stays on this page, and it is tried again and again.`;
      this.refused = "";
    } else trouble = this.refused ?? "";
    if (this.trouble.textContent !== trouble) this.trouble.textContent = trouble;
    const dirty = this.isDirty();
    const foot = dirty ? "" : this.lacking || this.foot || "";
    if (!dirty && this.note.textContent !== foot) this.note.textContent = foot;
    this.note.hidden = dirty && Boolean(trouble);
    clearTimeout(this.telling);
    if (dirty) this.live.textContent = trouble ? "Not saved" : "";
    else if ([...this.cells.values()].some((cell) => cell.rev)) {
      this.telling = setTimeout(() => { this.live.textContent = "Saved"; }, 1000);
    }
  }

  conflict(key, cell, others) {
    if (!cell.twin) return;
    const found = Object.entries(others ?? {});
    const plan = JSON.stringify(found);
    if (plan === (cell.twins ?? "[]")) return;
    cell.twins = plan;
    cell.twin.replaceChildren(...found.map(([number, text]) => {
      const put = () => this.send({ op: "drop", field: key, number: Number(number) });
      return h("div", { class: "rk-twin" },
        h("p", {}, "Another window wrote this at the same time. Both are kept."),
        h("blockquote", {}, text),
        h("button", { type: "button", class: "rk-button", onclick: () => {
          cell.set(`${cell.get()}\n\n${text}`);
          cell.after = put;
          this.changed(key, "type");
        } }, "Add it below mine"),
        h("button", { type: "button", class: "rk-button", onclick: put }, "Put it away"));
    }));
  }

  busy(words) {
    this.root.setAttribute("aria-busy", String(Boolean(words)));
    this.live.textContent = words;
    for (const button of this.root.querySelectorAll(".rk-buttons button")) button.disabled = Boolean(words);
    if (words) this.note.textContent = words;
  }
}

const clean = () => ({
  rev: 0, base: 0, flying: null, tried: 0, dirty: false, since: null, trouble: "", refused: "",
});

// Make `nodes` the children of `parent`, without moving those that stand there already.
function sync(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.childNodes]) if (!wanted.has(child)) child.remove();
  let at = parent.firstChild;
  for (const node of nodes) {
    if (node === at) at = at.nextSibling;
    else parent.insertBefore(node, at);
  }
}

export default {
  render({ model, el }) {
    const view = new View(model, el);
    return () => view.end();
  },
};
