// The data of a run: arrays by person and by event, received as 32-bit numbers.

// The order of the kinds of event, and of the ways to read.
const KIND = {
  start: 0, read: 1, comment: 2, share: 3, stopped: 4, answer: 5, invitation: 6, acceptance: 7, join: 8,
  critic: 9, leave: 10,
};
const CHANNEL = { start: 0, paid: 1, own: 2, sharer: 3 };
const NEVER = 1 << 30;

// Decode numbers: base64 text in a page, a buffer in a widget.
function numbers(value, Kind) {
  if (typeof value === "string") {
    const bytes = Uint8Array.from(atob(value), (letter) => letter.charCodeAt(0));
    return new Kind(bytes.buffer);
  }
  return new Kind(value.buffer.slice(value.byteOffset, value.byteOffset + value.byteLength));
}

// A run: arrays by person and by event, and the first event of each round.
class Town {
  constructor(data) {
    for (const name of ["home", "goes_to", "discs"]) this[name] = numbers(data[name], Float32Array);
    for (const name of ["moves", "seat", "tie_start", "tie_to", "group_start", "group_of"]) {
      this[name] = numbers(data[name], Int32Array);
    }
    this.events = {};
    for (const [name, column] of Object.entries(data.events)) {
      this.events[name] = numbers(column, Int32Array);
    }
    this.people = this.moves.length;
    this.own = data.own; // the place after the groups, or -1
    this.groups = this.discs.length / 3 - (this.own >= 0);
    this.rounds = data.rounds;
    this.first = new Int32Array(this.rounds + 1).fill(this.events.round.length);
    for (let e = this.events.round.length - 1; e >= 0; e--) this.first[this.events.round[e]] = e;
    for (let r = this.rounds - 1; r >= 0; r--) {
      this.first[r] = Math.min(this.first[r], this.first[r + 1]);
    }
    for (const name of ["joined", "turned", "heard"]) this[name] = new Int32Array(this.people).fill(NEVER);
    this.each(KIND.join, -1, (e) => this.note(this.joined, e));
    this.each(KIND.critic, -1, (e) => {
      this.note(this.turned, e);
      for (const tie of this.tiesOf(this.events.person[e])) this.note(this.heard, e, tie);
    });
    this.look(-1);
  }

  // Select one post, or all (-1), and find the round in which each person reads and shares it.
  look(post) {
    this.post = post;
    this.read = new Int32Array(this.people).fill(NEVER);
    this.shared = new Int32Array(this.people).fill(NEVER);
    this.each(KIND.read, post, (e) => this.note(this.read, e));
    this.each(KIND.share, post, (e) => this.note(this.shared, e));
  }

  note(since, e, person = this.events.person[e]) {
    since[person] = Math.min(since[person], this.events.round[e]);
  }

  each(kind, post, tell, from = 0, to = this.rounds - 1) {
    const events = this.events;
    for (let e = this.first[from]; e < this.first[to + 1]; e++) {
      const seen = post < 0 || events.post[e] < 0 || events.post[e] === post;
      if (events.kind[e] === kind && seen) tell(e);
    }
  }

  // Return whether a person has read (1) or shared (2) by the end of a round.
  mark(person, round) {
    return this.shared[person] <= round ? 2 : this.read[person] <= round ? 1 : 0;
  }

  // Return the place among MARKS of how a person looks, which for a critic is that.
  looksLike(person, round) {
    return this.turned[person] <= round ? 3 : this.mark(person, round);
  }

  // Return all marks of a person, to be drawn in this order.
  marks(person, round) {
    const marks = [MARKS[this.looksLike(person, round)]];
    if (this.joined[person] <= round) marks.push("joiner");
    if (this.heard[person] <= round) marks.push("heard");
    return marks;
  }

  // Return a person's position at the end of a round, or on the way there.
  place(person, round, way = 1) {
    const moves = this.moves[person];
    const gone = moves < 0 || moves > round ? 0 : moves < round ? 1 : way;
    const at = (array, axis) => array[2 * person + axis];
    return [0, 1].map((axis) => at(this.home, axis) * (1 - gone) + at(this.goes_to, axis) * gone);
  }

  disc(place) {
    return this.discs.subarray(3 * place, 3 * place + 3);
  }

  groupsOf(person) {
    return this.group_of.subarray(this.group_start[person], this.group_start[person + 1]);
  }

  // The people whom a person's shares reach.
  tiesOf(person) {
    return this.tie_to.subarray(this.tie_start[person], this.tie_start[person + 1]);
  }

  // The people whose shares reach a person; in a directed network not the same.
  tiesTo(person) {
    return [...Array(this.people).keys()].filter((other) => this.tiesOf(other).includes(person));
  }
}
