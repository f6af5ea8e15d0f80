// What stands around the marks of a plot: title, legend, labels, names and ticks, and their room.

const SWATCH = 18, LEAST = 90, WANTED = 120; // pixels; the last two of the height of the axes
const faint = new Set(["muted", "zeroed"]); // roles too pale for text
const HEAD = { size: TITLE, bold: true };

// The lines of text of a plot so wide, and the heights that they take. Values do not move them.
function plan(plot, wide, pen) {
  const { marks } = plot;
  const title = pen.wrap(plot.title, wide, HEAD);
  const legend = [];
  let x = 0, row = 0;
  for (const mark of marks) {
    if (!mark.label || mark.kind === "rule") continue;
    const lines = pen.wrap(mark.label, wide - SWATCH);
    const room = SWATCH + pen.widest(lines);
    if (x > 0 && x + room > wide) [x, row] = [0, row + 1];
    legend.push({ mark, lines, x, row });
    row += lines.length - 1;
    x += room + 12;
  }
  const upright = marks.filter((m) => m.kind === "rule" && m.axis === "x" && m.label);
  const fits = (rows) => upright.every((_, from) => from >= rows || upright.reduce((sum, mark, i) =>
    sum + (i % rows === from ? pen.room(mark.label) + 8 : 0), -8) <= wide);
  let strips = upright.length ? 1 : 0;
  while (strips < upright.length && !fits(strips)) strips++;
  const titled = LINE * title.length - 4;
  const header = titled + (legend.length ? LINE * (row + 1) + 13 : 12) + LINE * strips;

  const image = marks.some((m) => m.kind === "image");
  const bars = marks.find((m) => m.kind === "bars" && m.names.length);
  const lying = Boolean(bars?.horizontal);
  const style = (i) => ({ bold: i === bars.highlight });
  const named = bars ? Math.max(...bars.names.map((name, i) => pen.width(name, style(i)))) : 0;
  // names under bars: in lines, else slanted; if they are numbers, every second one or so
  const step = bars && !lying ? (wide - 62 - NAME_LINE * Boolean(plot.ylabel)) / bars.names.length : 0;
  const short = bars?.names.every((name) => name.length < 4);
  const every = bars && !lying && short ? Math.max(1, Math.ceil((named + 6) / step)) : 1;
  const limit = lying ? Math.max(wide / 2, Math.min(named + 9, 0.6 * wide)) - 8 : short ? Infinity : step - 6;
  const words = bars ? pen.widest(bars.names.flatMap((name) => name.split(" ")), { bold: true }) : 0;
  const slanted = Boolean(bars) && !lying && words > limit;
  const rows = bars ? bars.names.map((name, i) => (slanted ? [name] : pen.wrap(name, limit, style(i)))) : [];
  const lines = Math.max(1, ...rows.map((row) => row.length));
  const pair = Math.max(2, ...rows.slice(1).map((row, i) => row.length + rows[i].length)); // neighbours
  const xlabel = pen.wrap(plot.xlabel, wide);
  const below = slanted ? named * 0.72 : lying ? 0 : NAME_LINE * (lines - 1);
  const footer = (image ? 2 : 20 + below) + 16 * xlabel.length;
  const names = lying ? (rows.length * pair * NAME_LINE) / 2 : 0;
  const around = header + footer;
  // an image is square by the pixel, and no higher than a plot
  const [dx, dy] = [plot.xlim, plot.ylim].map(([from, to]) => Math.abs(to - from));
  const tall = image ? Math.max(LEAST / 2, Math.min(PLOT_HEIGHT - around, (wide * dy) / dx)) : 0;
  return {
    title, legend, titled, strips, header, image, bars, lying, named, rows, slanted, every, xlabel, footer,
    wanted: around + (image ? tall : Math.max(WANTED, names)), least: around + (image ? LEAST / 2 : Math.max(LEAST, names)),
  };
}

// Title and legend, from the top of the box.
function paintHeader(ctx, { title, legend, titled }, box, pen, look, colour) {
  title.forEach((line, i) => pen.write(line, box.x, box.y + TITLE + LINE * i, { fill: look.text, ...HEAD }));
  for (const { mark, lines, x, row } of legend) {
    const y = box.y + titled + LINE * (row + 1);
    swatch(ctx, mark, box.x + x, y - 4, colour(mark.role));
    lines.forEach((line, i) => pen.write(line, box.x + x + SWATCH, y + LINE * i));
  }
}

