// Paints a Frame on a canvas. Knows no widget and no kernel: it is given words, numbers and a look.

const PLOT_HEIGHT = 224, NARROWEST = 250, GAP = 20;
const TITLE = 13, TEXT = 12, LEGEND = 17;
const faint = new Set(["muted", "zeroed"]); // roles too pale for text

// A packed Frame with its arrays in place: {offset, shape} becomes a Float32Array with a shape.
export function unpack(words, bytes) {
  const from = bytes.byteOffset ?? 0;
  const numbers = new Float32Array((bytes.buffer ?? bytes).slice(from, from + bytes.byteLength));
  const put = (value) => {
    if (!value?.shape) return value;
    const size = value.shape.reduce((a, b) => a * b, 1);
    return Object.assign(numbers.subarray(value.offset, value.offset + size), { shape: value.shape });
  };
  const fill = (object) =>
    Object.fromEntries(Object.entries(object).map(([name, value]) => [name, put(value)]));
  return { ...words, plots: words.plots.map((p) => ({ ...p, marks: p.marks.map(fill) })) };
}

// Where each plot stands, and the height of them all: a matter of the width alone.
export function layout(plots, columns, width) {
  const fit = Math.max(1, Math.min(columns, Math.floor((width + GAP) / (NARROWEST + GAP))));
  const cell = (width - GAP * (fit - 1)) / fit;
  let row = 0, column = 0;
  const boxes = plots.map(({ span }) => {
    span = Math.min(span, fit);
    if (column + span > fit) [row, column] = [row + 1, 0];
    const box = { x: column * (cell + GAP), y: row * (PLOT_HEIGHT + GAP / 2) };
    column += span;
    return { ...box, w: span * cell + (span - 1) * GAP, h: PLOT_HEIGHT };
  });
  return { boxes, height: (row + 1) * PLOT_HEIGHT + row * (GAP / 2) };
}

// `look` is {text, quiet, grid, face, font, dark, palette}.
export function paint(canvas, frame, width, look, ratio = globalThis.devicePixelRatio || 1) {
  const { boxes, height } = layout(frame.plots, frame.columns, width);
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w || canvas.height !== h) {
    [canvas.width, canvas.height] = [w, h];
    canvas.style.height = `${height}px`;
  }
  const ctx = canvas.getContext("2d");
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.clearRect(0, 0, width, height);
  frame.plots.forEach((plot, i) => paintPlot(ctx, plot, boxes[i], look, ratio));
}

