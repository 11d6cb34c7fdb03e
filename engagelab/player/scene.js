// The picture: people in the discs of their groups, and the events of a round.
// The state before the events is painted once into a layer; only the events are drawn in every frame.

const MARKS = ["unaware", "reader", "sharer"];
const MOST_LINES = 2500;

const THEMES = {
  light: {
    back: "#ffffff", disc: "#eef1f4", rim: "#b9c1ca", unaware: "#838b94", reader: "#0173b2",
    sharer: "#d55e00", joiner: "#027a59", invitation: "#a34f8f", leaver: "#5c6670", ink: "#1f2328",
    tie: "#6b7480",
  },
  dark: {
    back: "#111418", disc: "#1e242b", rim: "#46505b", unaware: "#77828e", reader: "#56b4e9",
    sharer: "#f0a030", joiner: "#2fc39a", invitation: "#e39bd3", leaver: "#aab4be", ink: "#f0f3f6",
    tie: "#96a1ad",
  },
};

const ease = (t) => (t <= 0 ? 0 : t >= 1 ? 1 : t * t * (3 - 2 * t));
const between = (t, low, high) => ease((t - low) / (high - low));

class Scene {
  constructor(canvas, town, extent) {
    Object.assign(this, { canvas, town, extent, layer: document.createElement("canvas") });
    this.pen = canvas.getContext("2d");
    this.theme = THEMES.light;
    this.selected = -1;
    this.hovered = -1;
    this.resize(600, 400);
  }

  // --- positions on the screen

  resize(width, height) {
    this.dpr = Math.min(window.devicePixelRatio || 1, 2);
    Object.assign(this, { width, height });
    for (const canvas of [this.canvas, this.layer]) {
      canvas.width = Math.max(1, Math.round(width * this.dpr));
      canvas.height = Math.max(1, Math.round(height * this.dpr));
    }
    this.fit();
  }

  fit() {
    const [half, high] = this.extent;
    this.whole = Math.min(this.width / (2 * half + 2), this.height / (2 * high + 2));
    this.view(this.whole, this.width / 2, this.height / 2);
  }

  view(scale, x, y) {
    Object.assign(this, { scale, x, y });
    this.radius = Math.min(14, Math.max(1.7, 0.48 * scale));
    this.sprites = null;
    this.settled = null;
  }

  zoom(factor, x = this.width / 2, y = this.height / 2) {
    const scale = Math.min(40 * this.whole, Math.max(this.whole, this.scale * factor));
    const by = scale / this.scale;
    if (scale === this.whole) this.fit();
    else this.view(scale, x + (this.x - x) * by, y + (this.y - y) * by);
  }

  pan(dx, dy) {
    this.view(this.scale, this.x + dx, this.y + dy);
  }

  // Scroll a person into view.
  reveal(person, round) {
    const [x, y] = this.spot(person, round);
    if (x < 20 || y < 20 || x > this.width - 20 || y > this.height - 20) {
      this.pan(this.width / 2 - x, this.height / 2 - y);
    }
  }

  spot(person, round, way = 1) {
    const [x, y] = this.town.place(person, round, way);
    return [this.x + x * this.scale, this.y + y * this.scale];
  }

  middle(group) {
    const [x, y, radius] = this.town.disc(group);
    return [this.x + x * this.scale, this.y + y * this.scale, radius * this.scale];
  }

  hit(x, y, round) {
    let found = -1, nearest = Math.max(8, 1.6 * this.radius) ** 2;
    for (let person = 0; person < this.town.people; person++) {
      const [px, py] = this.spot(person, round);
      const far = (px - x) ** 2 + (py - y) ** 2;
      if (far < nearest) [found, nearest] = [person, far];
    }
    return found;
  }

  use(theme) {
    this.theme = THEMES[theme];
    this.sprites = null;
    this.settled = null;
  }

  look(post) {
    this.town.look(post);
    this.settled = null;
  }

  // --- marks, painted once for each size

  sprite(mark) {
    this.sprites ??= {};
    return (this.sprites[mark] ??= this.painted(mark));
  }

