// The calendar of posts: a table of plain inputs, and the posts over time. It keeps no state but
// which rows are unfolded, where the focus is and what is being typed; every edit goes to the kernel.

const SVG = "http://www.w3.org/2000/svg";
const ICONS = {
  earlier: "M10 3 L5 8 L10 13", later: "M6 3 L11 8 L6 13", more: "M3 6 L8 11 L13 6",
  duplicate: "M5 5 h8 v8 h-8 Z M3 11 V3 H11", remove: "M4 4 L12 12 M12 4 L4 12",
};

function made(name, given = {}, ...children) {
  const one = document.createElement(name);
  for (const [key, value] of Object.entries(given)) {
    if (value === null || value === undefined) continue;
    if (key in one && !key.includes("-") && key !== "list") one[key] = value;
    else one.setAttribute(key, value);
  }
  one.append(...children);
  return one;
}

function drawn(name, given = {}, ...children) {
  const one = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(given)) one.setAttribute(key, value);
  one.append(...children);
  return one;
}

function icon(name) {
  return drawn("svg", { viewBox: "0 0 16 16", width: 14, height: 14, "aria-hidden": "true" },
    drawn("path", { d: ICONS[name], fill: "none", stroke: "currentColor", "stroke-width": 1.8 }));
}

function render({ model, el }) {
  el.classList.add("el-calendar-tab");
  const send = (act, given = {}) => model.send({ act, with: given });
  const unfolded = new Set();  // rows by their number, which stays with a row
  let painting = false, pressed = false, waits = false;
  const time = el.appendChild(made("div", { className: "el-time" }));
  const place = el.appendChild(made("div", { className: "el-posts" }));
  const tools = el.appendChild(made("div", { className: "el-posts-tools" }));
  const said = el.appendChild(made("p", { className: "el-said" }));
  said.setAttribute("role", "status");
  const hint = el.appendChild(made("p", { className: "el-hint" }));

  // --- cells --------------------------------------------------------------------------------

  function cell(told, row, column) {
    const value = told.rows[row][column.name], wrong = told.refused[row]?.[column.name];
    const label = `${column.label}, ${told.names[row]}`;
    const common = { "aria-label": label, title: column.says, "data-cell": `${row}/${column.name}`,
      "aria-invalid": wrong ? "true" : null, "aria-describedby": wrong ? `${el.id}-${row}` : null };
    if (column.choices.length) {
      const options = column.choices.map(([key, words]) => made("option", { value: key, textContent: words, selected: key === value }));
      const box = made("select", common, ...options);
      box.addEventListener("change", () => send("set", { row, name: column.name, value: box.value }));
      return box;
    }
    const box = made("input", { ...common, type: "text", value, autocomplete: "off",
      inputMode: column.name === "groups" ? "text" : "decimal",
      placeholder: column.name.startsWith("relevance") ? told.inherited : "" });
    box.given = value;  // what the kernel has been told
    const give = () => {
      if (painting || box.value === box.given) return;
      box.given = box.value;
      send("set", { row, name: column.name, value: box.value });
    };
    for (const end of ["change", "blur"]) box.addEventListener(end, give);
    // a cell that was made anew around what is being typed fires no "change" at Enter
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

  function act(told, row, name, given = {}, more = {}) {
    const label = `${told.texts[name]}, ${told.names[row]}`;
    const button = made("button", { type: "button", title: told.texts[name], "aria-label": label, "data-cell": `${row}/${name}`, ...more }, icon(name));
    if (!more["aria-expanded"]) button.addEventListener("click", () => send(given.act ?? name, { row, ...given.with }));
    return button;
  }

  function unfold(told, row) {
    const id = told.ids[row], open = unfolded.has(id);
    const button = act(told, row, "more", {}, { "aria-expanded": String(open), className: told.more.some(one => told.rows[row][one.name]) ? "el-has-more" : "" });
    button.addEventListener("click", () => { open ? unfolded.delete(id) : unfolded.add(id); paint(); });
    return button;
  }

  function rows(told, row) {
    const start = told.columns[0];
    const moved = made("span", { className: "el-move" },
      act(told, row, "earlier", { act: "move", with: { by: -1 } }), cell(told, row, start),
      act(told, row, "later", { act: "move", with: { by: 1 } }));
    const cells = told.columns.slice(1).map(column => made("td", { className: `el-cell-${column.name}` }, cell(told, row, column)));
    const acts = made("td", { className: "el-acts" }, unfold(told, row), act(told, row, "duplicate"), act(told, row, "remove"));
    const found = [made("tr", {}, made("th", { scope: "row", textContent: String(row + 1) }), made("td", {}, moved), ...cells, acts)];
    const wide = told.columns.length + 2;
    const wrong = told.refused[row];
    if (wrong) {
      const named = [...told.columns, ...told.more];
      const colon = el.closest("[lang]")?.lang === "fr" ? "\u00a0: " : ": ";
      const lines = Object.entries(wrong).map(([name, text]) => made("div", { textContent: `${named.find(one => one.name === name)?.label ?? name}${colon}${text}` }));
      found.push(made("tr", { className: "el-wrong" }, made("td"), made("td", { colSpan: wide - 1 }, made("div", { id: `${el.id}-${row}`, role: "alert" }, ...lines))));
    }
    if (unfolded.has(told.ids[row]) || told.more.some(one => wrong?.[one.name])) {
      const fields = told.more.map(column => made("label", {}, made("span", { textContent: column.label }), cell(told, row, column)));
      found.push(made("tr", { className: "el-more-of-post" }, made("td"), made("td", { colSpan: wide - 1 }, made("div", {}, ...fields))));
    }
    return found;
  }

  function table(told) {
    if (!told.rows.length) return made("p", { className: "el-none", textContent: told.texts.none });
    const heads = told.columns.map(column => made("th", { scope: "col", title: column.says, textContent: column.label }));
    return made("table", {}, made("caption", { textContent: told.texts.caption }),
      made("thead", {}, made("tr", {}, made("th", { scope: "col", textContent: told.texts.number }), ...heads, made("th", { scope: "col", textContent: told.texts.acts }))),
      made("tbody", {}, ...told.rows.flatMap((_, row) => rows(told, row))));
  }

  // --- posts over time ----------------------------------------------------------------------

  function picture(told) {
    const spec = told.time, wide = Math.max(time.clientWidth, 300), left = 14, right = 14;
    const x = round => left + (wide - left - right) * round / Math.max(spec.last, 1);
    const bar = Math.max(4, Math.min(16, 150 / Math.max(told.rows.length, 1))), high = told.rows.length * (bar + 2) + 34;
    const ticks = [];
    const step = [1, 2, 5, 7, 10, 14, 20, 30, 50, 100, 200, 500].find(size => spec.last / size <= wide / 60) ?? 500;
    for (let at = 0; at <= spec.last; at += step) ticks.push(at);
    const lines = ticks.flatMap(at => [
      drawn("line", { x1: x(at), x2: x(at), y1: 2, y2: high - 28, class: "el-grid" }),
      drawn("text", { x: x(at), y: high - 16, "text-anchor": "middle" }, String(at))]);
    const bars = spec.posts.map(post => {
      const y = 4 + post.row * (bar + 2), end = Math.min(post.from + spec.lifetime, spec.last);
      const one = drawn("g", { class: `el-bar${post.wrong ? " el-bar-wrong" : ""}` },
        drawn("rect", { x: x(post.from), y, width: Math.max(x(end) - x(post.from), 3), height: bar, rx: 2, class: "el-life" }),
        drawn("rect", { x: x(post.from), y, width: 5, height: bar, class: post.paid ? "el-paid" : "el-start" }));
      if (bar >= 11) one.append(drawn("text", { x: x(post.from) + 9, y: y + bar - 4, class: "el-small" }, String(post.row + 1)));
      draggable(one, post, spec, (wide - left - right) / Math.max(spec.last, 1));
      return one;
    });
    const name = drawn("text", { x: wide / 2, y: high - 2, "text-anchor": "middle" }, spec.round);
    time.replaceChildren(drawn("svg", { role: "img", "aria-label": spec.alt, viewBox: `0 0 ${wide} ${high}`, width: wide, height: high, class: "el-picture" }, ...lines, ...bars, name));
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

  function repeats(told) {
    const every = made("input", { type: "text", inputMode: "numeric", value: "7" });
    const times = made("input", { type: "text", inputMode: "numeric", value: "5" });
    const button = made("button", { type: "button", textContent: told.texts.repeat_do });
    const repeat = () => send("repeat", { every: every.value, times: times.value });
    button.addEventListener("click", repeat);
    for (const box of [every, times]) box.addEventListener("keydown", event => { if (event.key === "Enter") repeat(); });
    const around = (words, box) => { const [before, after] = words.split("…"); return made("label", {}, before, box, after); };
    return made("fieldset", {}, made("legend", { textContent: told.texts.repeat }),
      around(told.texts.every, every), around(told.texts.times, times), button);
  }

  function toolbar(told) {
    if (tools.dataset.words === JSON.stringify(told.texts)) return;
    tools.dataset.words = JSON.stringify(told.texts);
    const buttons = ["add", "sort"].map(name => {
      const button = made("button", { type: "button", textContent: told.texts[name], className: `el-${name}` });
      button.addEventListener("click", () => send(name));
      return button;
    });
    tools.replaceChildren(...buttons, repeats(told));
    hint.textContent = told.texts.hint;
  }

  let painted = {};

  function entered(told, focused) {
    // what stands in the cell with the focus, and what of it is selected; nothing where its row has
    // moved or its cell has been set meanwhile
    if (!focused?.matches("input[data-cell]")) return null;
    const [row, ...rest] = focused.dataset.cell.split("/"), name = rest.join("/");
    const expected = [painted.rows?.[row]?.[name], focused.given];
    const stays = told.ids[row] === painted.ids?.[row] && expected.includes(told.rows[row]?.[name]);
    const { value, selectionStart: from, selectionEnd: to } = focused;
    return stays ? { value, from, to, typing: value !== focused.given } : null;
  }

  function paint() {
    if (pressed) { waits = true; return; }  // a button that is made anew under the pointer hears no click
    const told = model.get("told"), focused = el.contains(document.activeElement) ? document.activeElement : null;
    const at = focused?.dataset.cell, kept = entered(told, focused), isNew = told.number !== painted.number;
    const top = place.scrollTop;
    painting = true;
    place.replaceChildren(table(told));
    painting = false;
    place.scrollTop = top;
    toolbar(told);
    picture(told);
    if (said.textContent !== told.said) said.textContent = told.said;
    const wanted = kept?.typing || !(isNew && told.focus.length) ? at : told.focus.join("/");
    const found = wanted && place.querySelector(`[data-cell="${wanted}"]`);
    if (found && (at || document.activeElement === document.body)) found.focus({ preventScroll: false });
    else if (at && !found) tools.querySelector("button").focus();  // the last row is gone
    if (found && kept && wanted === at) { found.value = kept.value; found.setSelectionRange(kept.from, kept.to); }
    painted = told;
  }

  const press = event => {
    pressed = true;
    // the answer above may grow meanwhile, and the button move away under the pointer
    event.target.closest("button")?.setPointerCapture(event.pointerId);
  };
  const release = () => setTimeout(() => { pressed = false; if (waits) { waits = false; paint(); } });  // after the click
  el.addEventListener("pointerdown", press);
  for (const end of ["pointerup", "pointercancel", "blur"]) window.addEventListener(end, release);

  el.id ||= `el-calendar-${model.model_id ?? Math.floor(performance.now() * 1000)}`;
  let width = 0;
  const sized = new ResizeObserver(() => { if (time.clientWidth !== width) { width = time.clientWidth; picture(model.get("told")); } });
  sized.observe(time);
  model.on("change:told", paint);
  paint();
  return () => {
    sized.disconnect();
    model.off("change:told", paint);
    for (const end of ["pointerup", "pointercancel", "blur"]) window.removeEventListener(end, release);
  };
}

export default { render };
