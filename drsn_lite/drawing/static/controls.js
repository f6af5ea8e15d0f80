// Sliders, choices and buttons: native inputs, so that keys and screen readers work.

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

const longest = (texts) => texts.reduce((one, other) => (other.length > one.length ? other : one));

// One control: its node, `show(settings)` to set it, and `ask(value, final)` called when it is moved.
function makeControl(control, id, ask) {
  const common = { id, name: control.name, "data-lm-suppress-shortcuts": "true" };
  if (control.kind === "slider") {
    const { low, high, step } = control;
    const input = element("input", { ...common, type: "range", min: low, max: high, step });
    const ends = control.words.length ? control.words : [low, high].map((end) => worded(control, end));
    const value = element("span", { class: "drsn-value", "data-longest": longest(ends) });
    const words = (number = input.valueAsNumber) => {
      value.textContent = worded(control, number);
      input.setAttribute("aria-valuetext", value.textContent);
    };
    const move = () => (words(), ask(input.valueAsNumber, false));
    // A finger that comes down moves the thumb at once, but may be about to scroll the page: what it
    // does counts once it slides along, or leaves again. If the page scrolls, the value stays.
    let touch = null, shown = null;
    input.addEventListener("pointerdown", ({ pointerType }) =>
      (touch = pointerType === "touch" ? { moves: 0 } : null));
    input.addEventListener("pointercancel", () => {
      touch = null;
      show(shown);
    });
    input.addEventListener("pointerup", () => {
      if (touch?.moves) move();
      const lifted = touch;
      touch = null;
      if (lifted) show(shown);
    });
    input.addEventListener("input", () => {
      if (!touch || touch.moves++) move();
    });
    input.addEventListener("change", () => ask(input.valueAsNumber, true));
    const show = (settings) => {
      shown = settings;
      const number = settings[control.name];
      if (!touch && input.valueAsNumber !== number) input.value = number; // not under a finger
      words(number); // from Python it may stand between two steps
    };
    const label = element("label", { for: id }, control.label);
    return { node: element("div", { class: "drsn-control" }, label, value, input), input, show };
  }
  if (control.kind === "choice") {
    const options = control.options.map(([value, words]) => element("option", { value }, words));
    // on a page without Python some are told of, but cannot be had
    for (const words of control.elsewhere ?? [])
      options.push(element("option", { value: "", disabled: "" }, `${words} (in JupyterLab)`));
    const input = element("select", common, ...options);
    input.addEventListener("change", () => ask(input.value, true));
    const show = (settings) => (input.value = settings[control.name]);
    const label = element("label", { for: id }, control.label);
    const words = longest(control.options.map(([, words]) => words));
    const pick = element("div", { class: "drsn-pick", "data-longest": words }, input);
    return { node: element("div", { class: "drsn-control" }, label, pick), input, show };
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
