// How each kind of field is drawn. A builder returns {node, get, set}; `get` and `set`
// are missing where nothing is stored. Words are only ever set as text, never as HTML.

const FOCUSED = new Set(["input", "textarea", "select", "button", "summary"]);

function h(tag, attributes, ...children) {
  const node = document.createElement(tag);
  // JupyterLab's own keys stay out: with the cursor on a number they would move between
  // cells, and a letter would do something to one. It asks the focused element itself.
  if (FOCUSED.has(tag)) node.dataset.lmSuppressShortcuts = "true";
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child != null));
  return node;
}

const paragraphs = (words) => (words || []).map((text) => h("p", {}, text));

// Keeps the browser from storing typed words in its session files, and from sending
// them to a spelling service.
const PRIVATE = { autocomplete: "off", spellcheck: "false", autocapitalize: "sentences" };

// Each form loads this file anew, so a count alone would come again in the next one.
const own = crypto.randomUUID().slice(0, 8);
let count = 0;
const freshId = () => `rk-${own}-${++count}`;

function grow(area) {
  area.style.height = "auto";
  area.style.height = `${Math.max(area.scrollHeight + 2, 72)}px`;
}

function group(field, ...content) {
  const id = freshId();
  const help = field.help ? h("p", { class: "rk-help", id }, field.help) : null;
  return h(
    "fieldset",
    { class: `rk-group rk-${field.kind}`, "aria-describedby": help ? id : null },
    field.label ? h("legend", {}, field.label) : null,
    help,
    ...content,
  );
}

function radios(field, choices, changed, { clear = true, layout = "rk-options" } = {}) {
  const name = freshId();
  let value = null;
  const inputs = new Map();
  const row = h("div", { class: layout });
  for (const [key, label, under] of choices) {
    const input = h("input", {
      type: "radio", name, value: key, autocomplete: "off",
      onchange: () => { value = key; mark(); changed(); },
    });
    inputs.set(String(key), input);
    const words = h("span", { class: "rk-chip" }, label);
    if (under) words.append(" ", h("small", {}, under));
    row.append(h("label", {}, input, words));
  }
  const none = clear && !field.required && h("button", {
    type: "button", class: "rk-clear",
    onclick: () => { value = null; mark(); changed(); row.querySelector("input").focus(); },
  }, "clear", h("span", { class: "rk-unseen" }, ` ${field.label}`));
  function mark() {
    for (const [key, input] of inputs) input.checked = value !== null && key === String(value);
    if (none) none.hidden = value === null;
  }
  mark();
  return {
    node: group(field, h("div", { class: "rk-row" }, row, none || null)),
    get: () => value,
    set: (next) => { value = next ?? null; mark(); },
  };
}

