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
    if (group === this.data.own) return this.say("own_space");
    return this.label("group", labels ? labels[group] : group);
  }

  // A post by its name, or by its number.
  post(post) {
    const name = this.data.post_names[post];
    return name ? this.say("post_name", { name }) : this.written(post + 1);
  }

  // Describe a label that is only a number.
  label(kind, label) {
    return /^\d+$/.test(label) ? this.say(kind, { label: String(label) }) : String(label);
  }

  round(round) {
    return this.say("round_of", { round, last: this.data.rounds - 1 });
  }

  // Summarise a round for screen readers: the counts that are not 0, and the reach so far.
  summary(counts, round, people) {
    const now = Object.keys(ROWS).map((name) => [name, counts[name].now[round]]).filter(([, count]) => count);
    return [
      `${this.round(round)}.`,
      ...now.map(([name, count]) => this.say("live", { what: this.say(name === "readers" ? "live_readers" : name), count })),
      this.say("live_so_far", { reached: counts.readers.all[round], people }),
    ].join(" ");
  }
}

// The lines of a person's story, by channel of reading and by kind of event.
const READ = ["story_start", "story_paid", "story_own", "story_read"];
const OWN = {
  [KIND.comment]: "story_comment", [KIND.share]: "story_share", [KIND.stopped]: "story_stopped",
  [KIND.answer]: "story_answer", [KIND.join]: "story_join", [KIND.leave]: "story_leave",
};

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
    const { town, words } = this, events = town.events, lines = new Map();
    const line = (e, key, other = -1) => {
      const own = [events.round[e], key, events.post[e], other].join(" ");
      if (!lines.has(own)) lines.set(own, { e, key, other, count: 0, accepted: 0, groups: [] });
      return lines.get(own);
    };
    const ties = new Set(town.tiesTo(person));
    for (let e = 0; e < town.first[round + 1]; e++) {
      const kind = events.kind[e], other = events.other[e], who = events.person[e];
      if (who === person) {
        if (kind === KIND.read) line(e, READ[events.channel[e]], other);
        else if (kind === KIND.invitation) line(e, "story_invited", other).groups.push(events.group[e]);
        else if (kind === KIND.critic) line(e, "story_critic").count = town.tiesOf(person).length;
        else if (kind in OWN) line(e, OWN[kind]).groups.push(events.group[e]);
      } else if (other === person) {
        if (kind === KIND.read) line(e, "story_readers").count += 1;
        else if (kind === KIND.invitation) line(e, "story_invites").count += 1;
        else if (kind === KIND.acceptance) line(e, "story_invites").accepted += 1;
      } else if (kind === KIND.critic && ties.has(who)) line(e, "story_heard", who);
    }
    return [...lines.values()].map(({ e, key, other, count, accepted, groups }) => {
      const named = groups.map((group) => words.group(group)).join(", ");
      const values = { post: words.post(events.post[e]), other: other < 0 ? "" : words.who(other), group: named };
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
