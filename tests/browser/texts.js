// Remembers what a canvas was written on, and where: canvas.texts = [{ text, x0, x1, y0, y1 }, …].
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
    const corners = [[left, y - 0.75 * size], [left + width, y]]
      .map(([px, py]) => [a * px + c * py + e, b * px + d * py + f])
      .map((corner) => corner.map((value) => value / devicePixelRatio));
    const [xs, ys] = [0, 1].map((axis) => corners.map((corner) => corner[axis]));
    const box = { x0: Math.min(...xs), x1: Math.max(...xs), y0: Math.min(...ys), y1: Math.max(...ys) };
    (this.canvas.texts ??= []).push({ text, slanted, ...box });
    fillText.call(this, text, x, y);
  };
}