const BUILD = {
  scale(field, view) {
    const ends = new Map(field.ends || []);
    const numbers = Array.from({ length: 11 }, (_, n) => [n, String(n), ends.get(n)]);
    return radios(field, numbers, () => view.changed(field.key, "tap"), { layout: "rk-scale-row" });
  },
  choice(field, view) {
    const choices = (field.choices || []).map((c) => [c.value, c.label]);
    return radios(field, choices, () => view.changed(field.key, "tap"));
  },
  pick(field, view) {
    const choices = (field.choices || []).map((c) => [c.value, c.label]);
    const built = radios(field, choices, () => view.choose(field.key, built.get()), { clear: false });
    return { node: built.node, mark: (slot) => built.set(slot.id) };
  },
  day(field, view) {
    const choices = (field.choices || []).map((c) => [c.value, c.label]);
    const built = radios(field, choices, () => view.choose(field.key, built.get()), { clear: false });
    const other = h("input", {
      type: "date", max: field.choices[0].value, autocomplete: "off",
      // A date typed by hand is whole only once one leaves it or presses Enter.
      onblur: () => { if (other.isConnected && other.value && other.value !== view.slot.day) view.choose(field.key, other.value); },
      onkeydown: (event) => { if (event.key === "Enter") { event.preventDefault(); other.blur(); other.focus(); } },
    });
    built.node.append(h("label", { class: "rk-other-day" }, "Another day ", other));
    return {
      node: built.node,
      mark: (slot) => {
        built.set(slot.day);
        const listed = field.choices.some((c) => c.value === slot.day);
        other.value = listed ? "" : slot.day;
      },
    };
  },
  select(field, view) {
    const id = freshId();
    const node = h("select", {
      id, autocomplete: "off", onchange: () => view.changed(field.key, "tap"),
    }, h("option", { value: "" }, "choose …"),
    ...(field.choices || []).map((c) => h("option", { value: c.value }, c.label)));
    return {
      node: h("div", { class: "rk-field" }, h("label", { for: id }, field.label),
        field.help ? h("p", { class: "rk-help" }, field.help) : null, node),
      get: () => node.value || null,
      set: (value) => { node.value = value ?? ""; },
    };
  },
  choices(field, view) {
    const boxes = new Map();
    const row = h("div", { class: "rk-options" });
    const add = (value, label) => {
      if (boxes.has(value)) return;
      const box = h("input", { type: "checkbox", autocomplete: "off", onchange: () => view.changed(field.key, "tap") });
      boxes.set(value, box);
      row.append(h("label", {}, box, h("span", { class: "rk-chip" }, label)));
    };
    for (const choice of field.choices || []) add(choice.value, choice.label);
    return {
      node: group(field, row),
      add,
      known: () => [...boxes.keys()],
      get: () => [...boxes].filter(([, box]) => box.checked).map(([value]) => value),
      set: (values) => {
        for (const value of values || []) add(value, value);
        for (const [value, box] of boxes) box.checked = (values || []).includes(value);
      },
    };
  },
  tags(field, view) {
    const built = BUILD.choices(field, view);
    const id = freshId();
    const same = (words) => (value) => value.toLowerCase() === words.toLowerCase();
    const pending = () => input.value.trim();
    const chosen = built.get;
    const take = () => {
      const words = pending();
      if (!words || !input.isConnected) return;
      input.value = "";
      const known = built.known().find(same(words));
      built.set([...chosen().filter((value) => !same(words)(value)), known ?? words]);
      view.changed(field.key, "tap");
    };
    const input = h("input", {
      type: "text", id, ...PRIVATE, maxlength: 40, onblur: take,
      oninput: () => view.changed(field.key, "type"),
      onkeydown: (event) => { if (event.key === "Enter") { event.preventDefault(); take(); } },
    });
    built.node.append(h("div", { class: "rk-add" }, h("label", { for: id }, "Your own word "), input,
      h("button", { type: "button", onclick: take }, "Add")));
    return {
      ...built,
      finish: take,
      // A word half typed counts already, so that it is kept; it gets its chip later.
      get: () => [...chosen(), ...(pending() && !chosen().some(same(pending())) ? [pending()] : [])],
      set: (values) => built.set((values || []).filter((value) => value !== pending())),
      update: (next) => { for (const c of next.choices || []) if (c.value !== pending()) built.add(c.value, c.label); },
    };
  },
  tick(field, view) {
    const box = h("input", { type: "checkbox", autocomplete: "off", onchange: () => view.changed(field.key, "tap") });
    return {
      node: h("div", { class: "rk-field rk-tick" }, h("label", {}, box, h("span", {}, field.label))),
      get: () => box.checked,
      set: (value) => { box.checked = Boolean(value); },
    };
  },
  line: (field, view) => textField(field, view, "input"),
  hours: (field, view) => textField(field, view, "input", { inputmode: "decimal", class: "rk-short" }),
  text: (field, view) => textField(field, view, "textarea"),
  file(field, view) {
    const id = freshId();
    const input = h("input", { type: "file", id, accept: ".csv,text/csv,.txt", onchange: () => { if (input.files[0]) view.sendFile(field.key, input.files[0]); input.value = ""; } });
    const zone = h("div", {
      class: "rk-drop",
      ondragover: (event) => { event.preventDefault(); zone.classList.add("rk-over"); },
      ondragleave: () => zone.classList.remove("rk-over"),
      ondrop: (event) => {
        event.preventDefault(); event.stopPropagation(); zone.classList.remove("rk-over");
        if (event.dataTransfer.files[0]) view.sendFile(field.key, event.dataTransfer.files[0]);
      },
    }, h("label", { for: id }, field.label), input,
    field.help ? h("p", { class: "rk-help" }, field.help) : null);
    return { node: zone };
  },
  button(field, view) {
    return {
      node: h("button", {
        type: "button", class: "rk-button",
        onclick: () => { if (!field.confirm || window.confirm(field.confirm)) view.press(field.key); },
      }, field.label),
    };
  },
  words(field) {
    return { node: h("div", { class: "rk-words" }, field.label ? h("p", {}, h("strong", {}, field.label)) : null, ...paragraphs(field.words)) };
  },
  quote(field) {
    return { node: h("figure", { class: "rk-quote" }, h("figcaption", {}, field.label), h("blockquote", {}, ...field.words)) };
  },
  table(field) {
    const [head, ...rows] = field.rows || [];
    return {
      node: h("div", { class: "rk-table" }, field.label ? h("p", {}, h("strong", {}, field.label)) : null,
        field.help ? h("p", { class: "rk-help" }, field.help) : null, tableOf(head, rows)),
    };
  },
  reveal(field) {
    const shown = h("div", { class: "rk-words", "aria-live": "polite" });
    const choices = (field.choices || []).map((c) => [c.value, c.label]);
    const inner = h("div", { class: "rk-inner" });
    const show = () => {
      const choice = field.choices.find((c) => c.value === built.get());
      shown.replaceChildren(...paragraphs(choice && choice.words));
      inner.hidden = !choice || choice.words.length < 2;
    };
    const built = radios(field, choices, show);
    built.node.append(inner, shown);
    show();
    // Drawn anew when the country changes: what was open stays open.
    return { node: built.node, inner, keep: built.get, restore: (value) => { built.set(value); show(); } };
  },
  card(field) {
    const id = freshId();
    const card = h("div", { id, class: "rk-card", hidden: true, role: "region", "aria-label": "Safety card" },
      ...(field.choices || []).map((c) => h("section", {}, h("p", {}, h("strong", {}, c.label)), ...paragraphs(c.words))));
    const set = (open) => { card.hidden = !open; button.setAttribute("aria-expanded", String(open)); };
    const button = h("button", {
      type: "button", class: "rk-button", "aria-expanded": "false", "aria-controls": id,
      onclick: () => set(card.hidden),
    }, field.label);
    return { node: button, below: card, inner: card, keep: () => !card.hidden, restore: set };
  },
  hide(field) {
    const id = freshId();
    return {
      node: h("button", { type: "button", class: "rk-button", "aria-describedby": id, onclick: hidePage }, field.label),
      below: h("p", { class: "rk-help", id }, field.help),
    };
  },
};

