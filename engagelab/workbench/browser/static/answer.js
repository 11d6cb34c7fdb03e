// Paint an answer: status, headline and picture come in one message and are painted together, the
// sentences about them follow. The picture is a small SVG that is written anew each time, which is
// faster than moving its parts.

const escaped = text => String(text).replace(/[&<>"']/g, sign => `&#${sign.charCodeAt(0)};`);

function steps(top, most) {
  // round numbers from 0 to the top, at most this many
  const rough = top / most, power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map(factor => factor * power).find(size => size >= rough);
  const ticks = [];
  for (let at = 0; at <= top * 1.0001; at += step) ticks.push(at);
  return ticks;
}

function numbers(lang) {
  const form = new Intl.NumberFormat(lang, { notation: "standard", maximumFractionDigits: 6 });
  const short = new Intl.NumberFormat(lang, { notation: "compact", maximumFractionDigits: 1 });
  return value => (Math.abs(value) >= 1e6 ? short : form).format(value);
}

function text(x, y, words, more = "") {
  return `<text x="${x}" y="${y}" ${more}>${escaped(words)}</text>`;
}

function line(points, colour, more = "") {
  return `<polyline points="${points}" fill="none" stroke="${colour}" ${more}/>`;
}

function reachPlot(spec, box, write) {
  const x = round => box.left + box.width * round / Math.max(spec.last, 1);
  const y = people => box.top + box.height * (1 - people / spec.top);
  const at = (values, scale = y) => values.map((value, round) => `${x(round).toFixed(1)},${scale(value).toFixed(1)}`);
  let out = "";
  for (const tick of steps(spec.top, 6)) {
    out += `<line class="el-grid" x1="${box.left}" x2="${box.left + box.width}" y1="${y(tick)}" y2="${y(tick)}"/>`;
    out += text(box.left - 6, y(tick) + 4, write(tick), 'text-anchor="end"');
  }
  for (const tick of steps(spec.last, Math.max(3, box.width / 60)).filter(Number.isInteger)) {
    out += `<line class="el-grid" y1="${box.top}" y2="${box.top + box.height + 4}" x1="${x(tick)}" x2="${x(tick)}"/>`;
    out += text(x(tick), box.top + box.height + 17, write(tick), 'text-anchor="middle"');
  }
  for (const curve of spec.lines.filter(curve => curve.band)) {
    const edge = [...at(curve.low), ...at(curve.high).reverse()].join(" ");
    out += `<polygon points="${edge}" fill="${curve.colour}" fill-opacity="${curve.key === "plan" ? 0.22 : 0.12}"/>`;
  }
  const ends = [];
  for (const curve of spec.lines) {
    const width = curve.key === "plan" ? 2.6 : 1.8;
    const faint = curve.key === "plan" && spec.coarse ? 0.6 : 1;
    out += line(at(curve.median).join(" "), curve.colour, `stroke-width="${width}" stroke-dasharray="${curve.dash}" stroke-opacity="${faint}" class="el-line-${curve.key}"`);
    if (curve.letter) ends.push([curve.letter, y(curve.median.at(-1))]);
  }
  // the letters of pinned plans at the ends of their curves, moved apart if they overlap
  ends.sort((one, other) => one[1] - other[1]);
  ends.forEach((end, place) => { if (place) end[1] = Math.max(end[1], ends[place - 1][1] + 13); });
  for (const [key, height] of ends) out += text(box.left + box.width + 4, height + 4, key, 'class="el-letter"');
  for (const post of spec.posts) {
    const [px, py] = [x(post), y(0)];
    out += `<path d="M${px - 5},${py + 5} L${px + 5},${py + 5} L${px},${py - 5} Z" fill="${spec.accent}" stroke="var(--el-paper)"/>`;
  }
  out += text(box.left + box.width / 2, box.top + box.height + 34, spec.texts.round, 'text-anchor="middle"');
  out += text(box.left + box.width - 4, y(0) - 8, spec.runs, `text-anchor="end" class="${spec.coarse ? "el-warn" : "el-quiet"}"`);
  return out;
}

function groupPlot(spec, box, write) {
  const y = share => box.top + box.height * (1 - share);
  const step = box.width / spec.bars.length, wide = step * 0.7;
  let out = text(box.left, box.top - 10, spec.texts.share);
  for (const tick of [0, 0.25, 0.5, 0.75, 1]) {
    out += `<line class="el-grid" x1="${box.left}" x2="${box.left + box.width}" y1="${y(tick)}" y2="${y(tick)}"/>`;
    out += text(box.left - 6, y(tick) + 4, write(100 * tick), 'text-anchor="end"');
  }
  spec.bars.forEach((bar, place) => {
    const middle = box.left + step * (place + 0.5);
    out += `<rect x="${middle - wide / 2}" y="${y(bar.mean)}" width="${wide}" height="${box.height * bar.mean}" fill="${spec.colour}" fill-opacity="0.75"/>`;
    out += `<line x1="${middle}" x2="${middle}" y1="${y(bar.low)}" y2="${y(bar.high)}" class="el-span"/>`;
    // labels that would touch are placed at two heights
    const below = step < 40 && place % 2 ? 8 : 0;
    out += text(middle, box.top + box.height + 13 + below, bar.label, 'text-anchor="middle" class="el-small"');
  });
  return out + text(box.left + box.width, box.top + box.height + 34, spec.texts.groups, 'text-anchor="end"');
}

function legend(spec) {
  const items = spec.lines.map(curve => {
    const swatch = `<svg width="26" height="10" aria-hidden="true">${line("0,5 26,5", curve.colour, `stroke-width="2.4" stroke-dasharray="${curve.dash}"`)}</svg>`;
    return `<li>${swatch} ${escaped(curve.name)}</li>`;
  });
  items.push(`<li><svg width="16" height="10" aria-hidden="true"><rect width="16" height="10" fill="${spec.colour}" fill-opacity="0.22"/></svg> ${escaped(spec.texts.band)}</li>`);
  items.push(`<li><svg width="12" height="10" aria-hidden="true"><path d="M1,10 L11,10 L6,0 Z" fill="${spec.accent}"/></svg> ${escaped(spec.texts.posts)}</li>`);
  return items.join("");
}

function paint(picture, spec) {
  const wide = Math.max(picture.clientWidth, 320), narrow = wide < 560;
  const high = narrow ? 560 : Math.min(Math.max(wide * 0.4, 280), 380);
  const write = numbers(spec.lang), plot = { top: 24, left: 52 };
  const first = { ...plot, width: (narrow ? wide : wide * 0.6) - plot.left - 24, height: (narrow ? 230 : high - 66) };
  const second = narrow
    ? { left: 52, top: 324, width: wide - 66, height: high - 366 }
    : { left: wide * 0.6 + 46, top: 24, width: wide * 0.4 - 54, height: high - 66 };
  return `<ul class="el-legend">${legend(spec)}</ul>
    <svg class="el-picture" role="img" aria-label="${escaped(spec.alt)}" viewBox="0 0 ${wide} ${high}" width="${wide}" height="${high}">
    ${text(plot.left, 14, spec.texts.reach)}${reachPlot(spec, first, write)}${groupPlot(spec, second, write)}</svg>`;
}

function render({ model, el }) {
  el.classList.add("el-answer");
  const parts = {};
  for (const name of ["status", "headline", "depends", "picture", "words"]) {
    parts[name] = el.appendChild(document.createElement("div"));
    parts[name].className = `el-${name === "picture" ? "figure" : name}`;
  }
  const shown = {};
  const write = (content, names) => {
    for (const name of names) {
      if (shown[name] !== content[name]) parts[name].innerHTML = shown[name] = content[name] ?? "";
    }
  };
  const writeDetails = () => write(model.get("details"), ["depends", "words"]);
  const draw = () => {
    const content = model.get("content");
    write(content, ["status", "headline"]);
    if (content.picture) parts.picture.innerHTML = paint(parts.picture, content.picture);
    el.dataset.number = content.number ?? 0;
  };
  const resize = new ResizeObserver(() => { if (parts.picture.clientWidth !== shown.width) { shown.width = parts.picture.clientWidth; draw(); } });
  resize.observe(parts.picture);
  model.on("change:content", draw);
  model.on("change:details", writeDetails);
  draw();
  writeDetails();
  return () => { resize.disconnect(); model.off("change:content", draw); model.off("change:details", writeDetails); };
}

export default { render };
