// Texts: numbers in the form of the language, a round in one sentence, a person's story.

class Words {
  constructor(data) {
    this.data = data;
    this.form = new Intl.NumberFormat(data.lang);
  }

  say(key, values = {}) {
    return this.data.texts[key].replace(/\{(\w+)(?::([^|}]*)\|([^}]*))?\}/g, (_, name, one, more) =>
      one === undefined ? this.written(values[name]) : this.many(values[name]) ? more : one);
  }

  // Whether a number takes the plural, which French uses from two on.
  many(number) {
    return this.data.lang === "fr" ? Math.abs(number) >= 2 : Math.abs(number) !== 1;
  }

  written(value) {
    return typeof value === "number" ? this.form.format(value) : value;
  }

  who(person) {
    return this.label("person", this.data.labels ? this.data.labels[person] : person);
  }

  group(group) {
    const labels = this.data.group_labels;
    const label = labels ? labels[group] : group;
    return label === "own group" ? this.say("own_group") : this.label("group", label);
  }

  // Describe a label that is only a number.
  label(kind, label) {
    return /^\d+$/.test(label) ? this.say(kind, { label: String(label) }) : String(label);
  }

  round(round) {
    return this.say("round_of", { round, last: this.data.rounds - 1 });
  }

  // Summarise a round for screen readers.
  summary(counts, round, people) {
    const now = Object.fromEntries(Object.keys(counts).map((name) => [name, counts[name].now[round]]));
    const all = counts.readers.all[round];
    return [
      this.round(round),
      this.say("live", { ...now, reached: all, people }),
    ].join(" ");
  }
}

// The story of one person up to a round.
class Story {
  constructor(town, words, traits) {
    Object.assign(this, { town, words, traits });
  }

  about(person) {
    const { words, traits, town } = this;
    const parts = ["role", "profile", "activity"].map((way) => words.say(`${way}_${traits[way][person]}`));
    if (traits.inviter[person]) parts.push(words.say("inviter"));
    parts.push(words.say("ties", { ties: town.tiesOf(person).length }));
    return parts.join(" · ");
  }

  belongs(person) {
    const groups = [...this.town.groupsOf(person)].map((group) => this.words.group(group));
    if (!groups.length) return this.words.say("prospect");
    return this.words.say("member_of", { groups: groups.join(", ") });
  }

  // Return lines of [round, text] in order; events of one kind in a round share a line.
  of(person, round) {
    const { town, words } = this, events = town.events, lines = new Map(), started = new Set();
    const line = (e, key, other = -1) => {
      const own = [events.round[e], key, events.post[e], other].join(" ");
      if (!lines.has(own)) lines.set(own, { e, key, other, count: 0, accepted: 0, groups: [] });
      return lines.get(own);
    };
    for (let e = 0; e < town.first[round + 1]; e++) {
      const kind = events.kind[e], post = events.post[e], other = events.other[e];
      if (events.person[e] === person) {
        if (kind === KIND.start) started.add(post), line(e, "story_start");
        else if (kind === KIND.read && other >= 0) line(e, "story_read", other);
        else if (kind === KIND.read && !started.has(post)) line(e, "story_paid");
        else if (kind === KIND.share) line(e, "story_share");
        else if (kind === KIND.stopped) line(e, "story_stopped");
        else if (kind === KIND.invitation) line(e, "story_invited", other).groups.push(events.group[e]);
        else if (kind === KIND.join) line(e, "story_join").groups.push(events.group[e]);
        else if (kind === KIND.leave) line(e, "story_leave").groups.push(events.group[e]);
      } else if (other === person) {
        if (kind === KIND.read) line(e, "story_readers").count += 1;
        else if (kind === KIND.invitation) line(e, "story_invites").count += 1;
        else if (kind === KIND.acceptance) line(e, "story_invites").accepted += 1;
      }
    }
    return [...lines.values()].map(({ e, key, other, count, accepted, groups }) => {
      const named = groups.map((group) => words.group(group)).join(", ");
      const values = { post: events.post[e] + 1, other: other < 0 ? "" : words.who(other), group: named };
      return [events.round[e], words.say(key, { ...values, count, accepted })];
    });
  }

  // Return the people with events in a round, by position.
  active(round) {
    const { events, first } = this.town, found = new Set();
    for (let e = first[round]; e < first[round + 1]; e++) found.add(events.person[e]);
    return [...found].sort((a, b) => a - b);
  }
}