function textField(field, view, tag, extra = {}) {
  const id = freshId();
  const helpId = field.help ? `${id}-help` : null;
  const input = h(tag, {
    id, ...PRIVATE, ...extra, rows: tag === "textarea" ? 3 : null,
    type: tag === "input" ? "text" : null, "aria-describedby": helpId,
    oninput: () => { if (tag === "textarea") grow(input); view.changed(field.key, "type"); },
    onblur: () => view.settleSoon(0),
    onfocus: () => view.lookSoon(),
  });
  const state = h("span", { class: "rk-state", "aria-hidden": "true" });
  return {
    node: h("div", { class: "rk-field" },
      h("div", { class: "rk-label" }, h("label", { for: id }, field.label), state),
      field.help ? h("p", { class: "rk-help", id: helpId }, field.help) : null, input),
    input, state,
    get: () => input.value,
    set: (value) => {
      const next = value ?? "";
      if (input.value === next) return;
      const [from, to] = [input.selectionStart, input.selectionEnd];
      input.value = next;
      if (document.activeElement === input) input.setSelectionRange(from, to);
      if (tag === "textarea") requestAnimationFrame(() => grow(input));
    },
  };
}

function tableOf(head, rows) {
  return h("table", {},
    h("thead", {}, h("tr", {}, ...(head || []).map((cell) => h("th", { scope: "col" }, cell)))),
    h("tbody", {}, ...rows.map((row) => h("tr", {}, ...row.map((cell) => h("td", {}, cell))))));
}

// One blank page over everything, tab title too. It locks nothing, and says so nowhere
// else but beside the button.
function hidePage() {
  const title = document.title;
  document.title = "Untitled";
  const sheet = h("div", { class: "rk-hidden-page", tabindex: "-1", "aria-label": "Blank page" });
  let last = 0;
  const key = (event) => {
    event.preventDefault(); event.stopPropagation();
    if (event.key !== "Escape") return;
    const now = Date.now();
    if (now - last > 1500) { last = now; return; }
    window.removeEventListener("keydown", key, true);
    sheet.remove();
    document.title = title;
  };
  window.addEventListener("keydown", key, true);
  document.body.append(sheet);
  sheet.focus();
}
