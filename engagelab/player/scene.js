// The picture: people in their groups and in the own space, and the events of a round.
// The state before the events is painted once into a layer; only the events are drawn in every frame.

const MOST_LINES = 2500;

const ease = (t) => (t <= 0 ? 0 : t >= 1 ? 1 : t * t * (3 - 2 * t));
const between = (t, low, high) => ease((t - low) / (high - low));

class Scene extends View {
  constructor(canvas, town, extent) {
    super(canvas, town, extent);
    this.theme = THEMES.light;
    this.selected = -1;
    this.hovered = -1;
    this.sign = ""; // over the own space
  }

  use(theme) {
    this.theme = THEMES[theme];
    this.font = `600 12px ${getComputedStyle(this.canvas).fontFamily}`;
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
    const signs = mark === "comment" || mark === "answer";
    const half = Math.ceil(signs ? 4 * signSize(this.radius) : this.radius * 2 + 2);
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
    for (const mark of this.town.marks(person, round)) this.stamp(pen, mark, x, y, size);
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
    const { town } = this, layers = MARKS.map(() => []); // the important marks are drawn last
    for (let person = 0; person < town.people; person++) {
      if (town.moves[person] !== moving) layers[town.looksLike(person, round)].push(person);
    }
    layers.forEach((people, look) => this.paint(pen, people, MARKS[look], round));
  }

  // Draw many people with one mark, at whole pixels for speed.
  paint(pen, people, mark, round) {
    const { town, scale, x, y, width, height, dpr } = this;
    const [sprite, joiner, heard] = [mark, "joiner", "heard"].map((name) => this.sprite(name)), half = sprite.half;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    for (const person of people) {
      const places = town.moves[person] >= 0 && town.moves[person] <= round ? town.goes_to : town.home;
      const left = x + places[2 * person] * scale, top = y + places[2 * person + 1] * scale;
      if (left < -half || top < -half || left > width + half || top > height + half) continue;
      const px = Math.round((left - half) * dpr), py = Math.round((top - half) * dpr);
      pen.drawImage(sprite, px, py);
      if (town.joined[person] <= round) pen.drawImage(joiner, px, py);
      if (town.heard[person] <= round) pen.drawImage(heard, px, py);
    }
    pen.setTransform(dpr, 0, 0, dpr, 0, 0);
  }

  drawDiscs(pen) {
    const { town, theme } = this;
    pen.lineWidth = 0.8;
    this.fillPlaces(pen, [...Array(town.groups).keys()], theme.disc, theme.rim);
    pen.lineWidth = 2;
    if (town.own >= 0) this.fillPlaces(pen, [town.own], theme.own, theme.ownRim);
  }

  fillPlaces(pen, places, fill, rim) {
    pen.fillStyle = fill;
    pen.strokeStyle = rim;
    pen.beginPath();
    for (const place of places) this.rim(pen, place);
    pen.fill();
    pen.stroke();
  }

  // Trace the rim of a place: a group is a disc, the own space a square with round corners.
  rim(pen, place) {
    const [x, y, half] = this.middle(place);
    if (place === this.town.own) return roundRect(pen, x - half, y - half, 2 * half, 2 * half, half / 2);
    pen.moveTo(x + half, y);
    pen.arc(x, y, half, 0, 2 * Math.PI);
  }

  // Label the own space above its rim.
  drawSign() {
    const { pen, town, theme } = this;
    if (town.own < 0) return;
    const [x, y, half] = this.middle(town.own);
    pen.font = this.font;
    pen.textAlign = "center";
    pen.lineJoin = "round";
    pen.lineWidth = 4;
    pen.strokeStyle = theme.back;
    pen.fillStyle = theme.ownRim;
    pen.strokeText(this.sign, x, y - half - 5);
    pen.fillText(this.sign, x, y - half - 5);
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
    this.drawSign();
    if (this.selected >= 0) this.drawSelected(this.selected, round, t);
    if (this.hovered >= 0) this.drawRing(this.hovered, round, t, 1.2);
  }

  drawFlights(round, t) {
    const { pen, theme } = this, out = between(t, 0, 0.6), tail = Math.max(0, out - 0.4);
    if (out < 1) {
      this.lines(KIND.read, round, theme.reader, tail, out);
      this.lines(KIND.invitation, round, theme.invitation, tail, out);
      this.heads(KIND.read, round, theme.reader, out);
      this.heads(KIND.invitation, round, theme.invitation, out);
      this.darts(round, out);
    }
    pen.globalAlpha = 1 - between(t, 0.85, 1);
    if (t > 0.5) this.rings(round, 2);
    pen.globalAlpha = 1;
    this.changes(round, t);
    if (t > 0.4) this.signs(round);
    if (t > 0.6) this.endings(round, between(t, 0.6, 1));
  }

