// Draw a chart: lines with bands and marked points, or horizontal bars with intervals, and the table
// of its values. All words come from Python; the page formats the numbers of the axes.

const escaped = text => String(text).replace(/[&<>"']/g, sign => `&#${sign.charCodeAt(0)};`);
const text = (x, y, words, more = "") => `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${more}>${escaped(words)}</text>`;
const finite = value => typeof value === "number" && Number.isFinite(value);

function writer(lang, style = "decimal") {
  const form = new Intl.NumberFormat(lang, { style, maximumSignificantDigits: 4 });
  const short = new Intl.NumberFormat(lang, { style, notation: "compact", maximumFractionDigits: 1 });
  return value => (Math.abs(value) >= 1e6 ? short : form).format(value).replace("-", "\u2212");
}

function round(low, high, most) {
  // round numbers within a range
  const rough = (high - low || 1) / most, power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map(factor => factor * power).find(size => size >= rough * 0.999);
  const ticks = [];
  for (let at = Math.ceil(low / step - 1e-9); at * step <= high + step * 1e-6; at++) ticks.push(at * step + 0);  // no -0
  return ticks;
}

function decades(low, high) {
  const ticks = [];
  for (let power = Math.floor(Math.log10(low)); 10 ** power <= high; power++) {
    for (const factor of [1, 2, 5]) {
      const at = factor * 10 ** power;
      if (at >= low * 0.999 && at <= high * 1.001) ticks.push(at);
    }
  }
  return ticks;
}

function axes(spec) {
  const xs = spec.lines.flatMap(series => series.x), every = spec.lines.flatMap(series => [...series.mean, ...(series.low ?? []), ...(series.high ?? [])]);
  const ys = [...every, ...spec.marks.map(mark => mark.y)].filter(finite);
  let [low, high] = [Math.min(...ys), Math.max(...ys)];
  if (low > 0 && low < high * 0.6) low = 0;
  if (high < 0) high = 0;
  const room = (high - low || Math.abs(high) || 1) * 0.04;
  return { x: [Math.min(...xs), Math.max(...xs)], y: [low === 0 ? 0 : low - room, high === 0 ? 0 : high + room] };
}

function around(low, high, most) {
  // round numbers around a range, so that the axis ends at a labelled tick
  const inside = round(low, high, most), step = inside.length > 1 ? inside[1] - inside[0] : high - low || 1;
  const first = Math.floor(low / step + 1e-9), last = Math.ceil(high / step - 1e-9);
  return Array.from({ length: last - first + 1 }, (_, place) => (first + place) * step + 0);
}

function drawLines(spec, wide) {
  if (!spec.lines.some(series => series.mean.some(finite))) return "";
  const high = Math.min(Math.max(wide * 0.42, 220), 340), ends = axes(spec);
  const write = writer(spec.lang), writeY = writer(spec.lang, spec.style);
  const ticksY = around(...ends.y, 5), floor = ticksY[0], ceiling = ticksY[ticksY.length - 1];
  const widest = Math.max(...ticksY.map(tick => writeY(tick).length));
  const box = { left: 16 + 7 * widest, top: 30, right: wide - 18, bottom: high - 44 };
  const turn = spec.x.log ? Math.log : value => value;
  const [first, last] = ends.x.map(turn), span = last - first || 1;
  const pad = spec.x.names ? 26 : 8;
  const x = value => box.left + pad + (box.right - box.left - 2 * pad) * (turn(value) - first) / span;
  const y = value => box.bottom - (box.bottom - box.top) * (value - floor) / (ceiling - floor);
  let out = text(4, 14, spec.y);
  for (const tick of ticksY) {
    out += `<line class="el-grid" x1="${box.left}" x2="${box.right}" y1="${y(tick)}" y2="${y(tick)}"/>`;
    out += text(box.left - 6, y(tick) + 4, writeY(tick), 'text-anchor="end"');
  }
  out += `<line class="el-axis" x1="${box.left}" x2="${box.right}" y1="${box.bottom}" y2="${box.bottom}"/>`;
  let until = -Infinity;
  const ticksX = spec.x.names ? spec.x.names.map((_, place) => place) : spec.x.log ? decades(...ends.x) : round(...ends.x, Math.max(3, wide / 90));
  for (const tick of ticksX) {
    const words = spec.x.names ? spec.x.names[tick] : write(tick), half = words.length * 3.4;
    if (x(tick) - half < until) continue;
    until = x(tick) + half + 6;
    out += text(x(tick), box.bottom + 19, words, 'text-anchor="middle"');
    out += `<line class="el-axis" x1="${x(tick)}" x2="${x(tick)}" y1="${box.bottom}" y2="${box.bottom + 4}"/>`;
  }
  out += text((box.left + box.right) / 2, box.bottom + 37, spec.x.label, 'text-anchor="middle"');
  if (spec.flat) {
    const [from, to] = spec.flat.map(x);
    out += `<rect class="el-flat" x="${from - 3}" y="${box.top}" width="${to - from + 6}" height="${box.bottom - box.top}" fill="${spec.accent}" fill-opacity="0.12"/>`;
  }
  for (const series of spec.lines) {
    const places = series.x.map((_, place) => place).filter(place => finite(series.mean[place]));
    const at = side => places.map(place => `${x(series.x[place]).toFixed(1)},${y(series[side][place]).toFixed(1)}`);
    if (series.low && places.length > 1 && places.every(place => finite(series.low[place]))) {
      out += `<polygon points="${[...at("low"), ...at("high").reverse()].join(" ")}" fill="${series.colour}" fill-opacity="0.18"/>`;
    }
    if (!spec.x.names) out += `<polyline points="${at("mean").join(" ")}" fill="none" stroke="${series.colour}" stroke-width="2.2" stroke-dasharray="${series.dash}"/>`;
    for (const place of places) {
      const [px, py] = [x(series.x[place]), y(series.mean[place])];
      if (spec.x.names && series.low && finite(series.low[place])) out += `<line x1="${px}" x2="${px}" y1="${y(series.low[place])}" y2="${y(series.high[place])}" stroke="${series.colour}" stroke-width="2"/>`;
      out += `<circle cx="${px}" cy="${py}" r="${spec.x.names ? 4 : 2.6}" fill="${series.colour}"/>`;
    }
  }
  for (const mark of spec.marks.filter(mark => finite(mark.y))) {
    const [px, py] = [x(mark.x), y(mark.y)], right = px > (box.left + box.right) / 2;
    out += mark.shape === "star"
      ? `<path d="M${px},${py - 9} L${px + 9},${py} L${px},${py + 9} L${px - 9},${py} Z" fill="${spec.accent}" stroke="var(--el-paper)"/>`
      : `<circle cx="${px}" cy="${py}" r="6" fill="var(--el-paper)" stroke="currentColor" stroke-width="2.4"/>`;
    // the label goes above or below its point, away from the line
    const isAbove = mark.shape === "star" ? py - 28 > box.top : py + 30 > box.bottom;
    out += text(px + (right ? 4 : -4), isAbove ? py - 13 : py + 23, mark.name, `text-anchor="${right ? "end" : "start"}" class="el-letter el-mark-name"`);
  }
  return svg(spec, wide, high, out);
}

function drawBars(spec, wide) {
  const write = writer(spec.lang, spec.style), row = 26, high = 44 + row * spec.bars.length;
  const narrow = wide < 520, named = Math.min(wide * 0.42, 12 + 6.6 * Math.max(...spec.bars.map(bar => bar.name.length)));
  const tops = spec.bars.flatMap(bar => [bar.mean, bar.high]).filter(finite), top = Math.max(...tops, 0) || 1;
  const box = { left: named, right: wide - 22, bottom: high - 38 };
  const x = value => box.left + (box.right - box.left) * Math.min(Math.max(value, 0), top) / top;
  const most = Math.floor(named / 6.4);
  let out = "";
  for (const tick of round(0, top, narrow ? 3 : 5)) {
    out += `<line class="el-grid" x1="${x(tick)}" x2="${x(tick)}" y1="4" y2="${box.bottom}"/>`;
    out += text(x(tick), box.bottom + 15, write(tick), 'text-anchor="middle"');
  }
  spec.bars.forEach((bar, place) => {
    const middle = 4 + row * (place + 0.5);
    const name = bar.name.length > most ? `${bar.name.slice(0, most - 1)}…` : bar.name;
    out += text(box.left - 8, middle + 4, name, 'text-anchor="end"');
    out += `<rect x="${box.left}" y="${middle - 8}" width="${Math.max(0, x(bar.mean) - box.left)}" height="16" fill="${spec.colour}" fill-opacity="0.75"/>`;
    if (finite(bar.low)) out += `<line class="el-span" x1="${x(bar.low)}" x2="${x(bar.high)}" y1="${middle}" y2="${middle}"/>`;
  });
  out += text((box.left + box.right) / 2, box.bottom + 33, spec.axis, 'text-anchor="middle"');
  return svg(spec, wide, high, out);
}

function svg(spec, wide, high, out) {
  return `<svg class="el-picture" role="img" aria-label="${escaped(spec.alt)}" viewBox="0 0 ${wide} ${high}" width="${wide}" height="${high}">${out}</svg>`;
}

function legend(spec) {
  const named = (spec.lines ?? []).filter(series => series.name);
  if (named.length < 2 && !spec.dots && !spec.stars) return "";
  const items = named.map(series => `<li><svg width="26" height="10" aria-hidden="true"><polyline points="0,5 26,5" stroke="${series.colour}" stroke-width="2.4" stroke-dasharray="${series.dash}"/></svg> ${escaped(series.name)}</li>`);
  if (spec.dots) items.push(`<li><svg width="26" height="14" aria-hidden="true"><circle cx="13" cy="7" r="5" fill="var(--el-paper)" stroke="currentColor" stroke-width="2.4"/></svg> ${escaped(spec.dots)}</li>`);
  if (spec.stars) items.push(`<li><svg width="26" height="14" aria-hidden="true"><path d="M13,0 L20,7 L13,14 L6,7 Z" fill="${spec.accent}"/></svg> ${escaped(spec.stars)}</li>`);
  return `<ul class="el-legend">${items.join("")}</ul>`;
}

function fillTable(place, table) {
  if (!table) return place.replaceChildren();
  let details = place.querySelector("details");
  if (!details) {
    details = place.appendChild(document.createElement("details"));
    details.open = table.shown;
    details.innerHTML = "<summary></summary><div class='el-scroll' tabindex='0'><table></table></div>";
  }
  details.querySelector("summary").textContent = table.title;
  details.querySelector(".el-scroll").setAttribute("aria-label", table.title);
  const extra = table.take ? "<td></td>" : "";
  const head = table.head.map(words => `<th scope="col">${escaped(words)}</th>`).join("");
  const rows = table.rows.map((row, number) => {
    const button = table.take ? `<td><button type="button" class="jupyter-button el-take" data-row="${number}" aria-label="${escaped(`${table.take}: ${row[0]}`)}">${escaped(table.take)}</button></td>` : "";
    return `<tr>${button}${row.map(words => `<td>${escaped(words)}</td>`).join("")}</tr>`;
  });
  // keep the focus on its button while the table grows
  const focus = document.activeElement?.dataset?.row, inside = place.contains(document.activeElement);
  details.querySelector("table").innerHTML = `<thead><tr>${extra}${head}</tr></thead><tbody>${rows.join("")}</tbody>`;
  if (inside && focus !== undefined) place.querySelector(`[data-row="${focus}"]`)?.focus();
}

function render({ model, el }) {
  el.classList.add("el-chart");
  const [figure, values] = [0, 1].map(() => el.appendChild(document.createElement("div")));
  figure.className = "el-figure";
  values.className = "el-values";
  let width = 0;
  const draw = () => {
    const spec = model.get("spec");
    const wide = Math.max(figure.clientWidth, 280);
    figure.innerHTML = !spec.kind ? "" : legend(spec) + (spec.kind === "bars" ? drawBars : drawLines)(spec, wide);
    fillTable(values, spec.table);
  };
  const press = event => {
    const row = event.target.closest(".el-take")?.dataset.row;
    if (row !== undefined) model.send({ take: Number(row) });
  };
  values.addEventListener("click", press);
  const resize = new ResizeObserver(() => { if (figure.clientWidth !== width) { width = figure.clientWidth; draw(); } });
  resize.observe(figure);
  model.on("change:spec", draw);
  draw();
  return () => { resize.disconnect(); model.off("change:spec", draw); };
}

export default { render };
