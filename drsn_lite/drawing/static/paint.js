// Paints a Frame on a canvas. Knows no widget and no kernel: it is given words, numbers and a look.

const PLOT_HEIGHT = 224, NARROWEST = 250, GAP = 20;

// A packed Frame with its arrays in place: {offset, shape} becomes a Float32Array with a shape.
export function unpack(words, bytes) {
  const from = bytes.byteOffset ?? 0;
  const numbers = bytes instanceof Float32Array ? bytes
    : new Float32Array((bytes.buffer ?? bytes).slice(from, from + bytes.byteLength));
  const put = (value) => {
    if (!value?.shape) return value;
    const size = value.shape.reduce((a, b) => a * b, 1);
    return Object.assign(numbers.subarray(value.offset, value.offset + size), { shape: value.shape });
  };
  const fill = (object) =>
    Object.fromEntries(Object.entries(object).map(([name, value]) => [name, put(value)]));
  return { ...words, plots: words.plots.map((p) => ({ ...p, marks: p.marks.map(fill) })) };
}

// Columns that fit, and the row, place and width of each plot: a matter of the width alone.
export function layout(plots, columns, width) {
  const fit = Math.max(1, Math.min(columns, Math.floor((width + GAP) / (NARROWEST + GAP))));
  const cell = (width - GAP * (fit - 1)) / fit;
  let row = 0, column = 0;
  return plots.map(({ span }) => {
    span = Math.min(span, fit);
    if (column + span > fit) [row, column] = [row + 1, 0];
    const box = { x: column * (cell + GAP), row, w: span * cell + (span - 1) * GAP };
    column += span;
    return box;
  });
}

// The height of each row, so that axes are not squeezed by the words around them. What was given to
// a canvas stays while its width and font do: a setting with longer words squeezes its axes a
// little, and nothing below it moves. Only where they would become too small the row grows.
const GIVEN = new WeakMap();
function rowHeights(canvas, boxes, plans, width, font) {
  const before = GIVEN.get(canvas), same = before?.width === width && before.font === font;
  const heights = [];
  boxes.forEach(({ row }, i) => {
    const kept = same ? before.heights[row] ?? 0 : 0;
    const start = plans.every(({ image }, k) => image || boxes[k].row !== row) ? 0 : PLOT_HEIGHT;
    heights[row] = Math.max(heights[row] ?? start, kept, kept ? plans[i].least : plans[i].wanted);
  });
  GIVEN.set(canvas, { width, font, heights });
  return heights.map(Math.ceil);
}

// `look` is {text, quiet, grid, face, font, dark, palette}.
export function paint(canvas, frame, width, look, ratio = globalThis.devicePixelRatio || 1) {
  const ctx = canvas.getContext("2d"), pen = makePen(ctx, look);
  const boxes = layout(frame.plots, frame.columns, width);
  const plans = frame.plots.map((plot, i) => plan(plot, boxes[i].w, pen));
  const heights = rowHeights(canvas, boxes, plans, width, look.font);
  const tops = heights.map((_, row) => heights.slice(0, row).reduce((sum, h) => sum + h + GAP / 2, 0));
  const height = tops.at(-1) + heights.at(-1);
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w || canvas.height !== h) {
    [canvas.width, canvas.height] = [w, h];
    canvas.style.height = `${height}px`;
  }
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.clearRect(0, 0, width, height);
  frame.plots.forEach((plot, i) => {
    const box = { ...boxes[i], y: tops[boxes[i].row], h: heights[boxes[i].row] };
    paintPlot(ctx, plot, box, plans[i], pen, look, ratio);
  });
}

function paintPlot(ctx, plot, box, known, pen, look, ratio) {
  const colour = (role) => look.palette[role][look.dark ? 1 : 0];
  ctx.textBaseline = "alphabetic";
  paintHeader(ctx, known, box, pen, look, colour);

  const { area, ylabel, levels } = place(plot, box, known, pen);
  const [x0, x1] = plot.xlim, [y0, y1] = plot.ylim;
  if (known.image) keepSquare(area, Math.abs(x1 - x0), Math.abs(y1 - y0));
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
  const room = { sx, sy, area, ylabel, levels, crisp, stroke, ratio, colour, face: look.face, grid: look.grid };
  paintAxes(ctx, plot, box, known, room, pen, look);

  // the marks, in their order; a dot on the edge stays whole
  for (const mark of plot.marks) {
    ctx.save();
    ctx.beginPath();
    const air = mark.kind === "rule" ? 2 : 0; // at the end of an axis it is as thick as elsewhere
    ctx.rect(area.left - air, area.top - 1 - air, area.right - area.left + 2 * air, area.bottom - area.top + 1 + 2 * air);
    if (mark.kind !== "points") ctx.clip();
    PAINTERS[mark.kind](ctx, mark, room);
    ctx.restore();
  }
  paintRuleLabels(plot, box, known, room, pen, (role) => (faint.has(role) ? look.quiet : colour(role)));
}

function keepSquare(area, columns, rows) {
  const unit = Math.min((area.right - area.left) / columns, (area.bottom - area.top) / rows);
  area.right = area.left + unit * columns;
  area.bottom = area.top + unit * rows;
}
