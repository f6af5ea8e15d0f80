// Counts what a page keeps: listeners on what outlives a view, observers, frames asked for, timers.
// Timers of half a second and more go only when `pass(ms)` says that so much time has gone by.
() => {
  const listeners = [], observers = new Set(), frames = new Set(), paints = { count: 0 };
  const lasting = (target) => target instanceof MediaQueryList
    || [globalThis, document, document.documentElement, document.body].includes(target);
  const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
  EventTarget.prototype.addEventListener = function (type, react, options) {
    const target = this ?? globalThis;
    if (lasting(target)) listeners.push({ target, type, react, signal: options?.signal });
    return add.call(target, type, react, options);
  };
  EventTarget.prototype.removeEventListener = function (type, react, options) {
    const target = this ?? globalThis;
    const at = listeners.findIndex((one) => one.target === target && one.type === type && one.react === react);
    if (at >= 0) listeners.splice(at, 1);
    return remove.call(target, type, react, options);
  };
  for (const { prototype } of [ResizeObserver, MutationObserver, IntersectionObserver]) {
    const { observe, disconnect } = prototype;
    prototype.observe = function (...what) {
      observers.add(this);
      return observe.apply(this, what);
    };
    prototype.disconnect = function () {
      observers.delete(this);
      return disconnect.call(this);
    };
  }
  const { requestAnimationFrame: ask, cancelAnimationFrame: cancel, setTimeout: start, clearTimeout: stop } = globalThis;
  globalThis.requestAnimationFrame = (react) => {
    const id = ask((time) => (frames.delete(id), react(time)));
    frames.add(id);
    return id;
  };
  globalThis.cancelAnimationFrame = (id) => (frames.delete(id), cancel(id));

  let now = 0, last = 1e9;
  const timers = new Map();
  globalThis.setTimeout = (react, ms = 0, ...given) => {
    if (ms < 500) return start(react, ms, ...given);
    timers.set(++last, { at: now + ms, react: () => react(...given) });
    return last;
  };
  globalThis.clearTimeout = (id) => (timers.delete(id), stop(id));
  globalThis.pass = (ms) => {
    for (const end = now + ms; ; ) {
      const due = [...timers].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at)[0];
      if (!due) return void (now = end);
      timers.delete(due[0]);
      now = due[1].at;
      due[1].react();
    }
  };

  const { clearRect } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.clearRect = function (...box) {
    paints.count++;
    return clearRect.apply(this, box);
  };
  const name = ({ target, type }) => `${target.constructor.name} ${type}`;
  globalThis.paints = () => paints.count;
  globalThis.kept = () => ({
    listeners: listeners.filter(({ signal }) => !signal?.aborted).map(name).sort(),
    observers: [...observers].map(({ constructor }) => constructor.name).sort(),
    frames: frames.size,
    timers: timers.size,
    model: models.at(-1)?.listeners() ?? 0,
  });
}
