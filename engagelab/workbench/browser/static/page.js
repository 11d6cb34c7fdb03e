// What the page does for the workbench without asking the kernel: it tells the languages of the
// browser, keeps the state of the workbench, says to screen readers what the widgets leave out, lets
// everything be done by keyboard, and opens the card of a field. It draws nothing of its own.

let counted = 0;

const control = name => `.el-control-${name.replace(/[._]/g, "-")}`;

function slot(place, model, el) {
  // a second workbench on the same plan in the same page keeps its state beside the first one's;
  // one that has left the page, as a cell that is run again leaves it, makes room
  const row = (window.engagelabPlaces ??= {})[place] ??= [];
  const gone = one => !one || one.model === model || (one.shown && !one.el.isConnected);
  const found = row.findIndex(gone), at = found < 0 ? row.length : found;
  const own = row[at] = { model, el, shown: false };
  return {
    name: at ? `${place}:${at}` : place,
    show: () => { own.shown = true; },
    free: () => { if (row[at] === own) row[at] = null; },
  };
}

function storage(place) {
  // the tab's own state first, so that two tabs do not disturb each other; then the last one's
  const shelves = ["sessionStorage", "localStorage"];
  const each = (act, names = shelves) => names.map(name => { try { return act(window[name]); } catch { return null; } });
  const again = () => performance.getEntriesByType("navigation")[0]?.type !== "navigate";
  return {
    // a link's plan wins over what was kept, unless it is this page that was loaded again
    read: linked => each(shelf => shelf.getItem(place), linked ? (again() ? shelves.slice(0, 1) : []) : shelves).find(Boolean) ?? "",
    write: text => each(shelf => text ? shelf.setItem(place, text) : shelf.removeItem(place)),
  };
}

function hearPresses(root, model) {
  // what happens between press and release of a slider is one change
  const say = pressed => {
    if (model.get("pressed") === pressed) return;
    model.set("pressed", pressed);
    model.save_changes();
  };
  const down = event => { if (event.target.closest?.(".noUi-target")) say(true); };
  const up = () => say(false);
  root.addEventListener("pointerdown", down, true);
  for (const end of ["pointerup", "pointercancel", "blur"]) window.addEventListener(end, up);
  return () => { for (const end of ["pointerup", "pointercancel", "blur"]) window.removeEventListener(end, up); };
}

function hearKeys(root, model) {
  // Ctrl+Z and Ctrl+Y are undo and redo, except where a text is being written; not by their buttons,
  // which are enabled a moment later than the next key may come
  root.addEventListener("keydown", event => {
    const key = event.key.toLowerCase();
    if (!(event.ctrlKey || event.metaKey) || !["z", "y"].includes(key)) return;
    if (event.target.matches?.("input[type=text], input[type=number], textarea")) return;
    const again = key === "y" || event.shiftKey;
    model.send({ step: again ? "redo" : "undo" });
    event.preventDefault();
    event.stopPropagation();
  });
}

function nameHandles(root) {
  // noUiSlider gives its handle neither a name nor the value that a person reads
  for (const handle of root.querySelectorAll(".noUi-handle")) {
    const box = handle.closest(".el-control");
    const label = box?.querySelector(".widget-label")?.textContent;
    const value = box?.querySelector("input[type=text]")?.value;
    if (label && handle.getAttribute("aria-label") !== label) handle.setAttribute("aria-label", label);
    if (value && handle.getAttribute("aria-valuetext") !== value) handle.setAttribute("aria-valuetext", value);
  }
}

function put(box, name, value) {
  if (value === null ? box.hasAttribute(name) : box.getAttribute(name) !== value) {
    value === null ? box.removeAttribute(name) : box.setAttribute(name, value);
  }
}

function nameSections(root) {
  // the headers of an accordion are plain boxes that only a mouse can open
  for (const header of root.querySelectorAll(".jupyter-widget-Collapse-header")) {
    const contents = header.parentElement.querySelector(".jupyter-widget-Collapse-contents");
    put(header, "role", "button");
    put(header, "tabindex", "0");
    put(header, "aria-expanded", String(header.parentElement.classList.contains("jupyter-widget-Collapse-open")));
    if (contents) put(contents, "role", "group");
    if (contents) put(contents, "aria-label", header.textContent.trim());
  }
}

function tellStates(root) {
  // which of some buttons is on, and which box holds what was refused
  for (const button of root.querySelectorAll(".widget-toggle-button")) {
    put(button, "aria-pressed", String(button.classList.contains("mod-active")));
  }
  for (const box of root.querySelectorAll(".el-control")) {
    const alert = box.querySelector(".el-refusal [role=alert]");
    if (alert) alert.id ||= `el-refused-${counted += 1}`;
    for (const input of box.querySelectorAll("input, select")) {
      put(input, "aria-invalid", alert ? "true" : null);
      put(input, "aria-describedby", alert ? alert.id : null);
    }
  }
}

