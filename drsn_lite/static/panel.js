// A panel in the page: its controls, and the transport of settings to the kernel and Frames back.

const PATIENCE = 1000; // ms without an answer until the panel says that it waits

function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

const worded = ({ low, step, unit, words }, value) => {
  if (words.length) return words[Math.round((value - low) / step)];
  const digits = Math.max(0, (String(step).split(".")[1] ?? "").length);
  return Number(value).toFixed(digits).replace("-", "−") + (unit ? `\u00a0${unit}` : "");
};

let ids = 0;

// One control: its node, `show(settings)` to set it, and `ask(value, final)` called when it is moved.
function makeControl(control, ask) {
  const id = `drsn-${++ids}`;
  const common = { id, name: control.name, "data-lm-suppress-shortcuts": "true" };
  if (control.kind === "slider") {
    const { low, high, step } = control;
    const input = element("input", { ...common, type: "range", min: low, max: high, step });
    const value = element("span", { class: "drsn-value" });
    const words = () => {
      value.textContent = worded(control, input.value);
      input.setAttribute("aria-valuetext", value.textContent);
    };
    input.addEventListener("input", () => (words(), ask(input.valueAsNumber, false)));
    input.addEventListener("change", () => ask(input.valueAsNumber, true));
    const show = (settings) => {
      if (input.valueAsNumber !== settings[control.name]) input.value = settings[control.name];
      words();
    };
    const label = element("label", { for: id }, control.label);
    return { node: element("div", { class: "drsn-control" }, label, value, input), input, show };
  }
  if (control.kind === "choice") {
    const options = control.options.map(([value, words]) => element("option", { value }, words));
    const input = element("select", common, ...options);
    input.addEventListener("change", () => ask(input.value, true));
    const show = (settings) => (input.value = settings[control.name]);
    const label = element("label", { for: id }, control.label);
    return { node: element("div", { class: "drsn-control" }, label, input), input, show };
  }
  const input = element("button", { ...common, type: "button" }, control.label);
  let pressed = false;
  input.addEventListener("click", () => ask(!pressed, true));
  const show = (settings) => {
    pressed = settings[control.name];
    input.textContent = pressed ? "Guess again" : control.label;
    input.classList.toggle("drsn-pressed", pressed);
  };
  return { node: element("div", { class: "drsn-control" }, input), input, show };
}

// What the page looks like now. A probe turns any CSS colour into what it is here; the face is what
// lies behind the panel, and on a dark face colours are light, whoever made the page.
function readLook(root, palette) {
  const probe = root.appendChild(element("span", { class: "drsn-probe" }));
  const ctx = new OffscreenCanvas(1, 1).getContext("2d");
  const resolve = (colour) => {
    probe.style.color = colour;
    return getComputedStyle(probe).color;
  };
  const lay = (...colours) => {
    for (const colour of colours) {
      ctx.fillStyle = colour;
      ctx.fillRect(0, 0, 1, 1);
    }
    return ctx.getImageData(0, 0, 1, 1).data;
  };
  const bright = ([r, g, b]) => 0.299 * r + 0.587 * g + 0.114 * b > 127;
  const behind = [];
  for (let node = root; node; node = node.parentElement ?? node.getRootNode().host)
    behind.unshift(getComputedStyle(node).backgroundColor);
  const forced = matchMedia("(forced-colors: active)").matches;
  const bare = forced || lay(...behind)[3] < 255;
  let base = resolve("Canvas");
  // a frame without a background shows that of the page around it: text must be readable there
  const light = bright(lay(base, resolve("var(--drsn-text)")));
  if (bare && !forced && light === bright(lay(base))) base = light ? "#111111" : "#ffffff";
  const [r, g, b] = lay(base, ...(forced ? [] : behind));
  const [text, quiet, grid] = ["text", "quiet", "grid"].map((name) => resolve(`var(--drsn-${name})`));
  probe.remove();
  return { text, quiet, grid, face: `rgb(${r} ${g} ${b})`, font: getComputedStyle(root).fontFamily, dark: !bright([r, g, b]), palette };
}