  painted(mark) {
    const half = Math.ceil(this.radius * 2 + 2);
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = Math.round(2 * half * this.dpr);
    const pen = canvas.getContext("2d");
    pen.scale(this.dpr, this.dpr);
    pen.translate(half, half);
    drawMark(pen, mark, this.radius, this.theme);
    canvas.half = half;
    return canvas;
  }

  stamp(pen, mark, x, y, size = 1) {
    const sprite = this.sprite(mark), half = sprite.half * size;
    if (x < -half || y < -half || x > this.width + half || y > this.height + half) return;
    pen.drawImage(sprite, x - half, y - half, 2 * half, 2 * half);
  }

  person(pen, person, round, x, y, size = 1) {
    this.stamp(pen, MARKS[this.town.mark(person, round)], x, y, size);
    if (this.town.joined[person] <= round) this.stamp(pen, "joiner", x, y, size);
  }

  // --- the layer of unchanged people

  settle(round, moving) {
    const wanted = `${round} ${moving}`;
    if (this.settled === wanted) return;
    this.settled = wanted;
    const pen = this.layer.getContext("2d");
    pen.setTransform(this.dpr, 0, 0, this.dpr, 0, 0);
    pen.fillStyle = this.theme.back;
    pen.fillRect(0, 0, this.width, this.height);
    this.drawDiscs(pen);
    const { town } = this, layers = [[], [], []]; // the important marks are drawn last
    for (let person = 0; person < town.people; person++) {
      if (town.moves[person] !== moving) layers[town.mark(person, round)].push(person);
    }
    layers.forEach((people, mark) => this.paint(pen, people, mark, round));
  }

  // Draw many people with one mark, at whole pixels for speed.
  paint(pen, people, mark, round) {
    const { town, scale, x, y, width, height, dpr } = this;
    const sprite = this.sprite(MARKS[mark]), ring = this.sprite("joiner"), half = sprite.half;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    for (const person of people) {
      const places = town.moves[person] >= 0 && town.moves[person] <= round ? town.goes_to : town.home;
      const left = x + places[2 * person] * scale, top = y + places[2 * person + 1] * scale;
      if (left < -half || top < -half || left > width + half || top > height + half) continue;
      const px = Math.round((left - half) * dpr), py = Math.round((top - half) * dpr);
      pen.drawImage(sprite, px, py);
      if (town.joined[person] <= round) pen.drawImage(ring, px, py);
    }
    pen.setTransform(dpr, 0, 0, dpr, 0, 0);
  }

  drawDiscs(pen) {
    pen.fillStyle = this.theme.disc;
    pen.strokeStyle = this.theme.rim;
    pen.lineWidth = 0.8;
    pen.beginPath();
    for (let group = 0; group < this.town.groups; group++) {
      const [x, y, radius] = this.middle(group);
      pen.moveTo(x + radius, y);
      pen.arc(x, y, radius, 0, 2 * Math.PI);
    }
    pen.fill();
    pen.stroke();
  }

  // --- a frame of a round, with t from 0 (before its events) to 1 (after them)

  draw(round, t) {
    const pen = this.pen;
    this.settle(t < 1 ? round - 1 : round, t < 1 ? round : NEVER);
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.drawImage(this.layer, 0, 0);
    pen.setTransform(this.dpr, 0, 0, this.dpr, 0, 0);
    if (t < 1) this.drawFlights(round, t);
    else this.drawTraces(round);
    if (this.selected >= 0) this.drawSelected(this.selected, round, t);
    if (this.hovered >= 0) this.drawRing(this.hovered, round, t, 1.2);
  }