function byKeyboard(root) {
  // a plain key is the workbench's own: the notebook around it would take d d for "delete the cell"
  root.addEventListener("keydown", event => {
    const header = event.target.closest(".jupyter-widget-Collapse-header");
    if (header === event.target && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      header.click();
    }
    if (!event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
  });
}

function addCards(root, cards, about, ask) {
  for (const [name, html] of Object.entries(cards)) {
    const box = root.querySelector(control(name));
    if (!box) continue;
    const button = box.querySelector(":scope > .el-about") ?? box.appendChild(aboutButton(box, name, ask));
    button.setAttribute("aria-label", about.replace("{label}", box.querySelector(".widget-label, label")?.textContent ?? name));
    button.card = html;
    const open = box.querySelector(":scope > .el-field-card");
    if (open && open.html !== html) fill(open, html, name, ask);
  }
}

function fill(card, html, name, ask) {
  card.innerHTML = card.html = html;
  if (!ask.called) return;
  const more = document.createElement("button");
  Object.assign(more, { type: "button", className: "el-explain", textContent: ask.called });
  more.addEventListener("click", () => ask.about(name));
  card.append(more);
}

function aboutButton(box, name, ask) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "el-about", textContent: "?" });
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", () => {
    const open = box.querySelector(":scope > .el-field-card");
    button.setAttribute("aria-expanded", String(!open));
    if (open) return open.remove();
    const card = box.appendChild(document.createElement("div"));
    card.className = "el-field-card";
    fill(card, button.card, name, ask);
  });
  box.addEventListener("keydown", event => {
    if (event.key === "Escape" && box.querySelector(":scope > .el-field-card")) { button.click(); button.focus(); }
  });
  return button;
}

function mark(root, outside) {
  const marked = new Set(outside.map(name => root.querySelector(control(name))));
  for (const box of root.querySelectorAll(".el-control")) box.classList.toggle("el-outside", marked.has(box));
}

function veil(root, model, kept, whenMade) {
  // what the page asks for comes a moment after the widgets: until then another plan would be seen,
  // and what is done to it would be lost
  const opening = model.get("opening"), asked = new URLSearchParams(location.search);
  const spoken = tags => tags.map(tag => tag?.slice(0, 2).toLowerCase()).find(tag => tag in opening);
  const lang = spoken([asked.get("lang")]) ?? (model.get("free") && spoken(navigator.languages)) ?? model.get("lang");
  root.style.visibility = "";
  const plan = asked.has("plan") || kept;
  if (model.get("seen") || !(plan || lang !== model.get("lang"))) return;
  const cover = covered => root.classList.toggle("el-unmet", covered);
  root.dataset.opening = opening[lang];
  cover(true);
  // a kernel that is busy with other cells hears this late; without a plan only the language is lacking
  const late = setTimeout(() => cover(false), plan ? 20_000 : 4_000);
  model.on("change:met", () => { clearTimeout(late); whenMade(() => cover(false)); });
}

function render({ model, el }) {
  el.classList.add("el-page");
  const place = `engagelab:${location.pathname}:${model.get("place")}`;
  const own = slot(place, model, el), shelf = storage(own.name);
  const kept = () => shelf.read(new URLSearchParams(location.search).has("plan"));
  let root = null, waiting = 0, deaf = () => {};

  const made = () => el.closest(".el-workbench")?.querySelectorAll(".noUi-target").length ?? 0;
  const whenMade = (then, before = 0, left = 80) => {  // when no slider has come for a moment
    const now = made();
    if ((now && now === before) || !left) return then();
    setTimeout(() => whenMade(then, now, left - 1), 60);
  };
  const tend = () => {
    waiting = 0;
    root ??= el.closest(".el-workbench");
    if (!root) return;
    root.lang = model.get("lang");
    nameHandles(root);
    nameSections(root);
    tellStates(root);
    const ask = { called: model.get("explain"), about: name => {
      model.set("asked", `${name} ${counted += 1}`);
      model.save_changes();
    } };
    addCards(root, { ...model.get("cards"), ...model.get("fresh") }, model.get("about"), ask);
    mark(root, model.get("outside"));
  };
  const soon = () => { waiting ||= setTimeout(tend, 120); };
  const watch = new MutationObserver(soon);
  const begin = () => {
    const found = el.closest(".el-workbench");
    if (!found) return setTimeout(begin, 50);
    own.show();
    veil(found, model, kept(), whenMade);
    deaf = hearPresses(found, model);
    hearKeys(found, model);
    watch.observe(found, { subtree: true, childList: true, attributes: true, attributeFilter: ["aria-valuenow", "class"] });
    byKeyboard(found);
    tend();
  };
  begin();

  model.on("change:cards change:fresh change:outside change:lang", soon);
  model.on("change:kept", () => shelf.write(model.get("kept")));
  const meet = () => {
    model.set("languages", [...navigator.languages]);
    model.set("address", location.href);
    model.set("stored", kept());
    model.set("pressed", false);
    model.set("seen", model.get("seen") + 1);
    model.save_changes();
  };
  // sliders tell the kernel the place they round to when they are made; only then may the kernel
  // bring another plan back, or that message would put the old place on top of it
  whenMade(meet);
  return () => { watch.disconnect(); own.free(); deaf(); };
}

export default { render };
