// The page's part of the workbench, without the kernel: report the languages of the browser, save the
// state of the workbench, add the labels that screen readers need, make everything usable by keyboard,
// open the card of a field, and say when the kernel is gone. It draws nothing else.

let counted = 0;
const PING = 10_000, PATIENCE = 25_000; // between two pings, and until an answer is missed
const RETRY = 4_000; // in which a connection that was cut may come back

const control = name => `.el-control-${name.replace(/[._]/g, "-")}`;

function slot(key, model, el) {
  // a second workbench on the same plan in the same page gets a storage key of its own; a workbench
  // that has left the page, because its cell was run again, frees its key
  const slots = (window.engagelabSlots ??= {})[key] ??= [];
  const isFree = slot => !slot || slot.model === model || (slot.shown && !slot.el.isConnected);
  const free = slots.findIndex(isFree), at = free < 0 ? slots.length : free;
  const own = slots[at] = { model, el, shown: false };
  return {
    key: at ? `${key}:${at}` : key,
    show: () => { own.shown = true; },
    release: () => { if (slots[at] === own) slots[at] = null; },
  };
}

function storage(key) {
  // the state of this tab first, so that two tabs do not disturb each other; then the latest of all tabs
  const stores = ["sessionStorage", "localStorage"];
  const each = (act, names = stores) => names.map(name => { try { return act(window[name]); } catch { return null; } });
  const isReload = () => performance.getEntriesByType("navigation")[0]?.type !== "navigate";
  return {
    // the plan of a link wins over a saved state, unless this very page was reloaded
    read: linked => each(store => store.getItem(key), linked ? (isReload() ? stores.slice(0, 1) : []) : stores).find(Boolean) ?? "",
    write: text => each(store => text ? store.setItem(key, text) : store.removeItem(key)),
  };
}

function watchPresses(root, model) {
  // all changes between press and release of a slider count as one
  const report = pressed => {
    if (model.get("pressed") === pressed) return;
    model.set("pressed", pressed);
    model.save_changes();
  };
  const down = event => { if (event.target.closest?.(".noUi-target")) report(true); };
  const up = () => report(false);
  root.addEventListener("pointerdown", down, true);
  for (const end of ["pointerup", "pointercancel", "blur"]) window.addEventListener(end, up);
  return () => { for (const end of ["pointerup", "pointercancel", "blur"]) window.removeEventListener(end, up); };
}

function watchKeys(root, model) {
  // Ctrl+Z and Ctrl+Y undo and redo, except in a text box; they do not press the buttons, which may be
  // enabled only after the next key press
  root.addEventListener("keydown", event => {
    const key = event.key.toLowerCase();
    if (!(event.ctrlKey || event.metaKey) || !["z", "y"].includes(key)) return;
    if (event.target.matches?.("input[type=text], input[type=number], textarea")) return;
    const isRedo = key === "y" || event.shiftKey;
    model.send({ step: isRedo ? "redo" : "undo" });
    event.preventDefault();
    event.stopPropagation();
  });
}

function nameHandles(root) {
  // noUiSlider gives its handle neither a name nor a readable value
  for (const handle of root.querySelectorAll(".noUi-handle")) {
    const box = handle.closest(".el-control");
    const label = box?.querySelector(".widget-label")?.textContent;
    const value = box?.querySelector("input[type=text]")?.value;
    if (label && handle.getAttribute("aria-label") !== label) handle.setAttribute("aria-label", label);
    if (value && handle.getAttribute("aria-valuetext") !== value) handle.setAttribute("aria-valuetext", value);
  }
}

function setAttribute(box, name, value) {
  if (value === null ? box.hasAttribute(name) : box.getAttribute(name) !== value) {
    value === null ? box.removeAttribute(name) : box.setAttribute(name, value);
  }
}

function nameSections(root) {
  // the headers of an accordion are plain boxes, which only a mouse can open
  for (const header of root.querySelectorAll(".jupyter-widget-Collapse-header")) {
    const contents = header.parentElement.querySelector(".jupyter-widget-Collapse-contents");
    setAttribute(header, "role", "button");
    setAttribute(header, "tabindex", "0");
    setAttribute(header, "aria-expanded", String(header.parentElement.classList.contains("jupyter-widget-Collapse-open")));
    if (contents) setAttribute(contents, "role", "group");
    if (contents) setAttribute(contents, "aria-label", header.textContent.trim());
  }
}

