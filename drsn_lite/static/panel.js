// A panel in the page: its controls, its picture, its words.

// What the page looks like now. Text is light on dark pages, whoever made the page.
function readLook(root, palette) {
  const style = getComputedStyle(root);
  const own = (name) => style.getPropertyValue(`--drsn-${name}`).trim();
  const ctx = new OffscreenCanvas(1, 1).getContext("2d");
  ctx.fillStyle = style.color;
  ctx.fillRect(0, 0, 1, 1);
  const [r, g, b, a] = ctx.getImageData(0, 0, 1, 1).data;
  const dark = a > 0 && 0.299 * r + 0.587 * g + 0.114 * b > 127;
  const look = { text: style.color, quiet: own("quiet"), grid: own("grid"), face: own("face") };
  return { ...look, font: style.fontFamily, dark, palette };
}

function render({ model, el }) {
  const { title, controls: described, palette } = model.get("panel");
  const view = newName();
  const leaving = new AbortController();

  // the page
  const controls = described.map((control, i) =>
    makeControl(control, `${view}-${i}`, (value, final) => ask(control.name, value, final)));
  const canvas = element("canvas", { role: "img" });
  const waiting = element("div", { class: "drsn-waiting", role: "status", hidden: "" }, "Waiting for Python … If it was restarted, run this cell again.");
  const problem = element("div", { class: "drsn-error", role: "alert", hidden: "" });
  const plots = element("div", { class: "drsn-plots" }, canvas, waiting, problem);
  const sentence = element("output", { "aria-live": "off" });
  const live = element("div", { class: "drsn-hidden", "aria-live": "polite" });
  const root = element("div", { class: "drsn", role: "group", "aria-label": title },
    element("div", { class: "drsn-controls" }, ...controls.map(({ node }) => node)),
    plots, sentence, live);
  el.append(root);

  // what is moved here, to the kernel
  const talk = converse(model, view, { heard: () => (showControls(), schedule()), waits: (yes) => (waiting.hidden = !yes) });
  let announce = null; // the request after which the sentence is said aloud
  function ask(name, value, final) {
    talk.ask(name, value);
    showControls();
    if (final) announce = talk.asked;
    schedule();
  }

  // Controls stand where they were moved to here, or else where the picture has them, whoever moved
  // them: this view, another one, another page, or Python.
  function showControls() {
    const now = talk.settings();
    const locked = new Set(described.flatMap((c) => (now[c.name] === true ? c.locks : [])));
    controls.forEach(({ input, show }, i) => {
      show(now);
      input.disabled = locked.has(described[i].name);
    });
  }

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
      // stamps for tests: what is on the screen, and which request of this view it has heard
      canvas.dataset.settings = JSON.stringify(answer.settings);
      canvas.dataset.seq = talk.heard;
    }
    canvas.dataset.asked = talk.asked;
    if (announce !== null && talk.heard >= announce) {
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

  const size = new ResizeObserver(repaint);
  size.observe(plots);
  const theme = new MutationObserver(restyle);
  for (const node of [document.documentElement, document.body]) theme.observe(node, { attributes: true });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", restyle, { signal: leaving.signal });
  showControls();
  show();

  return () => {
    talk.end();
    leaving.abort();
    size.disconnect();
    theme.disconnect();
    cancelAnimationFrame(due);
  };
}

export default { render };
