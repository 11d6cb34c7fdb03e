// Components of the player: elements, icons, samples of marks, the table, the timeline.

const ICONS = {
  first: "M6 5v14M19 5 9 12l10 7z", back: "M17 5 7 12l10 7z", play: "M7 4l13 8-13 8z",
  pause: "M7 5h3.4v14H7zM13.6 5H17v14h-3.4z", forward: "M7 5l10 7-10 7z", last: "M18 5v14M5 5l10 7-10 7z",
  zoom_in: "M12 5v14M5 12h14", zoom_out: "M5 12h14", fit: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
  previous: "M15 5l-7 7 7 7", next: "M9 5l7 7-7 7", clear: "M6 6l12 12M18 6 6 18",
};
const FILLED = ["first", "back", "play", "pause", "forward", "last"];

function element(tag, attributes = {}, ...children) {
  const created = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) created.addEventListener(name.slice(2), value);
    else if (value !== false && value != null) created.setAttribute(name, value === true ? "" : value);
  }
  created.append(...children.filter((child) => child != null));
  return created;
}

function icon(name) {
  const drawn = FILLED.includes(name) ? 'fill="currentColor" stroke-linejoin="round"' : 'fill="none"';
  const holder = element("span", { class: "elp-icon", "aria-hidden": "true" });
  holder.innerHTML = `<svg viewBox="0 0 24 24" width="18" height="18"><path d="${ICONS[name]}" ${drawn} stroke="currentColor" stroke-width="2" stroke-linecap="round"/></svg>`;
  return holder;
}

// A button with an icon; its name says what it does.
function iconButton(words, name, act, key = name) {
  const label = words.say(key);
  const attributes = { type: "button", class: `elp-button elp-${name}`, title: label, "aria-label": label };
  return element("button", { ...attributes, onclick: act }, icon(name));
}

// Samples of the marks in the picture.
const SHAPES = {
  unaware: '<circle cx="9" cy="7" r="2.6" class="elp-f-unaware"/>',
  reader: '<circle cx="9" cy="7" r="4" class="elp-f-reader"/>',
  sharer: '<path d="M9 1.2 14.8 7 9 12.8 3.2 7z" class="elp-f-sharer"/>',
  joiner: '<rect x="4" y="2" width="10" height="10" class="elp-s-joiner"/>',
  critic: '<path d="M3.4 2.4h11.2L9 12.6z" class="elp-f-critic"/>',
  heard: `<path d="M0 7h6" class="elp-s-critic" stroke-dasharray="1.6 1.4"/><circle cx="12" cy="7" r="5" class="elp-s-critic"/>
    <circle cx="12" cy="7" r="2.4" class="elp-f-unaware"/>`,
  comment: '<path d="M3 2h12v7H8l-3 3V9H3z" class="elp-s-answer"/>',
  answer: '<path d="M3 2h12v7h-2v3l-3-3H3z" class="elp-f-answer"/><path d="M6 5.4l2.2 2L12 3.6" class="elp-s-back"/>',
  group: '<circle cx="9" cy="7" r="6" class="elp-f-disc"/>',
  own: '<rect x="3" y="1" width="12" height="12" rx="3" class="elp-f-own"/>',
  read: '<path d="M1 7h12" class="elp-s-reader"/><circle cx="14" cy="7" r="2.6" class="elp-f-reader"/>',
  paid: '<path d="M9 1v11M6 9l3 3.4L12 9" class="elp-s-reader"/>',
  invited: `<path d="M1 7h11" class="elp-s-invitation" stroke-dasharray="3 2"/>
    <rect x="12" y="4.4" width="5.2" height="5.2" class="elp-f-invitation"/>`,
  left: '<path d="M4.5 2.5l9 9m0-9l-9 9" class="elp-s-left"/>',
};

function sample(mark) {
  const holder = element("span", { "aria-hidden": "true" });
  holder.innerHTML = `<svg viewBox="0 0 18 14" width="18" height="14">${SHAPES[mark]}</svg>`;
  return holder;
}

// The legend: what the counts in the table do not explain beside their own marks, if it can occur.
function legend(words, town) {
  const occurs = {
    own: town.own >= 0, paid: town.events.channel.includes(CHANNEL.paid),
    heard: town.events.kind.includes(KIND.critic),
  };
  const entries = ["unaware", "group", "own", "read", "paid", "heard"]
    .filter((mark) => occurs[mark] ?? true)
    .map((mark) => element("li", {}, sample(mark), words.say(`legend_${mark}`)));
  return element("ul", { class: "elp-legend", "aria-label": words.say("legend") }, ...entries);
}

