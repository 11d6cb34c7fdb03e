// The calendar of posts: a table of plain inputs, and the posts over time. Its only state is which rows
// are unfolded, where the focus is and what is being typed; every edit goes to the kernel.

const SVG = "http://www.w3.org/2000/svg";
const ICONS = {
  earlier: "M10 3 L5 8 L10 13", later: "M6 3 L11 8 L6 13", more: "M3 6 L8 11 L13 6",
  duplicate: "M5 5 h8 v8 h-8 Z M3 11 V3 H11", remove: "M4 4 L12 12 M12 4 L4 12",
};

function html(name, options = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(options)) {
    if (value === null || value === undefined) continue;
    if (key in element && !key.includes("-") && key !== "list") element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

function svg(name, options = {}, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(options)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

function icon(name) {
  return svg("svg", { viewBox: "0 0 16 16", width: 14, height: 14, "aria-hidden": "true" },
    svg("path", { d: ICONS[name], fill: "none", stroke: "currentColor", "stroke-width": 1.8 }));
}

function render({ model, el }) {
  el.classList.add("el-calendar-tab");
  // a row is named by its id, too: it may be elsewhere, or gone, when the kernel reads the message
  const send = (act, options = {}) => model.send({ act, with: options, id: painted.ids?.[options.row] });
  // Edits of cells that the kernel has not answered yet: contents that come meanwhile are older.
  const view = `${performance.now()}-${Math.random()}`, unanswered = new Map();
  let edits = 0;
  const cellKey = (content, row, name) => `${content.ids?.[row]}/${name}`;
  const textOf = (content, row, name) => unanswered.get(cellKey(content, row, name))?.value ?? content.rows?.[row]?.[name];
  const set = (content, row, name, value) => {
    unanswered.set(cellKey(content, row, name), { edit: ++edits, value });
    model.send({ act: "set", with: { row, name, value }, id: content.ids[row], edit: [view, edits] });
  };
  const forgetAnswered = content => {
    for (const [key, { edit }] of unanswered) if (edit <= (content.answered[view] ?? 0)) unanswered.delete(key);
  };
  const unfolded = new Set();  // ids of rows, which stay with a row when it moves
  let painting = false, pressed = false, isDue = false;
  const time = el.appendChild(html("div", { className: "el-time" }));
  const place = el.appendChild(html("div", { className: "el-posts" }));
  const tools = el.appendChild(html("div", { className: "el-posts-tools" }));
  const note = el.appendChild(html("p", { className: "el-said" }));
  note.setAttribute("role", "status");
  const hint = el.appendChild(html("p", { className: "el-hint" }));

  // --- cells --------------------------------------------------------------------------------

  function cell(content, row, column) {
    const value = textOf(content, row, column.name), wrong = content.refused[row]?.[column.name];
    const reason = column.name === "seeds" && content.unneeded[row];
    if (reason) return html("span", { textContent: "–", title: reason, "aria-label": `${column.label}, ${content.names[row]}: ${reason}`, role: "note" });
    const label = `${column.label}, ${content.names[row]}`;
    const common = { "aria-label": label, title: column.says, "data-cell": `${row}/${column.name}`,
      "aria-invalid": wrong ? "true" : null, "aria-describedby": wrong ? `${el.id}-${row}` : null };
    if (column.choices.length) {
      const options = column.choices.map(([key, words]) => html("option", { value: key, textContent: words, selected: key === value }));
      const box = html("select", common, ...options);
      box.addEventListener("change", () => set(content, row, column.name, box.value));
      return box;
    }
    const box = html("input", { ...common, type: "text", value, autocomplete: "off",
      inputMode: column.text ? "text" : "decimal",
      placeholder: column.name === "relevance" ? content.inherited : "" });
    box.sent = value;  // the value that the kernel knows, or will
    const give = () => {
      if (painting || box.value === box.sent) return;
      box.sent = box.value;
      set(content, row, column.name, box.value);
    };
    for (const end of ["change", "blur"]) box.addEventListener(end, give);
    // a cell that was rebuilt while a person types fires no "change" at Enter
    box.addEventListener("keydown", event => { if (event.key === "Enter") give(); });
    if (column.name === "round") box.addEventListener("keydown", event => {
      const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
      if (!by) return;
      event.preventDefault();
      give();
      send("move", { row, by: by * (event.shiftKey ? 7 : 1) });
    });
    return box;
  }

  function act(content, row, name, options = {}, more = {}) {
    const label = `${content.texts[name]}, ${content.names[row]}`;
    const button = html("button", { type: "button", title: content.texts[name], "aria-label": label, "data-cell": `${row}/${name}`, ...more }, icon(name));
    if (!more["aria-expanded"]) button.addEventListener("click", event => {
      if (name === "remove" && event.detail > 1) return;  // the second click would meet the next row
      send(options.act ?? name, { row, ...options.with });
    });
    return button;
  }

  function unfold(content, row) {
    const id = content.ids[row], open = unfolded.has(id);
    const button = act(content, row, "more", {}, { "aria-expanded": String(open), className: content.more.some(column => content.rows[row][column.name]) ? "el-has-more" : "" });
    button.addEventListener("click", () => { open ? unfolded.delete(id) : unfolded.add(id); paint(); });
    return button;
  }

  function rows(content, row) {
    const start = content.columns[0];
    const moved = html("span", { className: "el-move" },
      act(content, row, "earlier", { act: "move", with: { by: -1 } }), cell(content, row, start),
      act(content, row, "later", { act: "move", with: { by: 1 } }));
    const cells = content.columns.slice(1).map(column => html("td", { className: `el-cell-${column.name}` }, cell(content, row, column)));
    const acts = html("td", { className: "el-acts" }, unfold(content, row), act(content, row, "duplicate"), act(content, row, "remove"));
    const found = [html("tr", {}, html("th", { scope: "row", textContent: String(row + 1) }), html("td", {}, moved), ...cells, acts)];
    const wide = content.columns.length + 2;
    const wrong = content.refused[row];
    if (wrong) {
      const named = [...content.columns, ...content.more];
      const colon = el.closest("[lang]")?.lang === "fr" ? "\u00a0: " : ": ";
      const lines = Object.entries(wrong).map(([name, text]) => html("div", { textContent: `${named.find(column => column.name === name)?.label ?? name}${colon}${text}` }));
      found.push(html("tr", { className: "el-wrong" }, html("td"), html("td", { colSpan: wide - 1 }, html("div", { id: `${el.id}-${row}`, role: "alert" }, ...lines))));
    }
    if (unfolded.has(content.ids[row]) || content.more.some(column => wrong?.[column.name])) {
      const fields = content.more.map(column => html("label", {}, html("span", { textContent: column.label }), cell(content, row, column)));
      found.push(html("tr", { className: "el-more-of-post" }, html("td"), html("td", { colSpan: wide - 1 }, html("div", {}, ...fields))));
    }
    return found;
  }

  function table(content) {
    if (!content.rows.length) return html("p", { className: "el-none", textContent: content.texts.none });
    const heads = content.columns.map(column => html("th", { scope: "col", title: column.says, textContent: column.label }));
    return html("table", {}, html("caption", { textContent: content.texts.caption }),
      html("thead", {}, html("tr", {}, html("th", { scope: "col", textContent: content.texts.number }), ...heads, html("th", { scope: "col", textContent: content.texts.acts }))),
      html("tbody", {}, ...content.rows.flatMap((_, row) => rows(content, row))));
  }

  // --- posts over time ----------------------------------------------------------------------

  function picture(content) {
    const spec = content.time, wide = Math.max(time.clientWidth, 300), left = 14, right = 14;
    const x = round => left + (wide - left - right) * round / Math.max(spec.last, 1);
    const bar = Math.max(4, Math.min(16, 150 / Math.max(content.rows.length, 1))), high = content.rows.length * (bar + 2) + 34;
    const ticks = [];
    const step = [1, 2, 5, 7, 10, 14, 20, 30, 50, 100, 200, 500].find(size => spec.last / size <= wide / 60) ?? 500;
    for (let at = 0; at <= spec.last; at += step) ticks.push(at);
    const lines = ticks.flatMap(at => [
      svg("line", { x1: x(at), x2: x(at), y1: 2, y2: high - 28, class: "el-grid" }),
      svg("text", { x: x(at), y: high - 16, "text-anchor": "middle" }, String(at))]);
    const bars = spec.posts.map(post => {
      const y = 4 + post.row * (bar + 2), end = Math.min(post.from + spec.lifetime, spec.last);
      const element = svg("g", { class: `el-bar${post.wrong ? " el-bar-wrong" : ""}` },
        svg("rect", { x: x(post.from), y, width: Math.max(x(end) - x(post.from), 3), height: bar, rx: 2, class: "el-life" }),
        svg("rect", { x: x(post.from), y, width: 5, height: bar, class: `el-${post.start}` }));
      if (bar >= 11) element.append(svg("text", { x: x(post.from) + 9, y: y + bar - 4, class: "el-small" }, String(post.row + 1)));
      draggable(element, post, spec, (wide - left - right) / Math.max(spec.last, 1));
      return element;
    });
    const name = svg("text", { x: wide / 2, y: high - 2, "text-anchor": "middle" }, spec.round);
    time.replaceChildren(svg("svg", { role: "img", "aria-label": spec.alt, viewBox: `0 0 ${wide} ${high}`, width: wide, height: high, class: "el-picture" }, ...lines, ...bars, name));
  }

  function draggable(bar, post, spec, step) {
    let from = null;
    const rounds = event => Math.max(-post.from, Math.min(spec.last - post.from, Math.round((event.clientX - from) / step)));
    bar.addEventListener("pointerdown", event => { from = event.clientX; bar.setPointerCapture(event.pointerId); event.preventDefault(); });
    bar.addEventListener("pointermove", event => { if (from !== null) bar.setAttribute("transform", `translate(${rounds(event) * step} 0)`); });
    bar.addEventListener("pointerup", event => {
      const by = rounds(event);
      from = null;
      if (by) send("move", { row: post.row, by });
      else place.querySelector(`[data-cell="${post.row}/round"]`)?.focus();
    });
    bar.addEventListener("pointercancel", () => { from = null; bar.removeAttribute("transform"); });
  }

  // --- below --------------------------------------------------------------------------------

  function repeats(content) {
    const every = html("input", { type: "text", inputMode: "numeric", value: "7" });
    const times = html("input", { type: "text", inputMode: "numeric", value: "5" });
    const button = html("button", { type: "button", textContent: content.texts.repeat_do });
    const repeat = () => send("repeat", { every: every.value, times: times.value });
    button.addEventListener("click", repeat);
    for (const box of [every, times]) box.addEventListener("keydown", event => { if (event.key === "Enter") repeat(); });
    const around = (words, box) => { const [before, after] = words.split("…"); return html("label", {}, before, box, after); };
    return html("fieldset", {}, html("legend", { textContent: content.texts.repeat }),
      around(content.texts.every, every), around(content.texts.times, times), button);
  }

  function toolbar(content) {
    if (tools.dataset.words === JSON.stringify(content.texts)) return;
    tools.dataset.words = JSON.stringify(content.texts);
    const buttons = ["add", "sort"].map(name => {
      const button = html("button", { type: "button", textContent: content.texts[name], className: `el-${name}` });
      button.addEventListener("click", () => send(name));
      return button;
    });
    tools.replaceChildren(...buttons, repeats(content));
    hint.textContent = content.texts.hint;
  }

  let painted = {};

  function entered(content, focused) {
    // text and selection of the focused cell; null if its row has moved or its cell was set meanwhile
    if (!focused?.matches("input[data-cell]")) return null;
    const [row, ...rest] = focused.dataset.cell.split("/"), name = rest.join("/");
    const expected = [painted.rows?.[row]?.[name], focused.sent];
    const stays = content.ids[row] === painted.ids?.[row] && expected.includes(textOf(content, row, name));
    const { value, selectionStart: from, selectionEnd: to } = focused;
    return stays ? { value, from, to, typing: value !== focused.sent } : null;
  }

  function paint() {
    if (pressed) { isDue = true; return; }  // a button that is replaced under the pointer receives no click
    const content = model.get("content");
    forgetAnswered(content);
    const focused = el.contains(document.activeElement) ? document.activeElement : null;
    const at = focused?.dataset.cell, typed = entered(content, focused), isNew = content.number !== painted.number;
    const top = place.scrollTop;
    painting = true;
    place.replaceChildren(table(content));
    painting = false;
    place.scrollTop = top;
    toolbar(content);
    picture(content);
    if (note.textContent !== content.note) note.textContent = content.note;
    const wanted = typed?.typing || !(isNew && content.focus.length) ? at : content.focus.join("/");
    const found = wanted && place.querySelector(`[data-cell="${wanted}"]`);
    if (found && (at || document.activeElement === document.body)) found.focus({ preventScroll: false });
    else if (at && !found) tools.querySelector("button").focus();  // the last row is gone
    if (found && typed && wanted === at) { found.value = typed.value; found.setSelectionRange(typed.from, typed.to); }
    painted = content;
  }

  const press = event => {
    pressed = true;
    // the answer above may grow meanwhile and move the button away from the pointer
    event.target.closest("button")?.setPointerCapture(event.pointerId);
  };
  const release = () => setTimeout(() => { pressed = false; if (isDue) { isDue = false; paint(); } });  // after the click
  el.addEventListener("pointerdown", press);
  for (const end of ["pointerup", "pointercancel", "blur"]) window.addEventListener(end, release);

  el.id ||= `el-calendar-${model.model_id ?? Math.floor(performance.now() * 1000)}`;
  let width = 0;
  const resize = new ResizeObserver(() => { if (time.clientWidth !== width) { width = time.clientWidth; picture(model.get("content")); } });
  resize.observe(time);
  model.on("change:content", paint);
  paint();
  return () => {
    resize.disconnect();
    model.off("change:content", paint);
    for (const end of ["pointerup", "pointercancel", "blur"]) window.removeEventListener(end, release);
  };
}

export default { render };
