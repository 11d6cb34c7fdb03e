// The data of a run: arrays by person and by event, received as 32-bit numbers.

const KIND = { start: 0, read: 1, share: 2, stopped: 3, invitation: 4, acceptance: 5, join: 6, leave: 7 };
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
    this.groups = this.discs.length / 3;
    this.rounds = data.rounds;
    this.first = new Int32Array(this.rounds + 1).fill(this.events.round.length);
    for (let e = this.events.round.length - 1; e >= 0; e--) this.first[this.events.round[e]] = e;
    for (let r = this.rounds - 1; r >= 0; r--) {
      this.first[r] = Math.min(this.first[r], this.first[r + 1]);
    }
    this.joined = new Int32Array(this.people).fill(NEVER);
    this.each(KIND.join, -1, (e) => this.note(this.joined, e));
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

  note(since, e) {
    const { person, round } = this.events;
    since[person[e]] = Math.min(since[person[e]], round[e]);
  }

  each(kind, post, tell, from = 0, to = this.rounds - 1) {
    const events = this.events;
    for (let e = this.first[from]; e < this.first[to + 1]; e++) {
      const seen = post < 0 || events.post[e] < 0 || events.post[e] === post;
      if (events.kind[e] === kind && seen) tell(e);
    }
  }

  mark(person, round) {
    return this.shared[person] <= round ? 2 : this.read[person] <= round ? 1 : 0;
  }

  // Return a person's position at the end of a round, or on the way there.
  place(person, round, way = 1) {
    const moves = this.moves[person];
    const gone = moves < 0 || moves > round ? 0 : moves < round ? 1 : way;
    const at = (array, axis) => array[2 * person + axis];
    return [0, 1].map((axis) => at(this.home, axis) * (1 - gone) + at(this.goes_to, axis) * gone);
  }

  disc(group) {
    return this.discs.subarray(3 * group, 3 * group + 3);
  }

  groupsOf(person) {
    return this.group_of.subarray(this.group_start[person], this.group_start[person + 1]);
  }

  tiesOf(person) {
    return this.tie_to.subarray(this.tie_start[person], this.tie_start[person + 1]);
  }
}