// The counts in the table, each with its mark.
const ROWS = {
  readers: "reader", shares: "sharer", comments: "comment", answers: "answer", critics: "critic",
  invitations: "invited", joins: "joiner", leavers: "left",
};

// A table of the counts of a round and of all rounds up to it.
class Counts {
  constructor(words, counts) {
    Object.assign(this, { words, counts, cells: {} });
    const rows = Object.entries(ROWS).map(([name, mark]) => {
      const cells = (this.cells[name] = [element("td"), element("td")]);
      const shown = element("span", { class: "elp-sample" }, sample(mark));
      return element("tr", {}, element("th", { scope: "row" }, shown, words.say(name)), ...cells);
    });
    const heads = ["this_round", "so_far"].map((key) => element("th", { scope: "col" }, words.say(key)));
    this.table = element("table", { class: "elp-counts" },
      element("thead", {}, element("tr", {}, element("td"), ...heads)),
      element("tbody", {}, ...rows));
  }

  show(round) {
    for (const [name, [now, all]] of Object.entries(this.cells)) {
      now.textContent = this.words.written(this.counts[name].now[round]);
      all.textContent = this.words.written(this.counts[name].all[round]);
    }
  }
}

// Reach by round above the slider, with the posts and the current round.
class Timeline {
  constructor(words, readers, posts) {
    Object.assign(this, { words, readers, posts, rounds: readers.now.length });
    this.canvas = element("canvas", { class: "elp-line", "aria-hidden": "true" });
  }

  draw(at, theme, dpr) {
    const { canvas, readers, rounds } = this, { all, now } = readers;
    // while a page hides it for a moment, use its previous size
    const width = canvas.clientWidth || canvas.width / dpr, pen = canvas.getContext("2d");
    const height = canvas.clientHeight || canvas.height / dpr;
    const size = [width, height].map((side) => Math.round(side * dpr));
    if (canvas.width !== size[0] || canvas.height !== size[1]) [canvas.width, canvas.height] = size;
    const inset = 8, most = Math.max(1, all[rounds - 1]), busiest = Math.max(1, ...now);
    const x = (round) => inset + (width - 2 * inset) * (round / Math.max(1, rounds - 1));
    const y = (share) => height - 2 - (height - 20) * share;
    pen.setTransform(dpr, 0, 0, dpr, 0, 0);
    pen.clearRect(0, 0, width, height);
    pen.fillStyle = theme.reader;
    for (const [until, strength] of [[rounds - 1, 0.22], [at, 0.6]]) {
      pen.globalAlpha = strength;
      pen.beginPath();
      pen.moveTo(x(0), y(0));
      for (let round = 0; round <= until; round++) pen.lineTo(x(round), y(all[round] / most));
      pen.lineTo(x(until), y(0));
      pen.fill();
    }
    pen.fillStyle = theme.ink;
    pen.globalAlpha = 0.75;
    const bar = Math.max(1, Math.min(5, (width - 2 * inset) / rounds / 4));
    for (let round = 0; round < rounds; round++) {
      const top = y((0.6 * now[round]) / busiest);
      if (now[round]) pen.fillRect(x(round) - bar / 2, top, bar, y(0) - top);
    }
    pen.globalAlpha = 1;
    this.drawPosts(pen, x, theme);
    this.name(pen, width);
  }

  drawPosts(pen, x, theme) {
    pen.fillStyle = theme.sharer;
    for (const round of this.posts) {
      pen.beginPath();
      pen.moveTo(x(round) - 5, 0), pen.lineTo(x(round) + 5, 0), pen.lineTo(x(round), 8);
      pen.fill();
    }
  }

  // Label the timeline if there is room.
  name(pen, width) {
    const { canvas, words, readers, rounds, posts } = this, css = getComputedStyle(canvas);
    const label = words.say("line", { most: readers.all[rounds - 1] });
    pen.font = `11px ${css.fontFamily}`;
    pen.fillStyle = css.color;
    pen.textAlign = "right";
    const last = posts.length ? Math.max(...posts) / Math.max(1, rounds - 1) : 0;
    if (pen.measureText(label).width + 14 < width * (1 - last)) pen.fillText(label, width - 8, 10);
  }
}
