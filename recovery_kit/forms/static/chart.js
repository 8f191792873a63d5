// A live chart: an image with its words and its numbers, asked for when it is in sight.

export default {
  render({ model, el }) {
    const vid = crypto.randomUUID();
    let version = 0;
    let seen = false;
    let again = 0;
    el.classList.add("rk");
    const make = (tag, className, text) => {
      const node = document.createElement(tag);
      if (className) node.className = className;
      if (text) node.textContent = text;
      return node;
    };
    const figure = make("figure", "rk-chart");
    figure.append(make("p", "rk-help", "Drawing the chart …"));
    el.append(figure);

    // One image and one table for all pictures to come: what is open stays open.
    const image = make("img");
    const numbers = make("details", "rk-table");
    const title = make("summary", "", "In words and numbers");
    const said = make("p");
    const scroll = make("div", "rk-scroll");
    const table = make("table");
    said.id = `rk-${vid}`;
    image.setAttribute("aria-describedby", said.id);
    scroll.tabIndex = 0;
    scroll.setAttribute("role", "region");
    scroll.setAttribute("aria-label", "The chart's numbers");
    scroll.append(table);
    numbers.append(title, said, scroll);
    // See fields.js: JupyterLab's own keys stay out.
    for (const node of [title, scroll]) node.dataset.lmSuppressShortcuts = "true";

    const look = () => {
      if (!seen || document.hidden) return;
      try {
        model.send({ op: "look", vid, version });
      } catch {
        // The kernel is gone; the picture that is there stays.
      }
    };
    const soon = () => {
      clearTimeout(again);
      again = setTimeout(look, 150);
    };
    const row = (cells, tag) => {
      const line = make("tr");
      for (const cell of cells) line.append(make(tag, "", cell));
      return line;
    };
    const receive = (content, buffers) => {
      if (content.op === "stale") return soon();
      if (content.vid !== vid) return;
      if (content.op === "trouble") {
        const words = make("p", "rk-trouble", content.words);
        words.setAttribute("role", "alert");
        return figure.replaceChildren(words);
      }
      if (content.op !== "picture") return;
      version = content.version;
      if (content.words) return figure.replaceChildren(make("p", "rk-note", content.words));
      const [short] = content.alt.split(/(?<=\.) /);
      image.alt = short;
      const bytes = new Uint8Array(buffers[0].buffer, buffers[0].byteOffset, buffers[0].byteLength);
      let text = "";
      for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
      image.src = `data:image/png;base64,${btoa(text)}`;
      said.textContent = content.alt;
      const [head, ...rows] = content.rows;
      const top = make("thead");
      top.append(row(head, "th"));
      const body = make("tbody");
      for (const cells of rows) body.append(row(cells, "td"));
      table.replaceChildren(top, body);
      if (!image.isConnected) figure.replaceChildren(image, numbers);
    };
    model.on("msg:custom", receive);
    const sight = new IntersectionObserver((entries) => {
      seen = entries[entries.length - 1].isIntersecting;
      look();
    }, { rootMargin: "600px" });
    sight.observe(figure);
    document.addEventListener("visibilitychange", soon);
    window.addEventListener("focus", soon);
    return () => {
      sight.disconnect();
      clearTimeout(again);
      model.off("msg:custom", receive);
      document.removeEventListener("visibilitychange", soon);
      window.removeEventListener("focus", soon);
    };
  },
};
