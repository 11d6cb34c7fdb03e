// What is told in words: numbers in the language's form, a round in one sentence, a person's story.

class Words {
  constructor(data) {
    this.data = data;
    this.form = new Intl.NumberFormat(data.lang);
  }

  say(key, values = {}) {
    return this.data.texts[key].replace(/\{(\w+)\}/g, (_, name) => this.written(values[name]));
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

  // A number alone is no name.
  label(kind, label) {
    return /^\d+$/.test(label) ? this.say(kind, { label: String(label) }) : String(label);
  }

  round(round) {
    return this.say("round_of", { round, last: this.data.rounds - 1 });
  }

  // One round for those who hear it.
  told(counts, round, people) {
    const now = Object.fromEntries(Object.keys(counts).map((name) => [name, counts[name].now[round]]));
    const all = counts.readers.all[round];
    return [
      this.round(round),
      this.say("live", { ...now, reached: all, people }),
    ].join(" ");
  }
}

// What the events tell about one person, until a round.
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

  // Lines of [round, text], in order.
  of(person, round) {
    const { town, words } = this, events = town.events, lines = [], sums = new Map();
    const add = (e, key, values) => lines.push([events.round[e], words.say(key, values)]);
    const count = (e, key, accepted) => {
      const at = `${events.round[e]} ${key} ${events.post[e]}`;
      const sum = sums.get(at) ?? { e, key, count: 0, accepted: 0, line: lines.length };
      if (!sum.count) lines.push(null);
      sum.count += accepted ? 0 : 1;
      sum.accepted += accepted ? 1 : 0;
      sums.set(at, sum);
    };
    const started = new Set();
    for (let e = 0; e < town.first[round + 1]; e++) {
      const kind = events.kind[e], post = events.post[e] + 1;
      if (events.person[e] === person) {
        if (kind === KIND.start) started.add(post), add(e, "story_start", { post });
        else if (kind === KIND.read && events.other[e] >= 0) {
          add(e, "story_read", { post, other: words.who(events.other[e]) });
        } else if (kind === KIND.read && !started.has(post)) add(e, "story_paid", { post });
        else if (kind === KIND.share) add(e, "story_share", { post });
        else if (kind === KIND.stopped) add(e, "story_stopped", { post });
        else if (kind === KIND.invitation) {
          const values = { other: words.who(events.other[e]), group: words.group(events.group[e]) };
          add(e, "story_invited", values);
        } else if (kind === KIND.join) add(e, "story_join", { group: words.group(events.group[e]) });
        else if (kind === KIND.leave) add(e, "story_leave", { group: words.group(events.group[e]) });
      } else if (events.other[e] === person) {
        if (kind === KIND.read) count(e, "story_readers", false);
        else if (kind === KIND.invitation) count(e, "story_invites", false);
        else if (kind === KIND.acceptance) count(e, "story_invites", true);
      }
    }
    for (const { e, key, count, accepted, line } of sums.values()) {
      lines[line] = [events.round[e], words.say(key, { post: events.post[e] + 1, count, accepted })];
    }
    return lines;
  }

  // Who did something in a round, in the order of their places.
  active(round) {
    const { events, first } = this.town, found = new Set();
    for (let e = first[round]; e < first[round + 1]; e++) found.add(events.person[e]);
    return [...found].sort((a, b) => a - b);
  }
}
