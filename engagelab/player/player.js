// The player: the picture with its controls and texts. `mount` creates it in an element of a page;
// `render` does so in a notebook, with a model. The other files of this folder are loaded before:
// town.js, marks.js, view.js, scene.js, story.js, parts.js.

const PACE = 1000, QUIET = 220; // milliseconds of a round with events, and without
const SPEEDS = [0.5, 1, 2, 4];
const HEARD = 4000; // milliseconds between two announcements during playback

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

  // --- building

  build() {
    const { words, data } = this;
    this.canvas = element("canvas", { class: "elp-canvas", role: "img", tabindex: "0" });
    this.scene = new Scene(this.canvas, this.town, data.extent);
    this.tip = element("div", { class: "elp-tip", hidden: true });
    this.stage = element("div", { class: "elp-stage" }, this.canvas, this.tip, this.zoomers());
    this.live = element("div", { class: "elp-unseen", "aria-live": "polite", role: "status" });
    this.line = new Timeline(words, this.counts.readers, data.posts);
    this.slider = element("input", {
      type: "range", class: "elp-slider", min: 0, max: data.rounds - 1, step: 1, value: 0,
      "aria-label": words.say("round"), oninput: () => this.go(Number(this.slider.value)),
    });
    const body = element("div", { class: "elp-body" }, this.stage, this.side());
    const time = element("div", { class: "elp-time" }, this.line.canvas, this.slider);
    this.root.classList.add("elp-player");
    this.root.setAttribute("data-lm-suppress-shortcuts", "true"); // the player handles its keys itself
    this.root.setAttribute("role", "group");
    this.root.setAttribute("aria-label", `${words.say("player")}: ${data.title}`);
    this.root.replaceChildren(this.head(), body, time, this.controls(), this.live);
  }

  head() {
    return element("div", { class: "elp-head" },
      element("div", { class: "elp-title", role: "heading", "aria-level": "2" }, this.data.title),
      element("div", { class: "elp-caption" }, this.data.caption));
  }

  zoomers() {
    return element("div", { class: "elp-zoom" },
      iconButton(this.words, "zoom_in", () => this.zoom(1.5)), iconButton(this.words, "zoom_out", () => this.zoom(1 / 1.5)),
      iconButton(this.words, "fit", () => this.fit()));
  }

  side() {
    const { words } = this;
    this.now = element("div", { class: "elp-now" });
    this.table = new Counts(words, this.counts);
    this.storyBox = element("div", { class: "elp-story" });
    return element("div", { class: "elp-side" }, this.now, this.table.table, legend(words, this.town), this.storyBox);
  }

  controls() {
    const { words, data } = this;
    this.toggle = iconButton(this.words, "play", () => this.toggled());
    const speeds = SPEEDS.map((speed) => element("option", { value: speed, selected: speed === 1 }, `${words.form.format(speed)}×`));
    const speed = element("select", { class: "elp-select elp-speed", onchange: () => (this.speed = Number(speed.value)) }, ...speeds);
    const labelled = (key, control) => element("label", { class: "elp-label" }, words.say(key), control);
    const bar = element("div", { class: "elp-controls" },
      iconButton(this.words, "first", () => this.go(0)), iconButton(this.words, "back", () => this.step(-1)), this.toggle,
      iconButton(this.words, "forward", () => this.step(1)), iconButton(this.words, "last", () => this.go(data.rounds - 1)),
      labelled("speed", speed));
    if (data.posts.length > 1) bar.append(labelled("post", this.postChoice()));
    this.help = element("span", { class: "elp-help" }, words.say("keys"));
    bar.append(this.help);
    return bar;
  }

  postChoice() {
    const { words, data } = this;
    const options = data.posts.map((round, post) =>
      element("option", { value: post }, words.say("post_of", { post: data.post_names[post] || post + 1, round })));
    const choice = element("select", { class: "elp-select elp-post", onchange: () => {
      this.scene.look(Number(choice.value));
      this.show();
    } }, element("option", { value: -1 }, words.say("all_posts")), ...options);
    return choice;
  }

  // --- events

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
    const options = { attributes: true, attributeFilter: ["class", "style", "data-jp-theme-name", "data-theme"] };
    for (const target of [document.documentElement, document.body]) theme.observe(target, options);
    this.undo.push(() => size.disconnect(), () => theme.disconnect(), () => this.pause());
    this.dress();
  }

  stop() {
    for (const undo of this.undo) undo();
  }

  // Use a light or dark theme: that of the notebook, or the browser's preference in a plain page.
  dress() {
    const background = getComputedStyle(this.root).getPropertyValue("--jp-layout-color0").trim();
    const probe = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    let dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
    if (background) {
      probe.fillStyle = background;
      probe.fillRect(0, 0, 1, 1);
      const [r, g, b] = probe.getImageData(0, 0, 1, 1).data;
      dark = 0.3 * r + 0.6 * g + 0.1 * b < 110;
    }
    const theme = document.documentElement.dataset.theme || (dark ? "dark" : "light");
    if (this.root.dataset.elpTheme === theme) return;
    this.root.dataset.elpTheme = theme;
    this.scene.use(theme);
    this.show();
  }

  // Redraw after the picture was hidden or resized.
  measure() {
    const { clientWidth: width, clientHeight: height } = this.stage, { scene } = this;
    if (!width || !height) return;
    if (width !== scene.width || height !== scene.height) scene.resize(width, height);
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
    // the wheel scrolls the page, unless the picture has the focus
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
    const marks = this.town.marks(person, this.at).map((mark) => this.words.say(`legend_${mark}`));
    return `${this.words.who(person)}: ${marks.join(", ")}`;
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
    const label = this.words.say(this.playing ? "pause" : "play");
    this.toggle.replaceChildren(icon(this.playing ? "pause" : "play"));
    this.toggle.title = label;
    this.toggle.setAttribute("aria-label", label);
  }

  // Start the next round, or stop at the end.
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

  // For reduced motion: show rounds without animation.
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

  // --- drawing and texts

  frame() {
    this.scene.draw(this.at, this.t);
  }

  show() {
    this.write();
    this.frame();
  }

  // Describe the picture, and label the own space with its members.
  pictured() {
    const { words, town } = this, members = this.counts.own_members.now[this.at];
    this.scene.sign = words.say("own_sign", { members });
    const picture = words.say("picture", { people: town.people, groups: town.groups });
    return town.own < 0 ? picture : `${picture} ${words.say("picture_own", { members })}`;
  }

  // Update all texts for the current round.
  write() {
    const { words, counts, at } = this;
    this.now.textContent = words.round(at);
    this.table.show(at);
    const summary = words.summary(counts, at, this.town.people);
    this.slider.value = at;
    this.slider.setAttribute("aria-valuetext", words.round(at));
    this.canvas.setAttribute("aria-label", `${this.pictured()} ${summary}`);
    const since = performance.now() - this.heard;
    if (summary !== this.live.textContent && (!this.playing || since > HEARD)) {
      this.live.textContent = summary;
      this.heard = performance.now();
    }
    this.line.draw(at, this.scene.theme, this.scene.dpr);
    this.tell();
    if (this.reported !== at) this.onRound((this.reported = at));
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
    const first = !this.storyBox.firstChild, goesOn = this.toldOf?.startsWith(`${person} `);
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
    this.tale.scrollTop = goesOn ? this.tale.scrollHeight : 0; // a story that goes on shows its end
  }

  buildStory() {
    this.name = element("div", { class: "elp-name", role: "heading", "aria-level": "3" });
    this.tale = element("div", { class: "elp-tale", "aria-live": "polite", tabindex: "0" });
    this.clearer = iconButton(this.words, "clear", () => this.select(-1));
    this.storyBox.append(
      element("div", { class: "elp-who" }, this.name, iconButton(this.words, "previous", () => this.turn(-1), "previous_person"),
        iconButton(this.words, "next", () => this.turn(1), "next_person"), this.clearer),
      this.tale);
  }
}

// Create a player in an element, at a round, and return it; onRound is called with each new round.
export function mount(root, data, at, onRound) {
  root.player?.stop();
  root.player = new Player(root, data, at, onRound);
  return root.player;
}

// Called by a notebook: show the model's data, and keep its round and the player's in step.
function render({ model, el }) {
  const root = element("div");
  el.append(root);
  const report = (round) => {
    if (model.get("round") === round) return;
    model.set("round", round);
    model.save_changes();
  };
  const open = () => mount(root, model.get("data"), model.get("round"), report);
  const keep = ({ save: name }, [content]) => {
    const address = URL.createObjectURL(new Blob([content], { type: "text/html" }));
    element("a", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
  };
  const follow = () => model.get("round") !== root.player.at && root.player.go(model.get("round"));
  open();
  model.on("change:data", open);
  model.on("change:round", follow);
  model.on("msg:custom", keep);
  return () => {
    model.off("change:data", open);
    model.off("change:round", follow);
    model.off("msg:custom", keep);
    root.player.stop();
  };
}

export default { render };
