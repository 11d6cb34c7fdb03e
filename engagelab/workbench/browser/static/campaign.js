// The campaign page: show its parts, and report what a person does. It measures and draws nothing.

const PARTS = ["top", "audience", "options", "answer", "why", "warnings", "tools", "tabs"];
const DRAG = 70; // milliseconds between two positions of a slider that is dragged

function setAttributes(old, now) {
  for (const { name } of [...old.attributes]) if (!now.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of now.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
}

function morph(old, now) {
  // change the children of an element into others, so that focus, scroll position and open lists stay
  const before = [...old.childNodes], after = [...now.childNodes];
  for (let i = 0; i < Math.max(before.length, after.length); i += 1) {
    const one = before[i], other = after[i];
    if (!other) one.remove();
    else if (!one) old.append(other);
    else if (one.nodeName !== other.nodeName || one.id !== other.id) one.replaceWith(other);
    else if (one.nodeType !== Node.ELEMENT_NODE) { if (one.nodeValue !== other.nodeValue) one.nodeValue = other.nodeValue; }
    else change(one, other);
  }
}

function change(old, now) {
  const isActive = old === document.activeElement, isEdited = isActive && old.dataset.dirty;
  if (isActive && old.type === "range") return; // under the pointer
  setAttributes(old, now);
  if (isEdited) old.dataset.dirty = "1"; // which only the page knows
  morph(old, now);
  if (old.nodeName === "SELECT" && !isActive) old.value = now.value;
  if (old.nodeName === "INPUT" && old.type !== "file" && old.type !== "search" && !isEdited) {
    if (old.value !== now.getAttribute("value")) old.value = now.getAttribute("value") ?? "";
  }
}

function watch(root, model, report) {
  let timer = 0, latest = null;
  const what = (target, value) => ({
    name: target.dataset.name ?? "", option: target.dataset.option ?? "", value,
  });
  const at = slider => Number(slider.dataset.low) + (slider.dataset.high - slider.dataset.low) * slider.value / 100;
  const flush = () => { timer = 0; if (latest) report(latest); latest = null; };
  root.addEventListener("input", ({ target }) => {
    if (target.dataset.slide) {
      target.style.setProperty("--p", `${target.value}%`);
      latest = { act: "slide", name: target.dataset.slide, option: target.dataset.option, value: at(target) };
      timer ||= setTimeout(flush, DRAG);
    } else if (target.dataset.filter) filter(root, target);
    else target.dataset.dirty = "1";
  });
  root.addEventListener("change", async ({ target }) => {
    if (target.dataset.slide) {
      clearTimeout(timer); timer = 0; latest = null;
      report({ act: "slide", name: target.dataset.slide, option: target.dataset.option, value: at(target), final: true });
    } else if (target.dataset.set) {
      delete target.dataset.dirty;
      if (target.nodeName === "INPUT") target.setAttribute("value", target.value); // until the answer comes
      report({ act: "set", what: target.dataset.set, ...what(target, target.value) });
    } else if (target.dataset.file && target.files[0]) {
      const [file] = target.files;
      report({ act: target.dataset.file, name: file.name, value: (await file.text()).slice(0, 500_000) });
      target.value = "";
    }
  });
  root.addEventListener("focusin", ({ target }) => {
    // an edit of a refused field starts from the last valid value
    if (target.getAttribute("aria-invalid") === "true" && target.dataset.valid !== undefined) target.value = target.dataset.valid;
    if (target.matches("input[inputmode]")) target.select();
  });
  root.addEventListener("focusout", ({ target }) => {
    if (target.matches("input[data-set]") && !target.dataset.dirty) target.value = target.getAttribute("value") ?? "";
  });
  root.addEventListener("click", event => {
    const target = event.target.closest("[data-act], [data-jump]");
    if (!target || !root.contains(target)) return;
    if (target.dataset.act) report({ act: target.dataset.act, ...what(target, target.dataset.value ?? "") });
    if (target.dataset.jump) {
      event.preventDefault();
      jump(root, target.dataset.jump);
    }
  });
  root.addEventListener("keydown", event => {
    const tab = event.target.closest?.("[role=tab]");
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (tab && step) {
      const all = [...root.querySelectorAll("[role=tab]")];
      const next = all[(all.indexOf(tab) + step + all.length) % all.length];
      next.focus();
      next.click();
    }
  });
}

function jump(root, id) {
  const target = root.querySelector(`#${id}`);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  target?.scrollIntoView({ behavior: still ? "auto" : "smooth", block: "start" });
  if (target?.hasAttribute("tabindex")) target.focus({ preventScroll: true });
}

function filter(root, box) {
  const words = box.value.trim().toLowerCase();
  for (const row of root.querySelectorAll(`#${box.dataset.filter} tbody tr`)) row.hidden = !row.dataset.words.includes(words);
}

function offer(message, buffers) {
  const link = document.createElement("a");
  const address = URL.createObjectURL(new Blob(buffers, { type: message.mimetype }));
  Object.assign(link, { href: address, download: message.download });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

function render({ model, el }) {
  el.classList.add("elp-view");
  const root = document.createElement("div");
  root.className = "elp";
  const boxes = Object.fromEntries(PARTS.map(name => {
    const box = document.createElement("div");
    box.className = `elp__part elp__part--${name}`;
    root.append(box);
    return [name, box];
  }));
  const show = name => {
    const holder = document.createElement("div");
    holder.innerHTML = model.get(name);
    morph(boxes[name], holder);
  };
  const listeners = PARTS.map(name => { const act = () => show(name); model.on(`change:${name}`, act); return [name, act]; });
  const receive = (message, buffers) => {
    if (message.download) offer(message, buffers);
    if (message.copy) navigator.clipboard?.writeText(message.copy).catch(() => {});
    if (message.jump) requestAnimationFrame(() => jump(root, message.jump));
  };
  model.on("msg:custom", receive);
  watch(root, model, message => model.send(message));
  const setLang = () => { root.lang = model.get("lang"); };
  model.on("change:lang", setLang);
  setLang();
  PARTS.forEach(show);
  el.append(root);
  const host = el.closest(".el-campaign");
  host?.classList.add("is-alive");
  return () => {
    for (const [name, act] of listeners) model.off(`change:${name}`, act);
    model.off("msg:custom", receive);
    model.off("change:lang", setLang);
  };
}

export default { render };
