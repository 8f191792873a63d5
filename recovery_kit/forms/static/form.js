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
    this.slot = null;
    this.name = "";
    this.cells = new Map(); // field -> what is shown and sent of it
    this.drawn = "";
    this.root = h("div", { class: "rk-form" });
    this.live = h("p", { class: "rk-unseen", role: "status" });
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
    clearTimeout(this.settling);
    clearTimeout(this.looking);
    this.model.off("msg:custom", this.onMessage);
    document.removeEventListener("visibilitychange", this.onSight);
    window.removeEventListener("focus", this.onSight);
  }

  // ---- to the kernel ---------------------------------------------------------------

  send(content, buffers) {
    try {
      this.model.send({ vid: this.vid, slot: this.slot, ...content }, undefined, buffers);
      return true;
    } catch {
      return false; // the kernel is gone; tick() tries again
    }
  }

  changed(key, how) {
    const cell = this.cells.get(key);
    cell.rev += 1;
    cell.value = cell.get();
    cell.dirty = true;
    cell.since ??= Date.now();
    this.remember(key, cell);
    this.push(key);
    this.settleSoon(PAUSE[how]);
    this.say(cell);
  }

  ticket(key) {
    return `${this.name}/${this.slot.id ?? ""}/${key}`;
  }

  remember(key, cell) {
    unsaved.set(this.ticket(key), {
      name: this.name, slot: this.slot, field: key, value: cell.value, base: cell.base, tried: 0,
    });
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

  settleSoon(wait) {
    clearTimeout(this.settling);
    this.settling = setTimeout(() => {
      if ([...this.cells.values()].some((cell) => cell.dirty)) this.settleSoon(100);
      else if (this.touched) { this.touched = false; this.send({ op: "settle" }); }
    }, wait);
  }

  lookSoon() {
    clearTimeout(this.looking);
    this.looking = setTimeout(() => {
      if (this.slot) this.send({ op: "look" });
    }, 200);
  }

  choose(key, value) {
    this.leave();
    this.send({ op: "choose", field: key, value });
  }

  press(key) {
    this.leave();
    this.busy(true);
    this.send({ op: "press", field: key });
  }

  // Whatever is being written belongs to the entry one is leaving. Messages keep their
  // order, so it is enough to send it first.
  leave() {
    for (const [key, cell] of this.cells) {
      if (cell.dirty) {
        cell.flying = null;
        this.push(key);
      }
    }
    clearTimeout(this.settling);
    if (this.touched || [...this.cells.values()].some((cell) => cell.dirty)) {
      this.touched = false;
      this.send({ op: "settle" });
    }
  }

  async sendFile(key, file) {
    this.busy(true);
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
      if (!cell.dirty) continue;
      if (cell.flying !== null && now - cell.tried > AGAIN) {
        cell.flying = null;
        this.push(key);
      } else if (cell.flying === null && now - cell.tried > AGAIN) this.push(key);
      this.say(cell);
    }
    if (this.slot && unsaved.size) this.takeUp();
  }

  // ---- from the kernel -------------------------------------------------------------

  receive(content) {
    if (content.vid && content.vid !== this.vid) return;
    if (content.except === this.vid) return;
    const answer = this[`on_${content.op}`];
    if (answer) answer.call(this, content);
  }

  on_show({ name, show }) {
    this.busy(false);
    this.name = name;
    const moved = JSON.stringify(show.slot ?? {}) !== JSON.stringify(this.slot);
    const focused = this.focusedKey();
    if (moved) this.adopt();
    this.slot = show.slot ?? {};
    const plan = JSON.stringify([show.title, show.fold, show.fields]);
    if (plan !== this.drawn || moved) this.draw(show, plan, focused);
    for (const [key, cell] of this.cells) {
      if (cell.mark) cell.mark(this.slot);
      if (!cell.set) continue;
      if (!cell.dirty) {
        cell.set((show.values ?? {})[key]);
        cell.base = (show.bases ?? {})[key] ?? 0;
      }
      this.conflict(key, cell, (show.others ?? {})[key]);
      this.say(cell);
    }
    this.note.textContent = show.note ?? "";
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

  adopt() {
    this.cells = new Map();
    this.touched = false;
    this.drawn = "";
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
    this.say(cell);
  }

  on_nak({ field, words }) {
    const cell = this.cells.get(field);
    if (!cell) return;
    cell.flying = null;
    cell.trouble = words;
    this.say(cell);
  }

  on_settled({ slot, wrong }) {
    if (slot.id !== this.slot.id) return;
    for (const [key, cell] of this.cells) if (cell.wrong) {
      cell.wrong.textContent = wrong[key] ?? "";
      cell.input?.setAttribute("aria-invalid", String(Boolean(wrong[key])));
    }
    if (wrong[""]) this.note.textContent = wrong[""];
    else this.lookSoon();
  }

  on_stale() {
    if (!document.hidden) this.lookSoon();
  }

  on_trouble({ words }) {
    this.busy(false);
    if (this.slot) {
      this.trouble.textContent = words;
      return;
    }
    this.root.replaceChildren(
      h("p", { class: "rk-trouble", role: "alert" }, words),
      h("button", { type: "button", class: "rk-button", onclick: () => this.send({ op: "hello" }) }, "Try again"),
    );
  }

  // ---- drawing ---------------------------------------------------------------------

  draw(show, plan, focused) {
    const before = this.cells;
    const open = this.root.querySelector(":scope > details")?.open;
    this.drawn = plan;
    this.cells = new Map();
    this.trouble = h("p", { class: "rk-trouble", role: "alert" });
    this.note = h("p", { class: "rk-note", role: "status" });
    const nodes = [];
    let row = null;
    const below = [];
    for (const field of show.fields ?? []) {
      const old = before.get(field.key);
      const built = BUILD[field.kind](field, this);
      const cell = {
        rev: 0, base: 0, flying: null, tried: 0, dirty: false, since: null, trouble: "", ...built,
      };
      if (built.set) {
        cell.wrong = h("p", { class: "rk-wrong", role: "alert" });
        cell.twin = h("div", {});
        built.node.append(cell.wrong, cell.twin);
        if (old?.dirty) {
          cell.set(old.get());
          Object.assign(cell, { rev: old.rev, base: old.base, flying: old.flying, tried: old.tried, dirty: true, since: old.since, value: old.value });
        }
      }
      if (old?.keep) cell.restore(old.keep());
      this.cells.set(field.key, cell);
      // Buttons beside each other share a row.
      if (field.inside) this.cells.get(field.inside).inner.append(built.node);
      else if (["button", "hide", "card"].includes(field.kind)) {
        if (!row) nodes.push((row = h("div", { class: "rk-buttons" })));
        row.append(built.node);
      } else {
        row = null;
        nodes.push(...below.splice(0), built.node);
      }
      if (built.below) below.push(built.below);
    }
    nodes.push(...below, this.trouble, this.note);
    if (show.title) nodes.unshift(h("h3", {}, show.title));
    this.root.replaceChildren(
      ...(show.fold ? [h("details", { class: "rk-fold", open: open ?? false }, h("summary", {}, show.fold), ...nodes)] : nodes),
    );
    for (const area of this.root.querySelectorAll("textarea")) requestAnimationFrame(() => grow(area));
    if (focused) this.focus(focused);
  }

  focusedKey() {
    for (const [key, cell] of this.cells) {
      if (!cell.node.contains(document.activeElement)) continue;
      const inputs = [...cell.node.querySelectorAll("input, textarea, select, button")];
      const at = document.activeElement;
      return [key, inputs.indexOf(at), at.selectionStart, at.selectionEnd];
    }
    return null;
  }

  focus([key, number, from, to]) {
    const node = this.cells.get(key)?.node;
    if (!node) return;
    const inputs = [...node.querySelectorAll("input, textarea, select, button")];
    const input = inputs[number] ?? (number < 0 ? node : null);
    input?.focus({ preventScroll: true });
    if (from != null && input?.setSelectionRange && input.type !== "radio") {
      try { input.setSelectionRange(from, to); } catch { /* this kind has no selection */ }
    }
  }

  say(cell) {
    const late = cell.dirty && (cell.trouble || Date.now() - cell.since > LATE);
    const slow = cell.dirty && Date.now() - cell.since > SLOW;
    const words = late
      ? "NOT SAVED"
      : slow ? "Saving …" : cell.dirty || cell.rev || cell.get?.() ? "Saved" : "";
    if (cell.state && !(cell.dirty && !late && !slow)) {
      cell.state.textContent = words;
      cell.state.dataset.state = late ? "not-saved" : "";
    } else if (cell.state && !cell.state.textContent) cell.state.textContent = "Saving …";
    const why = late
      ? `NOT SAVED. ${cell.trouble || "The journal does not answer."} What you wrote stays on this page; it is tried again and again.`
      : "";
    if (cell.why !== why) {
      cell.why = why;
      const troubles = [...this.cells.values()].map((c) => c.why).filter(Boolean);
      this.trouble.textContent = troubles[0] ?? "";
    }
    const quiet = ![...this.cells.values()].some((c) => c.dirty);
    if (quiet && cell.rev) {
      clearTimeout(this.telling);
      this.telling = setTimeout(() => { this.live.textContent = "Saved"; }, 1000);
    } else if (!quiet) {
      clearTimeout(this.telling);
      this.live.textContent = late ? "Not saved" : "";
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

  busy(on) {
    this.root.setAttribute("aria-busy", String(on));
  }
}

export default {
  render({ model, el }) {
    const view = new View(model, el);
    return () => view.end();
  },
};