  drawFlights(round, t) {
    const { town, theme } = this, { person, other, group } = town.events;
    const out = between(t, 0, 0.6), tail = Math.max(0, out - 0.4), way = between(t, 0.5, 1);
    if (out < 1) {
      this.lines(KIND.read, round, theme.reader, tail, out);
      this.lines(KIND.invitation, round, theme.invitation, tail, out);
      this.heads(KIND.read, round, theme.reader, out);
      this.heads(KIND.invitation, round, theme.invitation, out);
    }
    this.pen.strokeStyle = theme.joiner;
    this.pen.lineWidth = 2;
    this.pen.globalAlpha = 1 - between(t, 0.85, 1);
    this.pen.beginPath();
    town.each(KIND.join, -1, (e) => {
      const [x, y, radius] = this.middle(group[e]);
      if (way > 0) this.pen.moveTo(x + radius, y), this.pen.arc(x, y, radius, 0, 2 * Math.PI);
    }, round, round);
    this.pen.stroke();
    this.pen.globalAlpha = 1;
    const pop = 1 + 0.9 * Math.sin(Math.PI * between(t, 0.5, 1));
    const changes = (e) => {
      if (town.moves[person[e]] === round || t < 0.5) return;
      this.person(this.pen, person[e], round, ...this.spot(person[e], round), pop);
    };
    for (const kind of [KIND.join, KIND.read, KIND.share]) {
      town.each(kind, town.post, changes, round, round);
    }
    town.each(KIND.join, -1, (e) => {
      const who = person[e];
      if (town.moves[who] !== round) return;
      const shown = t < 0.5 ? round - 1 : round;
      this.person(this.pen, who, shown, ...this.spot(who, round, way), t < 0.5 ? 1 : pop);
    }, round, round);
    if (t > 0.6) this.crosses(round);
  }

  // Draw the events of the current round as thin lines.
  drawTraces(round) {
    this.pen.globalAlpha = 0.5;
    this.lines(KIND.read, round, this.theme.reader, 0, 1, 0.8);
    this.pen.setLineDash([4, 3]);
    this.lines(KIND.invitation, round, this.theme.invitation, 0, 1, 0.8);
    this.pen.setLineDash([]);
    this.pen.globalAlpha = 1;
    this.crosses(round);
    const rings = new Set();
    this.town.each(KIND.join, -1, (e) => rings.add(this.town.events.group[e]), round, round);
    for (const group of rings) this.circle(group, this.theme.joiner, 1.6);
  }

  lines(kind, round, colour, from, to, width = 1.5) {
    const { pen, town } = this, { person, other } = town.events;
    let left = MOST_LINES;
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.beginPath();
    town.each(kind, town.post, (e) => {
      if (other[e] < 0 || left-- <= 0) return;
      this.bow(this.spot(other[e], round - 1), this.spot(person[e], round - 1), from, to);
    }, round, round);
    pen.stroke();
  }

  // Draw a part of a curve from a to b, whose control point is beside the midpoint.
  bow([ax, ay], [bx, by], from, to) {
    const cx = (ax + bx) / 2 + 0.12 * (by - ay), cy = (ay + by) / 2 - 0.12 * (bx - ax);
    const at = (u, v, p, q, s) => (1 - u) * (1 - v) * p + (u + v - 2 * u * v) * q + u * v * s;
    const point = (u, v) => [at(u, v, ax, cx, bx), at(u, v, ay, cy, by)];
    this.pen.moveTo(...point(from, from));
    this.pen.quadraticCurveTo(...point(from, to), ...point(to, to));
    return point(to, to);
  }

  // Draw a dot at the head of a reading, a square at the head of an invitation.
  heads(kind, round, colour, to) {
    const { pen, town } = this, { person, other } = town.events;
    const half = Math.max(1.6, 0.7 * this.radius);
    let left = MOST_LINES;
    pen.fillStyle = colour;
    pen.beginPath();
    town.each(kind, town.post, (e) => {
      if (other[e] < 0 || left-- <= 0) return;
      const [x, y] = this.bow(this.spot(other[e], round - 1), this.spot(person[e], round - 1), to, to);
      if (kind === KIND.read) pen.moveTo(x + half, y), pen.arc(x, y, half, 0, 2 * Math.PI);
      else pen.rect(x - half, y - half, 2 * half, 2 * half);
    }, round, round);
    pen.fill();
  }

