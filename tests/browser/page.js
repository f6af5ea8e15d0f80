// A model as anywidget gives it to `render`, with answers put in by hand instead of a kernel.
globalThis.models = [];
// Numbers come in the middle of a message, wherever they begin in it.
const unbase = (text) => {
  const message = Uint8Array.from(`12345${atob(text)}678`, (letter) => letter.charCodeAt(0));
  return new DataView(message.buffer, 5, message.length - 8);
};

globalThis.mount = async (packed) => {
  put(packed);
  await settled();
};

// A view is painted as soon as it is made, so its canvas can be read at once.
globalThis.canvasOf = (packed, width) => {
  const main = document.querySelector("main");
  models.at(-1)?.leave();
  main.replaceChildren();
  main.style.width = `${width}px`;
  put(packed);
  return readCanvas();
};

globalThis.readCanvas = () => {
  const canvas = document.querySelector(".drsn canvas");
  return { url: canvas.toDataURL(), texts: canvas.texts };
};

const put = ({ panel, settings, words, numbers }) => {
  const heard = {};
  const values = {
    panel, error: "", request: { seq: 0, settings },
    answer: { seq: 0, settings, frame: words, numbers: unbase(numbers) },
  };
  const model = {
    get: (name) => values[name],
    set(name, value) {
      values[name] = value;
      for (const react of heard[`change:${name}`] ?? []) react();
    },
    on: (name, react) => (heard[name] ??= []).push(react),
    off: (name, react) => (heard[name] = heard[name].filter((one) => one !== react)),
    listeners: () => Object.values(heard).flat().length,
    sent: [],
    send: (message) => model.sent.push(structuredClone(message)),
    save_changes() {},
  };
  const el = document.createElement("div");
  document.querySelector("main").append(el);
  models.push(model);
  model.leave = drsn.render({ model, el });
};

// Two frames: one for the observer of the size, one for the paint that it asks for.
globalThis.settled = () => new Promise((go) =>
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(go))));

globalThis.answer = async ({ settings, words, numbers, ...more }) => {
  const model = models.at(-1), seq = model.get("request").seq + 1;
  model.set("request", { seq, settings });
  model.set("answer", { seq, settings, frame: words, numbers: unbase(numbers), ...more });
  await settled();
};

globalThis.resize = async (width) => {
  document.querySelector("main").style.width = `${width}px`;
  await settled();
};

// What is wrong with the words on a canvas: outside of it, on one another, cut short, or moved.
globalThis.faults = (frames, widths) => {
  const root = [...document.querySelectorAll(".drsn")].at(-1), found = [];
  const look = drsn.readLook(root, models.at(-1).get("panel").palette);
  const unpacked = frames.map(({ words, numbers }) => drsn.unpack(words, unbase(numbers)));
  for (const width of widths) {
    const canvas = document.createElement("canvas");
    let height = null;
    for (const [i, frame] of unpacked.entries()) {
      drsn.paint(canvas, frame, width, look);
      const say = (...words) => found.push([width, JSON.stringify(frames[i].settings), ...words]);
      const now = parseFloat(canvas.style.height);
      if (height !== null && now !== height) say("moved", `${height} → ${now}`);
      height = now;
      for (const fault of wrongTexts(canvas.texts, width, height)) say(...fault);
      for (const text of cutShort(frame, canvas.texts)) say("cut short", text);
    }
  }
  return found;
};

globalThis.wrongTexts = (texts, width, height) => {
  const wrong = [];
  const round = ({ x0, x1, y0, y1 }) => [x0, x1, y0, y1].map(Math.round).join(" ");
  for (const box of texts)
    if (!(box.x0 >= -0.5 && box.x1 <= width + 0.5 && box.y0 >= -0.5 && box.y1 <= height + 0.5))
      wrong.push(["outside", box.text, round(box)]);
  texts.forEach((one, i) => texts.slice(i + 1).forEach((other) => {
    const touch = one.pieces.some((a) => other.pieces.some((b) =>
      Math.min(a.x1, b.x1) > Math.max(a.x0, b.x0) && Math.min(a.y1, b.y1) > Math.max(a.y0, b.y0)));
    if (touch) wrong.push(["overlap", one.text, other.text]);
  }));
  return wrong;
};

const cutShort = ({ plots }, texts) => {
  const written = texts.map(({ text }) => text).join("").replace(/\s/g, "");
  const wanted = plots.flatMap(({ title, xlabel, ylabel, marks }) => [
    title, xlabel, ylabel,
    ...marks.filter(({ kind }) => kind !== "rule").map(({ label }) => label ?? ""),
    ...marks.filter(({ horizontal }) => horizontal).flatMap(({ names }) => names ?? []),
  ]);
  return wanted.filter((words) => !written.includes(words.replace(/\s/g, "")));
};