function describeStates(root) {
  // mark the pressed toggle buttons, and the inputs whose value was refused
  for (const button of root.querySelectorAll(".widget-toggle-button")) {
    setAttribute(button, "aria-pressed", String(button.classList.contains("mod-active")));
  }
  for (const box of root.querySelectorAll(".el-control")) {
    const alert = box.querySelector(".el-refusal [role=alert]");
    if (alert) alert.id ||= `el-refused-${counted += 1}`;
    for (const input of box.querySelectorAll("input, select")) {
      setAttribute(input, "aria-invalid", alert ? "true" : null);
      setAttribute(input, "aria-describedby", alert ? alert.id : null);
    }
  }
}

function startFromValid(root) {
  // an edit of a refused input starts from the last valid value; left unchanged, that value is used again
  let offered = null;
  root.addEventListener("focusin", ({ target }) => {
    const valid = target.closest(".el-control")?.querySelector(".el-refusal [role=alert]")?.dataset.valid;
    if (!valid || target.type !== "text") return;
    target.value = valid;
    target.select();
    offered = { target, valid };
  });
  root.addEventListener("focusout", ({ target }) => {
    if (offered?.target === target && target.value === offered.valid) target.dispatchEvent(new Event("change", { bubbles: true }));
    offered = null;
  });
}

function keepKeys(root) {
  // a plain key must not reach the notebook, which takes d d for "delete the cell"
  root.addEventListener("keydown", event => {
    const header = event.target.closest(".jupyter-widget-Collapse-header");
    if (header === event.target && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      header.click();
    }
    if (!event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
  });
}

function addCards(root, cards, about, glossary) {
  for (const [name, html] of Object.entries(cards)) {
    const box = root.querySelector(control(name));
    if (!box) continue;
    const button = box.querySelector(":scope > .el-about") ?? box.appendChild(aboutButton(box, name, glossary));
    button.setAttribute("aria-label", about.replace("{label}", box.querySelector(".widget-label, label")?.textContent ?? name));
    button.card = html;
    const open = box.querySelector(":scope > .el-field-card");
    if (open && open.html !== html) fill(open, html, name, glossary);
  }
}

function fill(card, html, name, glossary) {
  card.innerHTML = card.html = html;
  if (!glossary.label) return;
  const more = document.createElement("button");
  Object.assign(more, { type: "button", className: "el-explain", textContent: glossary.label });
  more.addEventListener("click", () => glossary.open(name));
  card.append(more);
}

function aboutButton(box, name, glossary) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "el-about", textContent: "?" });
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", () => {
    const open = box.querySelector(":scope > .el-field-card");
    button.setAttribute("aria-expanded", String(!open));
    if (open) return open.remove();
    const card = box.appendChild(document.createElement("div"));
    card.className = "el-field-card";
    fill(card, button.card, name, glossary);
  });
  box.addEventListener("keydown", event => {
    if (event.key === "Escape" && box.querySelector(":scope > .el-field-card")) { button.click(); button.focus(); }
  });
  return button;
}

function mark(root, names, kind) {
  const marked = new Set(names.map(name => root.querySelector(control(name))));
  for (const box of root.querySelectorAll(".el-control")) box.classList.toggle(kind, marked.has(box));
}

function coverUntilReady(root, model, stored, whenBuilt) {
  // the requested plan comes a moment after the widgets: until then another plan would be visible, and
  // changes to it would be lost
  const opening = model.get("opening"), query = new URLSearchParams(location.search);
  const known = tags => tags.map(tag => tag?.slice(0, 2).toLowerCase()).find(tag => tag in opening);
  const lang = known([query.get("lang")]) ?? (model.get("any_language") && known(navigator.languages)) ?? model.get("lang");
  root.classList.remove("el-waiting");
  const plan = query.has("plan") || stored;
  if (model.get("views") || !(plan || lang !== model.get("lang"))) return;
  const cover = covered => root.classList.toggle("el-unmet", covered);
  root.dataset.opening = opening[lang];
  cover(true);
  // a kernel that is busy with other cells answers late; without a plan only the language is missing
  const late = setTimeout(() => cover(false), plan ? 20_000 : 4_000);
  model.on("change:ready_view", () => { clearTimeout(late); whenBuilt(() => cover(false)); });
}

