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
  const header = (labelled.length ? y + 13 : box.y + TITLE + 12) - box.y;

  // the room for the axes
  const lying = bars?.horizontal;
  const names = bars ? Math.max(...bars.names.map(width)) : 0;
  const area = { left: box.x + 38, top: box.y + header, right: box.x + box.w - 8, bottom: box.y + box.h - 20 };
  if (plot.ylabel) area.left += 14;
  if (lying) area.left = box.x + Math.min(names + 8, box.w / 2) + (plot.ylabel ? 14 : 0);
  if (plot.xlabel) area.bottom -= 16;
  const crowded = bars && !lying && names + 6 > (area.right - area.left) / bars.names.length;
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
  const rules = plot.marks.filter((m) => m.kind === "rule" && m.label && m.at !== null);
  rules.forEach((rule, i) => {
    const text = rule.label, upright = rule.axis === "x";
    const at = upright ? sx(rule.at) : sy(rule.at);
    if (upright ? at < area.left || at > area.right : at < area.top || at > area.bottom) return;
    const right = upright && at + 6 + width(text) <= area.right;
    const tx = upright ? at + (right ? 5 : -5) : area.right - 2;
    const ty = upright ? area.top + 12 + 15 * i : at - 5;
    ctx.font = `${TEXT}px ${look.font}`;
    ctx.textAlign = right ? "left" : "right";
    ctx.strokeStyle = look.face;
    ctx.lineWidth = 4;
    ctx.lineJoin = "round";
    ctx.strokeText(text, tx, ty);
    write(text, tx, ty, { align: ctx.textAlign, fill: faint.has(rule.role) ? look.quiet : colour(rule.role) });
  });
}

const PAINTERS = {
  line(ctx, { x, y, role, width, dashed }, { sx, sy, ratio, colour }) {
    ctx.strokeStyle = colour(role);
    ctx.lineWidth = width;
    ctx.lineJoin = "bevel";
    ctx.setLineDash(dashed ? [5, 4] : []);
    ctx.beginPath();
    trace(ctx, x, y, sx, sy, ratio);
    ctx.stroke();
  },
  steps(ctx, { edges, heights, role }, { sx, sy, colour }) {
    ctx.beginPath();
    ctx.moveTo(sx(edges[0]), sy(0));
    heights.forEach((height, i) => {
      ctx.lineTo(sx(edges[i]), sy(height));
      ctx.lineTo(sx(edges[i + 1]), sy(height));
    });
    ctx.lineTo(sx(edges[heights.length]), sy(0));
    ctx.fillStyle = ctx.strokeStyle = colour(role);
    ctx.lineWidth = 1.25;
    ctx.globalAlpha = 0.3;
    ctx.fill();
    ctx.globalAlpha = 1;
    ctx.stroke();
  },
  bars(ctx, { heights, role, highlight, highlight_role, horizontal }, { sx, sy, colour }) {
    heights.forEach((height, i) => {
      ctx.fillStyle = colour(i === highlight ? highlight_role : role);
      const [a, b, thick] = horizontal
        ? [sx(0), sx(height), Math.abs(sy(1) - sy(0)) * 0.7] : [sy(0), sy(height), (sx(1) - sx(0)) * 0.76];
      if (horizontal) ctx.fillRect(Math.min(a, b), sy(i) - thick / 2, Math.abs(b - a), thick);
      else ctx.fillRect(sx(i) - thick / 2, Math.min(a, b), thick, Math.abs(b - a));
    });
  },
  points(ctx, { x, y, role, size }, { sx, sy, area, colour }) {
    ctx.fillStyle = colour(role);
    ctx.beginPath();
    x.forEach((at, i) => {
      const [px, py] = [sx(at), sy(y[i])], slack = 0.5;
      const across = px >= area.left - slack && px <= area.right + slack;
      if (!across || !(py >= area.top - slack && py <= area.bottom + slack)) return;
      ctx.moveTo(px + size / 2, py);
      ctx.arc(px, py, size / 2, 0, 2 * Math.PI);
    });
    ctx.fill();
  },
  rule(ctx, { at, axis, role, dashed }, { sx, sy, area, crisp, stroke, colour }) {
    if (at === null) return;
    ctx.setLineDash(dashed ? [5, 4] : []);
    if (axis === "x") stroke(crisp(sx(at)), area.top, crisp(sx(at)), area.bottom, colour(role), 1.5);
    else stroke(area.left, crisp(sy(at)), area.right, crisp(sy(at)), colour(role), 1.5);
  },
  band(ctx, { low, high, axis, role }, { sx, sy, area, colour }) {
    ctx.fillStyle = colour(role);
    ctx.globalAlpha = 0.45;
    if (axis === "x") ctx.fillRect(sx(low), area.top, sx(high) - sx(low), area.bottom - area.top);
    else ctx.fillRect(area.left, sy(high), area.right - area.left, sy(low) - sy(high));
  },
  image(ctx, { values, low, high, zero_role }, { sx, sy, colour }) {
    const [rows, columns] = values.shape;
    const small = new OffscreenCanvas(columns, rows), pixels = new ImageData(columns, rows);
    const zero = zero_role && colour(zero_role).match(/[\da-f]{2}/gi).map((hex) => parseInt(hex, 16));
    values.forEach((value, i) => {
      const grey = 255 * Math.min(1, Math.max(0, (value - low) / (high - low)));
      const rgb = zero && value === 0 ? zero : [grey, grey, grey];
      pixels.data.set([...rgb, Number.isNaN(value) ? 0 : 255], 4 * i);
    });
    small.getContext("2d").putImageData(pixels, 0, 0);
    ctx.imageSmoothingEnabled = false;
    ctx.drawImage(small, sx(-0.5), sy(-0.5), sx(columns - 0.5) - sx(-0.5), sy(rows - 0.5) - sy(-0.5));
  },
};

// A path through the points. A long line is thinned to its first, lowest, highest and last point in
// each pixel column: it looks the same, and strokes several times faster.
function trace(ctx, xs, ys, sx, sy, ratio) {
  let column = null, low, high, last;
  const close = () => {
    if (column === null || low === high) return;
    ctx.lineTo(column / ratio, low);
    ctx.lineTo(column / ratio, high);
    ctx.lineTo(column / ratio, last);
  };
  for (let i = 0; i < ys.length; i++) {
    const x = sx(xs ? xs[i] : i), y = sy(ys[i]);
    if (!Number.isFinite(x + y)) {
      close();
      column = null;
      continue;
    }
    const here = Math.round(x * ratio);
    if (here === column) {
      [low, high, last] = [Math.min(low, y), Math.max(high, y), y];
      continue;
    }
    close();
    if (column === null) ctx.moveTo(x, y);
    else ctx.lineTo(x, y);
    [column, low, high, last] = [here, y, y, y];
  }
  close();
}

function swatch(ctx, mark, x, y, colour) {
  ctx.fillStyle = ctx.strokeStyle = colour;
  if (mark.kind === "line") {
    ctx.lineWidth = 2;
    ctx.setLineDash(mark.dashed ? [4, 3] : []);
    ctx.beginPath();
    ctx.moveTo(x, y);
    ctx.lineTo(x + 13, y);
    ctx.stroke();
    ctx.setLineDash([]);
  } else if (mark.kind === "points") {
    ctx.beginPath();
    ctx.arc(x + 7, y, 3.5, 0, 2 * Math.PI);
    ctx.fill();
  } else {
    ctx.globalAlpha = { steps: 0.5, band: 0.6 }[mark.kind] ?? 1;
    ctx.fillRect(x + 1, y - 5, 11, 10);
    ctx.globalAlpha = 1;
  }
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
