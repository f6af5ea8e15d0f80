// Remembers what a canvas was written on, and where: canvas.texts = [{ text, x0, x1, y0, y1 }, …].
// The `pieces` of a slanted text are small boxes along it; of any other, its own box.
() => {
  const own = CanvasRenderingContext2D.prototype;
  const { clearRect, fillText } = own;
  own.clearRect = function (...box) {
    this.canvas.texts = [];
    clearRect.apply(this, box);
  };
  own.fillText = function (text, x, y) {
    const { width } = this.measureText(text);
    const size = parseFloat(this.font.match(/([\d.]+)px/)[1]);
    const left = x - { left: 0, start: 0, center: width / 2, right: width }[this.textAlign];
    const { a, b, c, d, e, f } = this.getTransform();
    const slanted = Math.abs(a) > 1e-6 && Math.abs(b) > 1e-6;
    const place = (px, py) => [a * px + c * py + e, b * px + d * py + f].map((v) => v / devicePixelRatio);
    const around = (x0, x1, y0, y1) => {
      const corners = [place(x0, y0), place(x1, y0), place(x0, y1), place(x1, y1)];
      const [xs, ys] = [0, 1].map((axis) => corners.map((corner) => corner[axis]));
      return { x0: Math.min(...xs), x1: Math.max(...xs), y0: Math.min(...ys), y1: Math.max(...ys) };
    };
    const box = around(left, left + width, y - 0.75 * size, y);
    const pieces = slanted ? [] : [box];
    for (let at = left + 3; slanted && at < left + width; at += 5)
      pieces.push(around(at - 2, at + 2, y - 0.55 * size, y - 0.2 * size));
    (this.canvas.texts ??= []).push({ text, slanted, pieces, fill: this.fillStyle, ...box });
    fillText.call(this, text, x, y);
  };
}