function watchKernel(root, model, el) {
  // One sentence when the kernel or the server is gone, with a button where a reload helps: the controls
  // are disabled, and the numbers are greyed. A kernel that is busy with another cell is not gone.
  const banner = document.createElement("p");
  banner.className = "el-lost-note";
  banner.setAttribute("role", "alert");
  const isVoila = Boolean(document.body.dataset.voila), kernel = model.widget_manager?.kernel;
  let answered = Date.now(), asked = 0, cut = 0, isOver = false;
  const show = key => {
    const { [key]: text = "", reload } = model.get("lost");
    root.classList.toggle("el-lost", Boolean(key));
    for (const part of root.children) if (part !== el) part.inert = Boolean(key);
    if (banner.dataset.key === key) return;
    banner.dataset.key = key;
    banner.remove();
    if (!key) return;
    const [start, ...rest] = text.split("**").filter(Boolean);
    const bold = document.createElement("b"), words = document.createElement("span");
    bold.textContent = start;
    words.append(bold, ...rest);
    banner.replaceChildren(words);
    el.append(banner);
    if (key === "restarted") return;
    const button = document.createElement("button");
    Object.assign(button, { type: "button", textContent: reload });
    button.addEventListener("click", () => location.reload());
    banner.append(button);
  };
  const gone = () => { isOver = true; show(isVoila ? "lost" : "restarted"); };
  const isGone = () => kernel?.isDisposed || ["dead", "restarting", "autorestarting", "terminating"].includes(kernel?.status);
  const check = () => {
    if (isOver || isGone()) return gone();
    const isCut = !navigator.onLine || (kernel && kernel.connectionStatus !== "connected");
    cut = isCut ? cut || Date.now() : 0;
    if (!navigator.onLine || (cut && Date.now() - cut >= RETRY)) return show("lost");
    if (cut) return void setTimeout(check, RETRY);
    if (asked <= answered) show("");
    else if (kernel?.status === "busy") asked = Date.now();
    else if (Date.now() - asked > PATIENCE) gone();
  };
  const ask = () => {  // by the clock only: an answer changes the kernel's status, which is checked too
    check();
    if (isOver || cut || asked > answered) return;
    asked = Date.now();
    model.send({ ping: true });
  };
  const pong = message => { if (message.pong) { answered = Date.now(); if (!isOver && !cut) show(""); } };
  model.on("msg:custom", pong);
  const timer = setInterval(ask, PING), signals = [kernel?.statusChanged, kernel?.connectionStatusChanged, kernel?.disposed];
  for (const signal of signals) signal?.connect(check);
  for (const name of ["online", "offline"]) window.addEventListener(name, check);
  return () => {
    clearInterval(timer);
    model.off("msg:custom", pong);
    for (const signal of signals) signal?.disconnect(check);
    for (const name of ["online", "offline"]) window.removeEventListener(name, check);
  };
}

function render({ model, el }) {
  el.classList.add("el-page");
  const key = `engagelab:${location.pathname}:${model.get("storage_key")}`;
  const own = slot(key, model, el), store = storage(own.key);
  const stored = () => store.read(new URLSearchParams(location.search).has("plan"));
  let root = null, waiting = 0, stopWatching = () => {}, stopAsking = () => {};

  const sliders = () => el.closest(".el-workbench")?.querySelectorAll(".noUi-target, .elp").length ?? 0;
  const whenBuilt = (then, before = 0, left = 80) => {  // when no slider has been added for a moment
    const now = sliders();
    if ((now && now === before) || !left) return then();
    setTimeout(() => whenBuilt(then, now, left - 1), 60);
  };
  const update = () => {
    waiting = 0;
    root ??= el.closest(".el-workbench");
    if (!root) return;
    root.lang = model.get("lang");
    nameHandles(root);
    nameSections(root);
    describeStates(root);
    const glossary = { label: model.get("explain"), open: name => {
      model.set("explain_request", `${name} ${counted += 1}`);
      model.save_changes();
    } };
    addCards(root, { ...model.get("cards"), ...model.get("changed_cards") }, model.get("about"), glossary);
    mark(root, model.get("outside"), "el-outside");
    mark(root, model.get("idle"), "el-idle");
  };
  const schedule = () => { waiting ||= setTimeout(update, 120); };
  const observer = new MutationObserver(schedule);
  const begin = () => {
    const workbench = el.closest(".el-workbench");
    if (!workbench) return setTimeout(begin, 50);
    own.show();
    coverUntilReady(workbench, model, stored(), whenBuilt);
    stopWatching = watchPresses(workbench, model);
    stopAsking = watchKernel(workbench, model, el);
    watchKeys(workbench, model);
    observer.observe(workbench, { subtree: true, childList: true, attributes: true, attributeFilter: ["aria-valuenow", "class"] });
    keepKeys(workbench);
    startFromValid(workbench);
    update();
  };
  begin();

  model.on("change:cards change:changed_cards change:outside change:idle change:lang", schedule);
  model.on("change:saved_state", () => store.write(model.get("saved_state")));
  const report = () => {
    model.set("languages", [...navigator.languages]);
    model.set("address", location.href);
    model.set("stored", stored());
    model.set("pressed", false);
    model.set("views", model.get("views") + 1);
    model.save_changes();
  };
  // new sliders send the kernel the position to which they round; only after that may the kernel
  // restore another plan, or that message would overwrite it with the old position
  whenBuilt(report);
  return () => { observer.disconnect(); own.release(); stopWatching(); stopAsking(); };
}

export default { render };
