// The player: the picture, its controls, its words. `mount` puts it into an element, in a page or in
// a notebook (where `render` is called with a model). The files scene.js and story.js stand before.

const PACE = 1000, QUIET = 220; // milliseconds of a round in which something happens, or nothing
const SPEEDS = [0.5, 1, 2, 4];
const ROWS = ["readers", "shares", "invitations", "joins", "leavers"];
const HEARD = 4000; // milliseconds between two announcements while it plays

const ICONS = {
  first: "M6 5v14M19 5 9 12l10 7z", back: "M17 5 7 12l10 7z", play: "M7 4l13 8-13 8z",
  pause: "M7 5h3.4v14H7zM13.6 5H17v14h-3.4z", forward: "M7 5l10 7-10 7z", last: "M18 5v14M5 5l10 7-10 7z",
  zoom_in: "M12 5v14M5 12h14", zoom_out: "M5 12h14", fit: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
  previous: "M15 5l-7 7 7 7", next: "M9 5l7 7-7 7", clear: "M6 6l12 12M18 6 6 18",
};
const FILLED = ["first", "back", "play", "pause", "forward", "last"];

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== false && value != null) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child != null));
  return made;
}

function icon(name) {
  const drawn = FILLED.includes(name) ? 'fill="currentColor" stroke-linejoin="round"' : 'fill="none"';
  const holder = element("span", { class: "elp-icon", "aria-hidden": "true" });
  holder.innerHTML = `<svg viewBox="0 0 24 24" width="18" height="18"><path d="${ICONS[name]}" ${drawn} stroke="currentColor" stroke-width="2" stroke-linecap="round"/></svg>`;
  return holder;
}

class Player {
  constructor(root, data, at = 0, onRound = () => {}) {
    Object.assign(this, { root, data, at, onRound, words: new Words(data), town: new Town(data) });
    this.counts = {};
    for (const [name, now] of Object.entries(data.counts)) {
      let sum = 0;
      this.counts[name] = { now, all: now.map((count) => (sum += count)) };
    }
    const traits = {};
    for (const way of ["role", "profile", "activity", "inviter"]) traits[way] = numbers(data[way], Int32Array);
    this.story = new Story(this.town, this.words, traits);
    Object.assign(this, { t: 1, playing: false, speed: 1, frames: 0, heard: 0 });
    this.calm = window.matchMedia("(prefers-reduced-motion: reduce)");
    this.build();
    this.watch();
    this.show();
  }

  // --- what it is made of

  build() {
    const { words, data } = this;
    this.canvas = element("canvas", { class: "elp-canvas", role: "img", tabindex: "0" });
    this.scene = new Scene(this.canvas, this.town, data.extent);
    this.tip = element("div", { class: "elp-tip", hidden: true });
    this.stage = element("div", { class: "elp-stage" }, this.canvas, this.tip, this.zoomers());
    this.live = element("div", { class: "elp-unseen", "aria-live": "polite", role: "status" });
    this.line = element("canvas", { class: "elp-line", "aria-hidden": "true" });
    this.slider = element("input", {
      type: "range", class: "elp-slider", min: 0, max: data.rounds - 1, step: 1, value: 0,
      "aria-label": words.say("round"), oninput: () => this.go(Number(this.slider.value)),
    });
    const body = element("div", { class: "elp-body" }, this.stage, this.side());
    const time = element("div", { class: "elp-time" }, this.line, this.slider);
    this.root.classList.add("elp");
    this.root.setAttribute("data-lm-suppress-shortcuts", "true"); // the keys are the player's own
    this.root.setAttribute("role", "group");
    this.root.setAttribute("aria-label", `${words.say("player")}: ${data.title}`);
    this.root.replaceChildren(this.head(), body, time, this.controls(), this.live);
  }

  head() {
    return element("div", { class: "elp-head" },
      element("div", { class: "elp-title", role: "heading", "aria-level": "2" }, this.data.title),
      element("div", { class: "elp-caption" }, this.data.caption));
  }

  button(name, act, key = name) {
    const said = this.words.say(key);
    const made = element("button", { type: "button", class: `elp-button elp-${name}`, title: said, "aria-label": said, onclick: act }, icon(name));
    return made;
  }

  zoomers() {
    return element("div", { class: "elp-zoom" },
      this.button("zoom_in", () => this.zoom(1.5)), this.button("zoom_out", () => this.zoom(1 / 1.5)),
      this.button("fit", () => this.fit()));
  }