function render({ model, el }) {
  const { title, controls: described, palette } = model.get("panel");
  const leaving = new AbortController();

  // the page
  const controls = described.map((control) =>
    makeControl(control, (value, final) => ask({ [control.name]: value }, final)));
  const canvas = element("canvas", { role: "img" });
  const waiting = element("div", { class: "drsn-waiting", hidden: "" }, "Waiting for Python … If it was restarted, run this cell again.");
  const problem = element("div", { class: "drsn-error", role: "alert", hidden: "" });
  const plots = element("div", { class: "drsn-plots" }, canvas, waiting, problem);
  const sentence = element("output", { "aria-live": "off" });
  const live = element("div", { class: "drsn-hidden", "aria-live": "polite" });
  const root = element("div", { class: "drsn", role: "group", "aria-label": title },
    element("div", { class: "drsn-controls" }, ...controls.map(({ node }) => node)),
    plots, sentence, live);
  el.append(root);

  // settings to the kernel: ipywidgets has one update under way and merges the others
  let announce = null, patience = null;
  const behind = () => model.get("answer").seq !== model.get("request").seq;
  function ask(change, final) {
    const { seq, settings } = model.get("request");
    if (Object.entries(change).some(([name, value]) => settings[name] !== value)) {
      model.set("request", { seq: seq + 1, settings: { ...settings, ...change } });
      model.save_changes();
      canvas.dataset.asked = seq + 1;
      patience ??= setTimeout(() => (waiting.hidden = !behind()), PATIENCE);
    }
    if (final) announce = model.get("request").seq;
    schedule();
  }

  // controls from the settings, wherever they were moved: in this view, another one, or Python
  const showControls = () => {
    const { settings } = model.get("request");
    const locked = new Set(described.flatMap((c) => (settings[c.name] === true ? c.locks : [])));
    controls.forEach(({ input, show }, i) => {
      show(settings);
      input.disabled = locked.has(described[i].name);
    });
  };

  // answers to the page, at most once an animation frame
  let frame = null, shown = null, look = null, due = 0;
  const show = () => {
    due = 0;
    const answer = model.get("answer");
    if (answer !== shown) {
      shown = answer;
      problem.hidden = !answer.error;
      canvas.classList.toggle("drsn-stale", Boolean(answer.error));
      if (answer.error) {
        const where = element("details", {}, element("summary", {}, "Where it happened"));
        where.append(element("pre", {}, answer.trace));
        problem.replaceChildren(element("p", {}, answer.error), where);
      } else {
        frame = unpack(answer.frame, answer.numbers);
        repaint();
        sentence.textContent = frame.sentence;
        canvas.setAttribute("aria-label", `${frame.alt} ${frame.sentence}`);
      }
      // stamps for tests: what is on the screen, and what was asked for last
      canvas.dataset.settings = JSON.stringify(answer.settings);
      canvas.dataset.seq = answer.seq;
    }
    canvas.dataset.asked = model.get("request").seq;
    if (!behind()) {
      clearTimeout(patience);
      patience = null;
      waiting.hidden = true;
    }
    if (announce !== null && shown.seq >= announce) {
      live.textContent = shown.error ?? sentence.textContent;
      announce = null;
    }
  };
  const schedule = () => (due ||= requestAnimationFrame(show));
  const repaint = () => {
    const width = plots.clientWidth;
    if (frame && width > 0) paint(canvas, frame, width, (look ??= readLook(root, palette)));
  };
  const restyle = () => {
    look = null;
    repaint();
  };

  model.on("change:answer", schedule);
  model.on("change:request", showControls);
  const size = new ResizeObserver(repaint);
  size.observe(plots);
  const theme = new MutationObserver(restyle);
  for (const node of [document.documentElement, document.body]) theme.observe(node, { attributes: true });
  for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"])
    matchMedia(query).addEventListener("change", restyle, { signal: leaving.signal });
  showControls();
  show();

  return () => {
    model.off("change:answer", schedule);
    model.off("change:request", showControls);
    leaving.abort();
    size.disconnect();
    theme.disconnect();
    cancelAnimationFrame(due);
    clearTimeout(patience);
  };
}

export default { render };