  // Let people whose mark changes swell, and people who join a place go there.
  changes(round, t) {
    const { town, pen } = this, { person } = town.events, pop = 1 + 0.9 * Math.sin(Math.PI * between(t, 0.5, 1));
    const swell = (e) => {
      if (town.moves[person[e]] === round || t < 0.5) return;
      this.person(pen, person[e], round, ...this.spot(person[e], round), pop);
    };
    for (const kind of [KIND.join, KIND.read, KIND.share, KIND.critic]) {
      town.each(kind, town.post, swell, round, round);
    }
    town.each(KIND.join, -1, (e) => {
      const who = person[e];
      if (town.moves[who] !== round) return;
      const shown = t < 0.5 ? round - 1 : round;
      this.person(pen, who, shown, ...this.spot(who, round, between(t, 0.5, 1)), t < 0.5 ? 1 : pop);
    }, round, round);
  }

  // Draw the events of the current round as thin lines and signs.
  drawTraces(round) {
    this.pen.globalAlpha = 0.5;
    this.lines(KIND.read, round, this.theme.reader, 0, 1, 0.8);
    this.pen.setLineDash([4, 3]);
    this.lines(KIND.invitation, round, this.theme.invitation, 0, 1, 0.8);
    this.pen.setLineDash([]);
    this.pen.globalAlpha = 1;
    this.darts(round, 1);
    this.rings(round, 1.6);
    this.signs(round);
    this.endings(round, 1);
  }

  // Outline the places that people join.
  rings(round, width) {
    const places = new Set();
    this.town.each(KIND.join, this.town.post, (e) => places.add(this.town.events.group[e]), round, round);
    for (const place of places) this.outline(place, this.theme.joiner, width);
  }

  // Where a reading or an invitation comes from: the other person, or the own space; else nowhere.
  origin(e, round) {
    const { town } = this, other = town.events.other[e];
    if (other >= 0) return this.spot(other, round - 1);
    return town.events.channel[e] === CHANNEL.own ? this.middle(town.own) : null;
  }

  lines(kind, round, colour, from, to, width = 1.5) {
    const { pen, town } = this, { person } = town.events;
    let left = MOST_LINES;
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.beginPath();
    town.each(kind, town.post, (e) => {
      const start = this.origin(e, round);
      if (!start || left-- <= 0) return;
      this.bow(start, this.spot(person[e], round - 1), from, to);
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
    const { pen, town } = this, { person } = town.events;
    const half = Math.max(1.6, 0.7 * this.radius);
    let left = MOST_LINES;
    pen.fillStyle = colour;
    pen.beginPath();
    town.each(kind, town.post, (e) => {
      const start = this.origin(e, round);
      if (!start || left-- <= 0) return;
      const [x, y] = this.bow(start, this.spot(person[e], round - 1), to, to);
      if (kind === KIND.read) pen.moveTo(x + half, y), pen.arc(x, y, half, 0, 2 * Math.PI);
      else pen.rect(x - half, y - half, 2 * half, 2 * half);
    }, round, round);
    pen.fill();
  }

  // Let an arrow fall on people who read because they were shown the post for money.
  darts(round, out) {
    const { pen, town } = this, { person, channel } = town.events, size = signSize(this.radius);
    pen.strokeStyle = this.theme.reader;
    pen.lineWidth = 1.4;
    pen.beginPath();
    town.each(KIND.read, town.post, (e) => {
      if (channel[e] !== CHANNEL.paid) return;
      const [x, top] = this.spot(person[e], round - 1), y = top - 1.3 * this.radius - (1 - out) * 5 * size;
      pen.moveTo(x, y - 3 * size), pen.lineTo(x, y);
      pen.moveTo(x - 0.8 * size, y - 0.9 * size), pen.lineTo(x, y), pen.lineTo(x + 0.8 * size, y - 0.9 * size);
    }, round, round);
    pen.stroke();
  }

  // Put bubbles beside people who comment, and who are answered.
  signs(round) {
    const { town } = this;
    for (const kind of ["comment", "answer"]) {
      const stamp = (e) => this.stamp(this.pen, kind, ...this.spot(town.events.person[e], round));
      town.each(KIND[kind], town.post, stamp, round, round);
    }
  }

  // Draw dotted lines from new critics to the ties who hear of it, and cross out people who leave.
  endings(round, out) {
    const { pen, town } = this, { person } = town.events, half = Math.max(3, 1.6 * this.radius);
    pen.strokeStyle = this.theme.critic;
    pen.lineWidth = 1.2;
    pen.setLineDash([1.5, 3]);
    pen.beginPath();
    town.each(KIND.critic, -1, (e) => {
      const start = this.spot(person[e], round);
      for (const tie of town.tiesOf(person[e])) this.bow(start, this.spot(tie, round), 0, out);
    }, round, round);
    pen.stroke();
    pen.setLineDash([]);
    pen.strokeStyle = this.theme.ink;
    pen.lineWidth = 1.4;
    pen.beginPath();
    town.each(KIND.leave, -1, (e) => {
      const [x, y] = this.spot(person[e], round);
      pen.moveTo(x - half, y - half), pen.lineTo(x + half, y + half);
      pen.moveTo(x - half, y + half), pen.lineTo(x + half, y - half);
    }, round, round);
    pen.stroke();
  }

  outline(place, colour, width) {
    this.pen.strokeStyle = colour;
    this.pen.lineWidth = width;
    this.pen.beginPath();
    this.rim(this.pen, place);
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
    for (const place of town.groupsOf(person)) this.outline(place, theme.ink, 1.4);
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