  // Cross out people who leave a group.
  crosses(round) {
    const { pen, town } = this, half = Math.max(3, 1.6 * this.radius);
    pen.strokeStyle = this.theme.ink;
    pen.lineWidth = 1.4;
    pen.beginPath();
    town.each(KIND.leave, -1, (e) => {
      const [x, y] = this.spot(town.events.person[e], round);
      pen.moveTo(x - half, y - half), pen.lineTo(x + half, y + half);
      pen.moveTo(x - half, y + half), pen.lineTo(x + half, y - half);
    }, round, round);
    pen.stroke();
  }

  circle(group, colour, width) {
    const [x, y, radius] = this.middle(group);
    this.pen.strokeStyle = colour;
    this.pen.lineWidth = width;
    this.pen.beginPath();
    this.pen.arc(x, y, radius, 0, 2 * Math.PI);
    this.pen.stroke();
  }

  // --- one person: ties, groups, and the path of the post to them

  drawSelected(person, round, t) {
    const { pen, town, theme } = this, way = t < 1 ? between(t, 0.5, 1) : 1;
    const [x, y] = this.spot(person, round, way);
    pen.strokeStyle = theme.tie;
    pen.lineWidth = 0.9;
    pen.beginPath();
    for (const tie of town.tiesOf(person)) {
      pen.moveTo(x, y);
      pen.lineTo(...this.spot(tie, round, way));
    }
    pen.stroke();
    for (const group of town.groupsOf(person)) this.circle(group, theme.ink, 1.4);
    pen.strokeStyle = theme.reader;
    pen.lineWidth = 2.4;
    pen.beginPath();
    const steps = this.wayTo(person, round);
    for (const [from, to] of steps) {
      this.bow(this.spot(from, round, way), this.spot(to, round, way), 0, 1);
    }
    pen.stroke();
    for (const [from, to] of steps) {
      for (const who of [from, to]) this.person(pen, who, round, ...this.spot(who, round, way), 1.3);
    }
    this.person(pen, person, round, x, y, 1.5);
    this.drawRing(person, round, t, 2);
  }

  drawRing(person, round, t, width) {
    const [x, y] = this.spot(person, round, t < 1 ? between(t, 0.5, 1) : 1);
    this.pen.strokeStyle = this.theme.ink;
    this.pen.lineWidth = width;
    this.pen.beginPath();
    this.pen.arc(x, y, this.radius * 2 + 3, 0, 2 * Math.PI);
    this.pen.stroke();
  }

  // Return the path of the first post that this person read, as pairs of people.
  wayTo(person, round) {
    const { events } = this.town, steps = [];
    let post = this.town.post, who = person;
    for (let found = true; found && who >= 0; ) {
      found = false;
      this.town.each(KIND.read, post, (e) => {
        if (found || events.person[e] !== who) return;
        found = true;
        post = events.post[e];
        if (events.other[e] >= 0) steps.push([events.other[e], who]);
        who = events.other[e];
      }, 0, round);
    }
    return steps;
  }
}

// Draw a mark around (0, 0); marks differ in shape as well as colour.
function drawMark(pen, mark, radius, theme) {
  pen.fillStyle = theme[mark];
  pen.strokeStyle = mark === "joiner" ? theme.joiner : theme.back;
  pen.beginPath();
  if (mark === "sharer") {
    const half = radius * 1.65;
    pen.moveTo(0, -half), pen.lineTo(half, 0), pen.lineTo(0, half), pen.lineTo(-half, 0);
    pen.closePath();
    pen.lineWidth = Math.min(1, radius / 3);
    pen.fill();
    pen.stroke();
  } else if (mark === "joiner") {
    const half = radius * 1.5;
    pen.lineWidth = Math.max(1, radius / 3);
    pen.strokeRect(-half, -half, 2 * half, 2 * half);
  } else {
    pen.arc(0, 0, mark === "reader" ? radius : Math.max(1.1, radius * 0.6), 0, 2 * Math.PI);
    pen.fill();
  }
}