  side() {
    const { words } = this;
    this.now = element("div", { class: "elp-now" });
    this.cells = {};
    const rows = ROWS.map((name) => {
      const [now, all] = (this.cells[name] = [element("td"), element("td")]);
      const mark = { readers: "reader", shares: "sharer", invitations: "invited", joins: "joiner", leavers: "left" }[name];
      const sample = element("span", { class: "elp-sample" });
      sample.append(this.sample(mark));
      return element("tr", {}, element("th", { scope: "row" }, sample, words.say(name)), now, all);
    });
    const heads = ["", "this_round", "so_far"].map((key) => element("th", { scope: "col" }, key ? words.say(key) : ""));
    const table = element("table", { class: "elp-counts" },
      element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...rows));
    this.told = element("div", { class: "elp-story" });
    return element("div", { class: "elp-side" }, this.now, table, this.legend(), this.told);
  }

  sample(mark) {
    const holder = element("span", { "aria-hidden": "true" });
    const shapes = {
      unaware: '<circle cx="9" cy="7" r="2.6" class="elp-f-unaware"/>',
      reader: '<circle cx="9" cy="7" r="4" class="elp-f-reader"/>',
      sharer: '<path d="M9 1.2 14.8 7 9 12.8 3.2 7z" class="elp-f-sharer"/>',
      joiner: '<rect x="4" y="2" width="10" height="10" class="elp-s-joiner"/>',
      invited: '<path d="M1 7h11" class="elp-s-invitation" stroke-dasharray="3 2"/><rect x="12" y="4.4" width="5.2" height="5.2" class="elp-f-invitation"/>',
      read: '<path d="M1 7h12" class="elp-s-reader"/><circle cx="14" cy="7" r="2.6" class="elp-f-reader"/>',
      left: '<path d="M4.5 2.5l9 9m0-9l-9 9" class="elp-s-left"/>',
      group: '<circle cx="9" cy="7" r="6" class="elp-f-disc"/>',
    };
    holder.innerHTML = `<svg viewBox="0 0 18 14" width="18" height="14">${shapes[mark]}</svg>`;
    return holder;
  }

  legend() {
    const marks = ["unaware", "reader", "sharer", "joiner", "group", "read", "invited", "left"];
    const entries = marks.map((mark) => element("li", {}, this.sample(mark), this.words.say(`legend_${mark}`)));
    return element("ul", { class: "elp-legend", "aria-label": this.words.say("legend") }, ...entries);
  }

  controls() {
    const { words, data } = this;
    this.toggle = this.button("play", () => this.toggled());
    const speeds = SPEEDS.map((speed) => element("option", { value: speed, selected: speed === 1 }, `${words.form.format(speed)}×`));
    const speed = element("select", { class: "elp-select elp-speed", onchange: () => (this.speed = Number(speed.value)) }, ...speeds);
    const labelled = (key, control) => element("label", { class: "elp-label" }, words.say(key), control);
    const bar = element("div", { class: "elp-controls" },
      this.button("first", () => this.go(0)), this.button("back", () => this.step(-1)), this.toggle,
      this.button("forward", () => this.step(1)), this.button("last", () => this.go(data.rounds - 1)),
      labelled("speed", speed));
    if (data.posts.length > 1) bar.append(labelled("post", this.postChoice()));
    this.help = element("span", { class: "elp-help" }, words.say("keys"));
    bar.append(this.help);
    return bar;
  }

  postChoice() {
    const { words, data } = this;
    const options = data.posts.map((round, post) => element("option", { value: post }, words.say("post_of", { post: post + 1, round })));
    const choice = element("select", { class: "elp-select elp-post", onchange: () => {
      this.scene.look(Number(choice.value));
      this.show();
    } }, element("option", { value: -1 }, words.say("all_posts")), ...options);
    return choice;
  }

  // --- what it listens to

  watch() {
    const listen = (target, name, act, options) => {
      target.addEventListener(name, act, options);
      this.undo.push(() => target.removeEventListener(name, act, options));
    };
    this.undo = [];
    listen(this.root, "keydown", (event) => this.key(event));
    listen(this.canvas, "wheel", (event) => this.wheel(event), { passive: false });
    listen(this.canvas, "pointerdown", (event) => this.press(event));
    listen(this.canvas, "pointermove", (event) => this.move(event));
    listen(this.canvas, "pointerup", (event) => this.release(event));
    listen(this.canvas, "pointerleave", () => this.hover(-1));
    listen(window.matchMedia("(prefers-color-scheme: dark)"), "change", () => this.dress());
    const size = new ResizeObserver(() => this.measure());
    size.observe(this.stage);
    const theme = new MutationObserver(() => this.dress());
    const told = { attributes: true, attributeFilter: ["class", "style", "data-jp-theme-name", "data-theme"] };
    for (const target of [document.documentElement, document.body]) theme.observe(target, told);
    this.undo.push(() => size.disconnect(), () => theme.disconnect(), () => this.pause());
    this.dress();
  }

  stop() {
    for (const undo of this.undo) undo();
  }

  // Light or dark, as the page around is: a notebook says its colours, a bare page its preference.
  dress() {
    const said = getComputedStyle(this.root).getPropertyValue("--jp-layout-color0").trim();
    const probe = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    let dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
    if (said) {
      probe.fillStyle = said;
      probe.fillRect(0, 0, 1, 1);
      const [r, g, b] = probe.getImageData(0, 0, 1, 1).data;
      dark = 0.3 * r + 0.6 * g + 0.1 * b < 110;
    }
    const theme = document.documentElement.dataset.theme || (dark ? "dark" : "light");
    if (this.root.dataset.elpTheme === theme) return;
    this.root.dataset.elpTheme = theme;
    this.dim = getComputedStyle(this.root).getPropertyValue("--elp-dim");
    this.scene.use(theme);
    this.show();
  }

  measure() {
    const { clientWidth: width, clientHeight: height } = this.stage;
    if (!width || !height || (width === this.scene.width && height === this.scene.height && this.measured)) return;
    this.measured = true;
    this.scene.resize(width, height);
    this.show();
  }

  key(event) {
    const inside = event.target.tagName;
    if (event.altKey || event.ctrlKey || event.metaKey || inside === "SELECT") return;
    const onSlider = inside === "INPUT";
    const acts = {
      " ": () => this.toggled(), ArrowRight: () => this.step(1), ArrowLeft: () => this.step(-1),
      Home: () => this.go(0), End: () => this.go(this.data.rounds - 1), "+": () => this.zoom(1.5),
      "=": () => this.zoom(1.5), "-": () => this.zoom(1 / 1.5), 0: () => this.fit(),
      Escape: () => this.select(-1),
    };
    const act = acts[event.key];
    if (!act || (inside === "BUTTON" && event.key === " ")) return;
    if (onSlider && !["Escape", " "].includes(event.key)) return; // the slider's own keys do the same
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  point(event) {
    const box = this.canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  wheel(event) {
    // a page that scrolls goes on scrolling, until somebody has gone into the picture
    if (!event.ctrlKey && document.activeElement !== this.canvas) return;
    event.preventDefault();
    this.zoom(Math.exp(-event.deltaY / 400), ...this.point(event));
  }

  press(event) {
    this.canvas.setPointerCapture(event.pointerId);
    this.drag = { from: this.point(event), last: this.point(event), moved: false };
  }

  move(event) {
    const [x, y] = this.point(event);
    if (!this.drag) return this.hover(this.scene.hit(x, y, this.at), x, y);
    const [lastX, lastY] = this.drag.last;
    this.drag.moved ||= Math.hypot(x - this.drag.from[0], y - this.drag.from[1]) > 4;
    if (!this.drag.moved) return;
    this.drag.last = [x, y];
    this.scene.pan(x - lastX, y - lastY);
    this.frame();
  }

  release(event) {
    const drag = this.drag;
    this.drag = null;
    if (drag && !drag.moved) this.select(this.scene.hit(...this.point(event), this.at));
  }

  hover(person, x = 0, y = 0) {
    if (person !== this.scene.hovered) {
      this.scene.hovered = person;
      this.tip.textContent = person < 0 ? "" : this.summed(person);
      if (!this.playing) this.frame();
    }
    this.tip.hidden = person < 0;
    const left = Math.min(x + 14, this.scene.width - this.tip.offsetWidth - 4);
    this.tip.style.transform = `translate(${Math.max(4, left)}px, ${Math.max(4, y - 34)}px)`;
  }

  summed(person) {
    const mark = MARKS[this.town.mark(person, this.at)];
    const joined = this.town.joined[person] <= this.at ? `, ${this.words.say("legend_joiner")}` : "";
    return `${this.words.who(person)}: ${this.words.say(`legend_${mark}`)}${joined}`;
  }

  zoom(factor, x, y) {
    this.scene.zoom(factor, x, y);
    if (!this.playing) this.frame();
  }

  fit() {
    this.scene.fit();
    this.frame();
  }

  // --- time

  toggled() {
    if (this.playing) this.pause();
    else this.play();
  }

  play() {
    if (this.at === this.data.rounds - 1 && this.t === 1) this.go(0);
    this.playing = true;
    this.next();
    this.face();
    this.run();
  }

  pause() {
    this.playing = false;
    cancelAnimationFrame(this.asked);
    clearTimeout(this.waits);
    if (this.t < 1) this.t = 1;
    this.face();
    this.show();
  }

  face() {
    const said = this.words.say(this.playing ? "pause" : "play");
    this.toggle.replaceChildren(icon(this.playing ? "pause" : "play"));
    this.toggle.title = said;
    this.toggle.setAttribute("aria-label", said);
  }

  // Begin the next round; at the end, stop.
  next() {
    if (this.at + 1 >= this.data.rounds) {
      this.playing = false;
      this.single = false;
      this.face();
      this.show();
      return false;
    }
    this.at += 1;
    this.t = 0;
    this.write();
    return true;
  }

  pace() {
    const busy = this.town.first[this.at + 1] > this.town.first[this.at];
    return (busy ? PACE : QUIET) / this.speed;
  }

  run() {
    cancelAnimationFrame(this.asked);
    clearTimeout(this.waits);
    if (this.calm.matches) return this.runCalmly();
    let last = performance.now();
    const tick = (now) => {
      this.t = Math.min(1, this.t + Math.max(0, now - last) / this.pace());
      last = now;
      this.frame();
      this.frames += 1;
      if (this.t >= 1 && (this.single || !this.next())) return this.settled();
      this.asked = requestAnimationFrame(tick);
    };
    this.asked = requestAnimationFrame(tick);
  }

  // Without motion: one still after the other.
  runCalmly() {
    this.t = 1;
    this.frame();
    this.waits = setTimeout(() => this.playing && this.next() && this.runCalmly(), this.pace());
  }

  settled() {
    this.single = false;
    this.show();
  }

  step(by) {
    if (this.playing) this.pause();
    if (by < 0 || this.calm.matches) return this.go(this.at + by);
    cancelAnimationFrame(this.asked);
    if (!this.next()) return;
    this.single = true;
    this.show(true);
    this.run();
  }

  go(round) {
    cancelAnimationFrame(this.asked);
    this.single = false;
    this.at = Math.max(0, Math.min(this.data.rounds - 1, round));
    this.t = this.playing ? 0 : 1;
    this.show();
    if (this.playing) this.run();
  }

  // --- showing

  frame() {
    this.scene.draw(this.at, this.t);
  }

  show() {
    this.write();
    this.frame();
  }

  // All that is written, for this round.
  write() {
    const { words, counts, at } = this;
    this.now.textContent = words.round(at);
    for (const name of ROWS) {
      const [now, all] = this.cells[name];
      now.textContent = words.written(counts[name].now[at]);
      all.textContent = words.written(counts[name].all[at]);
    }
    const told = words.told(counts, at, this.town.people);
    this.slider.value = at;
    this.slider.setAttribute("aria-valuetext", words.round(at));
    this.canvas.setAttribute("aria-label", `${words.say("picture", { people: this.town.people, groups: this.town.groups })} ${told}`);
    const since = performance.now() - this.heard;
    if (told !== this.live.textContent && (!this.playing || since > HEARD)) {
      this.live.textContent = told;
      this.heard = performance.now();
    }
    this.drawLine();
    this.tell();
    if (this.reported !== at) this.onRound((this.reported = at));
  }

  // Reach by round over the slider, with the posts and where one is.
  drawLine() {
    const { line, scene, data } = this, dpr = scene.dpr, width = line.clientWidth, height = line.clientHeight;
    if (!width) return;
    if (line.width !== Math.round(width * dpr)) [line.width, line.height] = [width * dpr, height * dpr].map(Math.round);
    const pen = line.getContext("2d"), all = this.counts.readers.all, now = this.counts.readers.now;
    const inset = 8, most = Math.max(1, all[all.length - 1]), busiest = Math.max(1, ...now);
    const x = (round) => inset + (width - 2 * inset) * (round / Math.max(1, data.rounds - 1));
    const y = (share) => height - 2 - (height - 20) * share;
    pen.setTransform(dpr, 0, 0, dpr, 0, 0);
    pen.clearRect(0, 0, width, height);
    pen.fillStyle = scene.theme.reader;
    const area = (until) => {
      pen.beginPath();
      pen.moveTo(x(0), y(0));
      for (let round = 0; round <= until; round++) pen.lineTo(x(round), y(all[round] / most));
      pen.lineTo(x(until), y(0));
      pen.fill();
    };
    pen.globalAlpha = 0.22;
    area(data.rounds - 1);
    pen.globalAlpha = 0.6;
    area(this.at);
    pen.globalAlpha = 1;
    pen.fillStyle = scene.theme.ink;
    pen.globalAlpha = 0.75;
    const bar = Math.max(1, Math.min(5, (width - 2 * inset) / data.rounds / 4));
    for (let round = 0; round < data.rounds; round++) {
      const top = y((0.6 * now[round]) / busiest);
      if (now[round]) pen.fillRect(x(round) - bar / 2, top, bar, y(0) - top);
    }
    pen.globalAlpha = 1;
    this.nameLine(pen, width);
    pen.fillStyle = scene.theme.sharer;
    for (const round of data.posts) {
      pen.beginPath();
      pen.moveTo(x(round) - 5, 0), pen.lineTo(x(round) + 5, 0), pen.lineTo(x(round), 8);
      pen.fill();
    }
  }

  nameLine(pen, width) {
    const { words, root } = this;
    pen.font = `11px ${getComputedStyle(root).fontFamily}`;
    pen.textAlign = "right";
    pen.fillStyle = this.dim;
    pen.fillText(words.say("line", { most: this.counts.readers.all.at(-1) }), width - 8, 10);
  }

  // --- one person

  select(person) {
    this.scene.selected = person;
    if (person >= 0) this.scene.reveal(person, this.at);
    this.toldOf = null;
    this.tell();
    if (!this.playing) this.frame();
  }

  turn(by) {
    const active = this.story.active(this.at), selected = this.scene.selected;
    if (!active.length) return;
    const after = active.findIndex((person) => person > selected);
    const place = by > 0 ? (after < 0 ? 0 : after)
      : (after < 0 ? active.length : after) - (active.includes(selected) ? 2 : 1);
    this.select(active[(place + active.length) % active.length]);
  }

  tell() {
    const { words, story } = this, person = this.scene.selected, about = `${person} ${this.at}`;
    if (this.toldOf === about) return;
    const first = !this.told.firstChild;
    this.toldOf = about;
    if (first) this.buildStory();
    this.clearer.hidden = person < 0;
    if (person < 0) {
      this.name.textContent = words.say("story");
      return this.tale.replaceChildren(element("p", {}, words.say("story_hint")));
    }
    this.name.textContent = words.who(person);
    const lines = story.of(person, this.at).map(([round, text]) =>
      element("li", {}, element("b", {}, words.say("story_round", { round })), " ", text));
    const tale = lines.length ? element("ol", { class: "elp-events" }, ...lines) : element("p", {}, words.say("story_nothing"));
    this.tale.replaceChildren(element("p", {}, story.about(person)), element("p", {}, story.belongs(person)), tale);
  }

  buildStory() {
    this.name = element("div", { class: "elp-name", role: "heading", "aria-level": "3" });
    this.tale = element("div", { class: "elp-tale", "aria-live": "polite" });
    this.clearer = this.button("clear", () => this.select(-1));
    this.told.append(
      element("div", { class: "elp-who" }, this.name, this.button("previous", () => this.turn(-1), "previous_person"),
        this.button("next", () => this.turn(1), "next_person"), this.clearer),
      this.tale);
  }
}

// Put a player into an element, at a round; returns it. Whoever wants to is told the round.
export function mount(root, data, at, onRound) {
  root.player?.stop();
  root.player = new Player(root, data, at, onRound);
  return root.player;
}

// What a notebook calls: the data are the model's, the round goes both ways.
function render({ model, el }) {
  const root = element("div");
  el.append(root);
  const report = (round) => {
    if (model.get("round") === round) return;
    model.set("round", round);
    model.save_changes();
  };
  const open = () => mount(root, model.get("data"), model.get("round"), report);
  const follow = () => model.get("round") !== root.player.at && root.player.go(model.get("round"));
  open();
  model.on("change:data", open);
  model.on("change:round", follow);
  return () => {
    model.off("change:data", open);
    model.off("change:round", follow);
    root.player.stop();
  };
}

export default { render };
