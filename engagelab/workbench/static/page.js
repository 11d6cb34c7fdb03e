// What the page does for the workbench without asking the kernel: it tells the languages of the
// browser, keeps the state of the workbench, says to screen readers what the widgets leave out, lets
// everything be done by keyboard, and opens the card of a field. It draws nothing of its own.

let counted = 0;

const control = name => `.el-control-${name.replace(/[._]/g, "-")}`;

function storage(place) {
  // the tab's own state first, so that two tabs do not disturb each other; then the last one's
  const shelves = ["sessionStorage", "localStorage"];
  const each = act => shelves.map(shelf => { try { return act(window[shelf]); } catch { return null; } });
  return {
    read: () => each(shelf => shelf.getItem(place)).find(Boolean) ?? "",
    write: text => each(shelf => text ? shelf.setItem(place, text) : shelf.removeItem(place)),
  };
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

function render({ model, el }) {
  el.classList.add("el-page");
  const place = `engagelab:${location.pathname}:${model.get("place")}`;
  const shelf = storage(place);
  let root = null, waiting = 0;

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
    watch.observe(found, { subtree: true, childList: true, attributes: true, attributeFilter: ["aria-valuenow", "class"] });
    byKeyboard(found);
    tend();
  };
  begin();

  model.on("change:cards change:fresh change:outside change:lang", soon);
  model.on("change:kept", () => shelf.write(model.get("kept")));
  model.set("languages", [...navigator.languages]);
  model.set("address", location.href);
  model.set("stored", shelf.read());
  model.set("seen", model.get("seen") + 1);
  model.save_changes();
  return () => watch.disconnect();
}

export default { render };
