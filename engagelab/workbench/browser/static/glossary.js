// Show the glossary: filter it while a person types, and link every term to its explanation.

const bare = text => text.normalize("NFD").replace(/\p{Diacritic}/gu, "").toLowerCase();
const safe = text => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

function link(list, links, go) {
  // longer words first, so that "group size" is not taken for "group"
  const words = Object.keys(links).filter(word => word.length > 2).sort((one, other) => other.length - one.length);
  if (!words.length) return;
  const places = new Map(words.map(word => [bare(word), links[word]]));
  const pattern = new RegExp(`(?<![\\p{L}-])(${words.map(safe).join("|")})(?![\\p{L}-])`, "giu");
  for (const text of list.querySelectorAll("dd")) {
    const own = text.parentElement.id, seen = new Set([own]), parts = [];
    let from = 0;
    for (const hit of text.textContent.matchAll(pattern)) {
      const to = places.get(bare(hit[0]));
      if (!to || seen.has(to)) continue;
      seen.add(to);
      const anchor = document.createElement("a");
      Object.assign(anchor, { href: `#${to}`, textContent: hit[0] });
      anchor.addEventListener("click", event => { event.preventDefault(); go(to); });
      parts.push(text.textContent.slice(from, hit.index), anchor);
      from = hit.index + hit[0].length;
    }
    text.replaceChildren(...parts, text.textContent.slice(from));
  }
}

function render({ model, el }) {
  el.classList.add("el-glossary-tab");
  const texts = model.get("texts");
  const label = document.createElement("label"), box = document.createElement("input");
  const count = document.createElement("span"), list = document.createElement("div");
  box.type = "search";
  box.autocomplete = "off";
  label.append(`${texts.find} `, box);
  count.setAttribute("role", "status");
  count.className = "el-found";
  list.className = "el-words-list";
  list.tabIndex = 0;
  list.innerHTML = model.get("html");
  list.firstElementChild?.setAttribute("role", "group");
  el.append(label, count, list);
  const rows = [...list.querySelectorAll("dl > div")].map(row => [row, bare(row.querySelector("dt").textContent), bare(row.textContent)]);

  function filter() {
    const wanted = bare(box.value.trim()).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const [row, word, all] of rows) {
      row.hidden = !wanted.every(part => all.includes(part));
      row.classList.toggle("el-best", wanted.length > 0 && wanted.every(part => word.includes(part)));
      shown += !row.hidden;
    }
    count.textContent = shown ? texts.found.replace("{n}", shown) : texts.nothing;
  }

  function go(id) {
    box.value = "";
    filter();
    const row = list.querySelector(`#${CSS.escape(id)}`);
    if (!row) return;
    row.tabIndex = -1;
    row.focus({ preventScroll: true });
    list.scrollTop = row.offsetTop - list.offsetTop - 8;
    el.scrollIntoView({ block: "nearest" });
    for (const other of list.querySelectorAll(".el-pointed")) other.classList.remove("el-pointed");
    row.classList.add("el-pointed");
  }

  link(list, model.get("links"), go);
  box.addEventListener("input", filter);
  const point = () => { const target = model.get("target"); if (target) setTimeout(() => go(target.split(" ")[0]), 50); };
  model.on("change:target", point);
  filter();
  point();
  return () => model.off("change:target", point);
}

export default { render };
