// How each kind of mark is drawn. `room` says where numbers stand on the canvas.

const CAP = 3; // pixels to either side of a whisker

const PAINTERS = {
  line(ctx, { x, y, role, width, dashed }, { sx, sy, ratio, face, colour }) {
    ctx.lineJoin = "bevel";
    ctx.setLineDash(dashed ? [5, 4] : []);
    ctx.beginPath();
    trace(ctx, x, y, sx, sy, ratio);
    strokeRimmed(ctx, width, colour(role), face);
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
  points(ctx, { x, y, role, size, shape }, { sx, sy, area, face, colour }) {
    ctx.beginPath();
    x.forEach((at, i) => {
      const [px, py] = [sx(at), sy(y[i])], slack = 0.5;
      const across = px >= area.left - slack && px <= area.right + slack;
      if (!across || !(py >= area.top - slack && py <= area.bottom + slack)) return;
      dot(ctx, px, py, size, shape);
    });
    // a thin rim, so that it stands out from a bar or a line behind it
    [ctx.fillStyle, ctx.strokeStyle, ctx.lineWidth] = [colour(role), face, 1.5];
    ctx.stroke();
    ctx.fill();
  },
  whiskers(ctx, { at, mean, half, role, width, horizontal }, { sx, sy, face, colour }) {
    ctx.beginPath();
    at.forEach((place, i) => { // a canvas leaves out what has a NaN
      const [low, high] = [mean[i] - half[i], mean[i] + half[i]];
      if (horizontal) whisker(ctx, sx(low), sy(place), sx(high), sy(place), true);
      else whisker(ctx, sx(place), sy(low), sx(place), sy(high), false);
    });
    strokeRimmed(ctx, width, colour(role), face);
  },
  rule(ctx, { at, axis, role, dashed }, { sx, sy, area, crisp, stroke, colour }) {
    if (at === null) return;
    ctx.setLineDash(dashed ? [5, 4] : []);
    if (axis === "x") stroke(crisp(sx(at)), area.top, crisp(sx(at)), area.bottom, colour(role), 1.5);
    else stroke(area.left, crisp(sy(at)), area.right, crisp(sy(at)), colour(role), 1.5);
  },
  band(ctx, { low, high, axis, role }, { sx, sy, area, crisp, stroke, colour }) {
    // a pale fill lets the marks stand out, its edges say where it ends
    const [x0, x1] = axis === "x" ? [sx(low), sx(high)] : [area.left, area.right];
    const [y0, y1] = axis === "x" ? [area.top, area.bottom] : [sy(high), sy(low)];
    ctx.fillStyle = colour(role);
    ctx.globalAlpha = 0.22;
    ctx.fillRect(x0, y0, x1 - x0, y1 - y0);
    ctx.globalAlpha = 1;
    const edges = axis === "x" ? [[x0, y0, x0, y1], [x1, y0, x1, y1]] : [[x0, y0, x1, y0], [x0, y1, x1, y1]];
    if (low < high) for (const edge of edges) stroke(...edge.map(crisp), colour(role), 1.25);
  },
  image(ctx, { values, low, high, zero_role }, { sx, sy, area, grid, colour }) {
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
    // edges, or black ends in a black page and white in a white one; columns of NaN part images
    [ctx.strokeStyle, ctx.lineWidth] = [grid, 2];
    for (let start = 0, i = 0; i <= columns; i++) {
      if (i < columns && !Number.isNaN(values[i])) continue;
      const [left, right] = [sx(start - 0.5), sx(i - 0.5)];
      if (start < i) ctx.strokeRect(left, area.top, right - left, area.bottom - area.top);
      start = i + 1;
    }
  },
};

// Strokes the path; a broad line has a rim, so that it stands out from the bar behind it.
function strokeRimmed(ctx, width, ink, face) {
  for (const [style, thick] of width >= 2 ? [[face, width + 2], [ink, width]] : [[ink, width]]) {
    [ctx.strokeStyle, ctx.lineWidth] = [style, thick];
    ctx.stroke();
  }
}

// A path along one whisker, a line with a cap at each end.
function whisker(ctx, x0, y0, x1, y1, lies) {
  const [dx, dy] = lies ? [0, CAP] : [CAP, 0];
  for (const [ax, ay, bx, by] of [[x0, y0, x1, y1], ...[[x0, y0], [x1, y1]].map(([x, y]) => [x - dx, y - dy, x + dx, y + dy])]) {
    ctx.moveTo(ax, ay);
    ctx.lineTo(bx, by);
  }
}

// A path around one dot: a circle, a square, or a diamond of the same area.
function dot(ctx, x, y, size, shape) {
  const r = size / 2, half = 0.89 * r, long = 1.25 * r;
  if (shape === "square") ctx.rect(x - half, y - half, 2 * half, 2 * half);
  else if (shape === "diamond") {
    ctx.moveTo(x + long, y);
    for (const [dx, dy] of [[0, long], [-long, 0], [0, -long]]) ctx.lineTo(x + dx, y + dy);
    ctx.closePath();
  } else {
    ctx.moveTo(x + r, y);
    ctx.arc(x, y, r, 0, 2 * Math.PI);
  }
}

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
  } else if (mark.kind === "whiskers") {
    ctx.lineWidth = 2;
    ctx.beginPath();
    if (mark.horizontal) whisker(ctx, x + 1, y, x + 12, y, true);
    else whisker(ctx, x + 7, y - 5, x + 7, y + 5, false);
    ctx.stroke();
  } else if (mark.kind === "points") {
    ctx.beginPath();
    dot(ctx, x + 7, y, 8, mark.shape);
    ctx.fill();
  } else {
    ctx.globalAlpha = { steps: 0.3, band: 0.22 }[mark.kind] ?? 1;
    ctx.fillRect(x + 1, y - 5, 11, 10);
    ctx.globalAlpha = 1;
    ctx.lineWidth = 1.25;
    ctx.strokeRect(x + 1.5, y - 4.5, 10, 9);
  }
}