function paintPlot(ctx, plot, box, look, ratio) {
  const colour = (role) => look.palette[role][look.dark ? 1 : 0];
  const images = plot.marks.filter((m) => m.kind === "image");
  const bars = plot.marks.find((m) => m.kind === "bars" && m.names.length);
  const write = (text, x, y, { align = "left", fill = look.quiet, size = TEXT, bold = false } = {}) => {
    ctx.font = `${bold ? "600 " : ""}${size}px ${look.font}`;
    ctx.textAlign = align;
    ctx.fillStyle = fill;
    ctx.fillText(text, x, y);
  };
  const width = (text) => ((ctx.font = `${TEXT}px ${look.font}`), ctx.measureText(text).width);
  ctx.textBaseline = "alphabetic";

  // the header: title, then the legend in as many lines as it needs
  write(plot.title, box.x, box.y + TITLE, { fill: look.text, size: TITLE, bold: true });
  const labelled = plot.marks.filter((m) => m.label && m.kind !== "rule");
  let x = box.x, y = box.y + TITLE + LEGEND;
  for (const mark of labelled) {
    const room = 18 + width(mark.label.replace(/\d/g, "0"));
    if (x > box.x && x + room > box.x + box.w) [x, y] = [box.x, y + LEGEND];
    swatch(ctx, mark, x, y - 4, colour(mark.role));
    write(mark.label, x + 18, y);
    x += room + 12;
  }
  const rules = plot.marks.filter((m) => m.kind === "rule" && m.label);
  const strip = rules.some(({ axis }) => axis === "x") ? LEGEND : 0;
  const header = (labelled.length ? y + 13 : box.y + TITLE + 12) - box.y + strip;

  // the room for the axes
  const lying = bars?.horizontal;
  const names = bars ? Math.max(...bars.names.map(width)) : 0;
  const area = { left: box.x + 38, top: box.y + header, right: box.x + box.w - 8, bottom: box.y + box.h - 20 };
  if (plot.ylabel) area.left += 14;
  if (lying) area.left = box.x + Math.min(names + 8, box.w / 2) + (plot.ylabel ? 14 : 0);
  if (plot.xlabel) area.bottom -= 16;
  const tight = bars && !lying && names + 6 > (area.right - area.left) / bars.names.length;
  const short = bars?.names.every((name) => name.length < 4); // numbers: write every other one
  const [crowded, every] = [tight && !short, tight && short ? 2 : 1];
  if (crowded) area.bottom -= Math.min(names * 0.7, 60);
  if (images.length) [area.left, area.right, area.bottom] = [box.x, box.x + box.w, box.y + box.h - (plot.xlabel ? 18 : 2)];
  let [x0, x1] = plot.xlim, [y0, y1] = plot.ylim;
  if (images.length) keepSquare(area, Math.abs(x1 - x0), Math.abs(y1 - y0));
  const sx = (v) => area.left + ((v - x0) / (x1 - x0)) * (area.right - area.left);
  const sy = (v) => area.bottom - ((v - y0) / (y1 - y0)) * (area.bottom - area.top);
  const crisp = (v) => (Math.round(v * ratio) + 0.5) / ratio;
  const stroke = (ax, ay, bx, by, style, thick = 1) => {
    ctx.strokeStyle = style;
    ctx.lineWidth = thick;
    ctx.beginPath();
    ctx.moveTo(ax, ay);
    ctx.lineTo(bx, by);
    ctx.stroke();
  };

  // ticks, grid and labels
  if (!images.length) {
    const tall = area.bottom - area.top, wide = area.right - area.left;
    if (lying) bars.names.forEach((name, i) => write(name, area.left - 8, sy(i) + 4, { align: "right" }));
    else for (const [v, text] of ticks(y0, y1, Math.max(2, tall / 38))) {
      stroke(area.left, crisp(sy(v)), area.right, crisp(sy(v)), look.grid);
      write(text, area.left - 6, sy(v) + 4, { align: "right" });
    }
    if (bars && !lying) bars.names.forEach((name, i) => {
      if (i % every) return;
      ctx.save();
      ctx.translate(sx(i) + (crowded ? 3 : 0), area.bottom + (crowded ? 10 : 15));
      if (crowded) ctx.rotate(-Math.PI / 4);
      write(name, 0, 0, { align: crowded ? "right" : "center" });
      ctx.restore();
    });
    else for (const [v, text] of ticks(x0, x1, Math.max(2, wide / 64))) {
      const end = area.right + 8 - width(text) / 2;
      if (lying) stroke(crisp(sx(v)), area.top, crisp(sx(v)), area.bottom, look.grid);
      else stroke(crisp(sx(v)), area.bottom, crisp(sx(v)), area.bottom + 3, look.quiet);
      write(text, Math.min(sx(v), end), area.bottom + 15, { align: "center" });
    }
    if (!lying) stroke(area.left, crisp(area.bottom), area.right, crisp(area.bottom), look.quiet);
  }
  if (plot.xlabel) write(plot.xlabel, (area.left + area.right) / 2, box.y + box.h - 4, { align: "center" });
  if (plot.ylabel) {
    ctx.save();
    ctx.translate(box.x + 11, (area.top + area.bottom) / 2);
    ctx.rotate(-Math.PI / 2);
    write(plot.ylabel, 0, 0, { align: "center" });
    ctx.restore();
  }

  // the marks, in their order; a dot on the edge stays whole
  const room = { sx, sy, area, crisp, stroke, ratio, colour };
  for (const mark of plot.marks) {
    ctx.save();
    ctx.beginPath();
    ctx.rect(area.left, area.top - 1, area.right - area.left, area.bottom - area.top + 1);
    if (mark.kind !== "points") ctx.clip();
    PAINTERS[mark.kind](ctx, mark, room);
    ctx.restore();
  }

  // the rules' labels: of an upright one above the axes, of a level one on its line
  const inside = ({ at, axis }) => at !== null && (axis === "x"
    ? sx(at) >= area.left && sx(at) <= area.right : sy(at) >= area.top && sy(at) <= area.bottom);
  const labels = rules.filter(inside).map((rule) => ({ ...rule, width: width(rule.label) }));
  const upright = labels.filter(({ axis }) => axis === "x").map((label) => ({ ...label, at: sx(label.at) }));
  spread(upright, box.x, box.x + box.w).forEach((label) => (label.y = area.top - 5));
  const level = labels.filter(({ axis }) => axis === "y");
  for (const label of level) [label.x, label.y] = [area.right - 2 - label.width, sy(label.at) - 5];
  for (const { label, x, y, role } of [...upright, ...level]) {
    ctx.font = `${TEXT}px ${look.font}`;
    ctx.textAlign = "left";
    ctx.strokeStyle = look.face;
    ctx.lineWidth = 4;
    ctx.lineJoin = "round";
    ctx.strokeText(label, x, y);
    write(label, x, y, { fill: faint.has(role) ? look.quiet : colour(role) });
  }
}

// The left ends `x` of labels centred `at` their rules; two that would overlap part between the rules.
export function spread(labels, low, high, gap = 8) {
  labels.sort((one, other) => one.at - other.at);
  labels.forEach((label, i) => {
    const before = labels[i - 1];
    label.x = label.at - label.width / 2;
    if (!before || before.x + before.width + gap <= label.x) return;
    const middle = (before.at + label.at) / 2;
    [before.x, label.x] = [middle - gap / 2 - before.width, middle + gap / 2];
  });
  for (let i = labels.length - 1, end = high; i >= 0; end = labels[i--].x - gap)
    labels[i].x = Math.min(labels[i].x, end - labels[i].width);
  for (let i = 0, start = low; i < labels.length; start = labels[i].x + labels[i++].width + gap)
    labels[i].x = Math.max(labels[i].x, start);
  return labels;
}

// About `count` round numbers (1, 2 or 5 times a power of ten) between the limits, with their words.
export function ticks(a, b, count) {
  const [low, high] = [Math.min(a, b), Math.max(a, b)];
  const rough = (high - low) / count, power = 10 ** Math.floor(Math.log10(rough));
  const far = (m) => Math.abs(Math.log((m * power) / rough));
  const step = power * [1, 2, 5, 10].reduce((a, b) => (far(b) < far(a) ? b : a));
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const marks = [];
  for (let i = Math.ceil(low / step - 1e-6); i * step <= high + 1e-6 * step; i++) {
    const value = i * step + 0; // + 0: never −0
    marks.push([value, value.toFixed(digits).replace("-", "−")]);
  }
  return marks;
}

function keepSquare(area, columns, rows) {
  const unit = Math.min((area.right - area.left) / columns, (area.bottom - area.top) / rows);
  area.right = area.left + unit * columns;
  area.bottom = area.top + unit * rows;
}
