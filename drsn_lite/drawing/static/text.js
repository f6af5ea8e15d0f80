// Text on a canvas: how wide it is, the lines it fits in, and labels that keep clear of each other.

const TITLE = 13, TEXT = 12, LINE = 17, NAME_LINE = 13;

// Numbers change while a slider moves, and lines must stand still: each counts as at least four wide.
const steady = (text) => text.replace(/(?<![\p{L}\d])−?\d+(\.\d+)?/gu,
  (number) => (number.length < 4 ? "0.00" : number.replace(/\d/g, "0")));

const WIDTHS = new WeakMap(); // of a look: measuring costs more than drawing

// What writes and measures in the font of a look.
export function makePen(ctx, look) {
  if (!WIDTHS.has(look)) WIDTHS.set(look, new Map());
  const known = WIDTHS.get(look);
  const font = ({ size = TEXT, bold = false }) => `${bold ? "600 " : ""}${size}px ${look.font}`;
  const width = (text, style = {}) => {
    const key = `${style.size}${style.bold}${text}`;
    let found = known.get(key);
    if (found !== undefined) return found;
    ctx.font = font(style);
    if (known.size > 4000) known.clear();
    known.set(key, (found = ctx.measureText(text).width));
    return found;
  };
  const room = (text, style) => Math.max(width(text, style), width(steady(text), style));
  const widest = (texts, style) => Math.max(0, ...texts.map((text) => room(text, style)));

  // Lines no wider than `limit`. A number stays with its unit, a sign with what it joins.
  const wrap = (text, limit, style) => {
    const lines = [];
    let line = "";
    for (let word of text.split(/(?<![\d=×·+]) (?![=×·+])/)) {
      const longer = `${line} ${word}`;
      if (line && room(longer, style) <= limit) {
        line = longer;
        continue;
      }
      if (line) lines.push(line);
      while (word.length > 1 && room(word, style) > limit) { // too long alone: cut where it must
        let cut = word.length - 1;
        while (cut > 1 && room(word.slice(0, cut), style) > limit) cut--;
        const space = word.lastIndexOf(" ", cut);
        if (space > 0) cut = space;
        lines.push(word.slice(0, cut));
        word = word.slice(cut).trimStart();
      }
      line = word;
    }
    return text ? [...lines, line] : [];
  };

  const write = (text, x, y, { align = "left", fill = look.quiet, halo = false, ...style } = {}) => {
    ctx.font = font(style);
    ctx.textAlign = align;
    if (halo) {
      [ctx.strokeStyle, ctx.lineWidth, ctx.lineJoin] = [look.face, 4, "round"];
      ctx.strokeText(text, x, y);
    }
    ctx.fillStyle = fill;
    ctx.fillText(text, x, y);
  };
  return { width, room, widest, wrap, write };
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

// Ticks along `length` pixels whose words keep apart, the last one pushed in from the edge.
export function ticksAcross(a, b, length, pen) {
  for (let count = Math.max(2, length / 64); ; count /= 1.5) {
    const found = ticks(a, b, count);
    if (found.length < 2) return found;
    const apart = (length * (found[1][0] - found[0][0])) / Math.abs(b - a);
    const widest = pen.widest(found.map(([, text]) => text));
    if (apart >= widest + 6 + Math.max(0, widest / 2 - 8)) return found;
  }
}
