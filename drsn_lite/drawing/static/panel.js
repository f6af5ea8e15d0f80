// A panel in the page: its controls, its picture, its words.

function render({ model, el }) {
  const { title, controls: described, palette, fixed = [], waiting: patience } = model.get("panel");
  const view = newName();
  const leaving = new AbortController();

  // the page
  const controls = described.map((control, i) =>
    makeControl(control, `${view}-${i}`, (value, final) => ask(control.name, value, final)));
  const canvas = element("canvas", { role: "img" });
  const waiting = element("div", { class: "drsn-waiting", role: "status", hidden: "" },
    patience ?? "Waiting for Python … If it was restarted, run this cell again.");
  const problem = element("div", { class: "drsn-error", role: "alert", hidden: "" });
  const plots = element("div", { class: "drsn-plots" }, canvas, waiting, problem);
  const sentence = element("output", { "aria-live": "off" });
  const live = element("div", { class: "drsn-hidden", "aria-live": "polite" });
  const root = element("div", { class: "drsn", role: "group", "aria-label": title },
    element("div", { class: "drsn-controls" }, ...controls.map(({ node }) => node)),
    plots, sentence, live);
  // on a page without Python some controls stand still
  if (fixed.length) root.append(element("p", { class: "drsn-fixed" }, `Fixed on this page, free in JupyterLab: ${fixed.join("; ")}.`));
  el.append(root);

  // On a small page the controls stay in view while the picture scrolls: all of them, or the one that
  // was used last where all would take too much of the page.
  const hold = (held) => controls.forEach(({ node }) => node.classList.toggle("drsn-held", node === held));
  for (const { node } of controls) node.addEventListener("focusin", () => hold(node));
  hold(controls[0]?.node);
  const fold = () => {
    const columns = Math.max(1, Math.floor((root.clientWidth + 24) / 224)); // as in panel.css
    const tall = Math.ceil(controls.length / columns) * (10 + (controls[0]?.node.offsetHeight ?? 0));
    root.classList.toggle("drsn-folded", tall > 0.35 * innerHeight);
  };

  // what is moved here, to the kernel
  const talk = converse(model, view, { heard: () => (showControls(), schedule()), waits: (yes) => (waiting.hidden = !yes) });
  let announce = 0, announced = 0; // requests after whose answer the sentence is said aloud: each once
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
    canvas.dataset.asked = talk.asked; // a stamp for tests: with the move, not a frame later
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
        problem.replaceChildren(element("p", {}, answer.error), ...(answer.trace ? [where] : []));
      }
      if (!answer.error || !frame) { // with an error comes the last frame that could be drawn
        frame = unpack(answer.frame, answer.numbers);
        repaint();
        sentence.textContent = frame.sentence;
        canvas.setAttribute("aria-label", `${frame.alt} ${frame.sentence}`);
      }
      // stamps for tests: what is on the screen, and which request of this view it has heard
      canvas.dataset.settings = JSON.stringify(answer.settings);
      canvas.dataset.seq = talk.heard;
    }
    if (announce > announced && talk.heard >= announce) {
      live.textContent = shown.error ? "" : sentence.textContent; // an error is an alert
      announced = announce;
    }
  };
  const schedule = () => (due ||= requestAnimationFrame(show));
  const repaint = () => {
    const width = plots.clientWidth;
    if (frame && width > 0) paint(canvas, frame, width, (look ??= readLook(root, palette)));
  };
  // A page that changes its theme may hide itself until the next frame, as JupyterLab does: look then.
  let restyling = 0;
  const restyle = () => (restyling ||= requestAnimationFrame(() => {
    restyling = 0;
    look = null;
    repaint();
  }));

  const size = new ResizeObserver(() => (fold(), repaint()));
  size.observe(plots);
  addEventListener("resize", fold, { signal: leaving.signal });
  const theme = new MutationObserver(restyle);
  for (const node of [document.documentElement, document.body]) theme.observe(node, { attributes: true });
  for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"])
    matchMedia(query).addEventListener("change", restyle, { signal: leaving.signal });
  showControls();
  show();

  return () => {
    talk.end();
    leaving.abort();
    size.disconnect();
    theme.disconnect();
    cancelAnimationFrame(due);
    cancelAnimationFrame(restyling);
  };
}

export default { render };