// The place of the axes in their box, with the words that stand beside them.
function place(plot, box, { header, image, lying, rows, named, slanted, bars, footer }, pen) {
  const area = { left: box.x + 38, top: box.y + header, right: box.x + box.w - 8, bottom: box.y + box.h - footer };
  const ylabel = pen.wrap(plot.ylabel, area.bottom - area.top + 16);
  const beside = NAME_LINE * ylabel.length;
  const [y0, y1] = plot.ylim;
  const levels = image || lying ? [] : ticks(y0, y1, Math.max(2, (area.bottom - area.top) / 38));
  if (image) [area.left, area.right] = [box.x + beside + (beside ? 4 : 0), box.x + box.w];
  else if (lying) area.left = box.x + pen.widest(rows.flat(), { bold: true }) + 8 + beside;
  else area.left += beside + Math.max(0, 8 * Math.ceil((pen.widest(levels.map(([, text]) => text)) - 30) / 8));
  // a slanted name ends to the left of its bar
  if (slanted) area.left = Math.max(area.left, box.x + named * 0.72 - (area.right - area.left) / bars.names.length / 2 + 8);
  return { area, ylabel, levels };
}

// Grid, ticks, names and the labels of the axes.
function paintAxes(ctx, plot, box, known, room, pen, look) {
  const { image, lying, rows, bars, slanted, every, xlabel } = known;
  const { area, ylabel, levels, sx, sy, crisp, stroke } = room;
  const loud = (i) => (i === bars.highlight ? { bold: true, fill: look.text } : {});
  if (!image) {
    if (lying) rows.forEach((lines, i) => lines.forEach((line, k) => {
      const y = sy(i) + 4 + NAME_LINE * (k - (lines.length - 1) / 2);
      pen.write(line, area.left - 8, y, { align: "right", ...loud(i) });
    }));
    for (const [v, text] of levels) {
      stroke(area.left, crisp(sy(v)), area.right, crisp(sy(v)), look.grid);
      pen.write(text, area.left - 6, sy(v) + 4, { align: "right" });
    }
    if (bars && !lying) bars.names.forEach((_, i) => {
      const near = bars.highlight !== null && i !== bars.highlight && Math.abs(i - bars.highlight) < every;
      if (near || (i % every && i !== bars.highlight)) return;
      ctx.save();
      ctx.translate(sx(i) + (slanted ? 3 : 0), area.bottom + (slanted ? 10 : 15));
      if (slanted) ctx.rotate(-Math.PI / 4);
      rows[i].forEach((line, k) =>
        pen.write(line, 0, NAME_LINE * k, { align: slanted ? "right" : "center", ...loud(i) }));
      ctx.restore();
    });
    else for (const [v, text] of ticksAcross(...plot.xlim, area.right - area.left, pen)) {
      const end = area.right + 8 - pen.width(text) / 2;
      if (lying) stroke(crisp(sx(v)), area.top, crisp(sx(v)), area.bottom, look.grid);
      else stroke(crisp(sx(v)), area.bottom, crisp(sx(v)), area.bottom + 3, look.quiet);
      pen.write(text, Math.min(sx(v), end), area.bottom + 15, { align: "center" });
    }
    if (!lying) stroke(area.left, crisp(area.bottom), area.right, crisp(area.bottom), look.quiet);
  }
  xlabel.forEach((line, i) => {
    const half = pen.width(line) / 2, low = box.x + half, high = box.x + box.w - half;
    const middle = Math.min(Math.max((area.left + area.right) / 2, low), high);
    const y = image ? area.bottom + 14 + 16 * i : box.y + box.h - 4 - 16 * (xlabel.length - 1 - i);
    pen.write(line, middle, y, { align: "center" });
  });
  ylabel.forEach((line, i) => {
    const half = pen.width(line) / 2;
    const middle = Math.max((area.top + area.bottom) / 2, area.top - 8 + half);
    ctx.save();
    ctx.translate(box.x + 11 + NAME_LINE * i, middle);
    ctx.rotate(-Math.PI / 2);
    pen.write(line, 0, 0, { align: "center" });
    ctx.restore();
  });
}

// The rules' labels: of an upright one above the axes, of a level one on its line.
function paintRuleLabels(plot, box, { strips }, { area, sx, sy }, pen, ink) {
  const inside = ({ at, axis }) => at !== null && (axis === "x"
    ? sx(at) >= area.left && sx(at) <= area.right : sy(at) >= area.top && sy(at) <= area.bottom);
  const rules = plot.marks.filter((m) => m.kind === "rule" && m.label);
  const upright = rules.filter(({ axis }) => axis === "x");
  for (let row = 0; row < strips; row++) {
    const here = upright.filter((rule, i) => i % strips === row && inside(rule))
      .map((rule) => ({ ...rule, at: sx(rule.at), width: pen.width(rule.label) }));
    for (const { label, x, role } of spread(here, box.x, box.x + box.w))
      pen.write(label, x, area.top - 5 - LINE * (strips - 1 - row), { fill: ink(role), halo: true });
  }
  const level = rules.filter((rule) => rule.axis === "y" && inside(rule)).map((rule) => {
    const lines = pen.wrap(rule.label, area.right - area.left - 4), width = NAME_LINE * lines.length;
    return { lines, width, at: sy(rule.at) - 2 - width / 2, role: rule.role };
  });
  for (const { lines, x: top, role } of spread(level, area.top, area.bottom, 0))
    lines.forEach((line, i) => pen.write(line, area.right - 2, top + 11 + NAME_LINE * i,
      { align: "right", fill: ink(role), halo: true }));
}
