// Panels on a page without Python: what is asked for is looked up in a table of Frames, which Python
// computed when the page was made. Nothing in between is made up. `panel.js` is that of JupyterLab.
import panels from "./panel.js";

const KEPT = 24; // chunks of a table

// A chunk of a table, see book/tables.py: its numbers, and the words of its Frames.
export async function readChunk(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const content = await new Response(stream).arrayBuffer();
  const [singles, halves] = new Uint32Array(content, 0, 2);
  const numbers = new Float32Array(singles + halves), start = 8 + 4 * singles;
  numbers.set(new Float32Array(content, 8, singles));
  new Uint16Array(content, start, halves).forEach((half, i) => (numbers[singles + i] = single(half)));
  const { alts, plots, frames } = JSON.parse(new TextDecoder().decode(new Uint8Array(content, start + 2 * halves)));
  return frames.map(([sentence, alt, columns, places]) => ({
    frame: { sentence, alt: alts[alt], columns, plots: places.map((place) => plots[place]) },
    numbers,
  }));
}

// float16 by its bits: sign, exponent, fraction.
function single(bits) {
  const sign = bits & 0x8000 ? -1 : 1, power = (bits >> 10) & 31, fraction = bits & 0x3ff;
  if (power === 31) return fraction ? NaN : sign * Infinity;
  return sign * (power ? 2 ** (power - 25) * (1024 + fraction) : 2 ** -24 * fraction);
}

// The chunks of a table, fetched when they are asked for; a failed one is asked for anew.
function makeTable(folder, version) {
  const kept = new Map();
  return function chunk(number) {
    const found = kept.get(number) ?? fetch(new URL(`${number}.bin?${version}`, folder)).then((response) => {
      if (!response.ok) throw new Error(`the server says ${response.status}`);
      return response.arrayBuffer();
    }).then(readChunk);
    kept.delete(number);
    kept.set(number, found); // the newest last
    if (kept.size > KEPT) kept.delete(kept.keys().next().value);
    found.catch(() => kept.delete(number));
    return found;
  };
}

// The model that `render` talks to: settings in, answers out, as if a kernel were there.
export async function openTable({ panel, outside, inside, start, version }, folder) {
  const chunk = makeTable(folder, version), heard = {}, listeners = new Set();
  const place = (axes, settings) => axes.reduce((sum, [name, size]) => sum * size + Number(settings[name]), 0);
  const look = async (settings) => (await chunk(place(outside, settings)))[place(inside, settings)];
  let answer = { settings: start, heard, ...(await look(start)) };

  // What lies beside the chunk of these settings, one step along what was just moved.
  function fetchAhead(settings, moved) {
    for (const [name, size] of outside.filter(([name]) => name in moved))
      for (const next of [settings[name] - 1, Number(settings[name]) + 1])
        if (next >= 0 && next < size) chunk(place(outside, { ...settings, [name]: next })).catch(() => {}); // asked for again when it is needed
  }

  async function send({ view, seq, settings: asked, moved }) {
    const settings = { ...answer.settings, ...asked };
    let found;
    try {
      found = await look(settings);
    } catch (error) {
      const why = `This part of the picture's table could not be loaded: ${error.message}. Move a control to try again.`;
      found = { frame: answer.frame, numbers: answer.numbers, error: why };
    }
    if (seq < (heard[view] ?? 0)) return;
    heard[view] = seq;
    answer = { settings, heard, ...found };
    for (const react of listeners) react();
    fetchAhead(settings, moved);
  }

  return {
    get: (name) => ({ panel, answer })[name],
    send,
    on: (_, react) => listeners.add(react),
    off: (_, react) => listeners.delete(react),
  };
}

// Each place on the page has its still and sentence, and beside it where its table lies. The still
// gives way once the panel can draw; if it cannot, the still stays and a line says why.
async function open(figure) {
  const told = JSON.parse(figure.querySelector("script").textContent);
  const el = document.createElement("div");
  try {
    const model = await openTable(told, new URL(told.folder, import.meta.url));
    figure.querySelector(".drsn-still").after(el);
    figure.classList.add("drsn-live");
    panels.render({ model, el });
  } catch (error) {
    el.setAttribute("role", "alert");
    el.className = "drsn-unloaded";
    el.textContent = `This panel could not be loaded, so this is its still picture: ${error.message}. Load the page again to try once more.`;
    figure.append(el);
    figure.classList.remove("drsn-live");
  }
}

// The nearer ones first: those in view, the others when they come near.
const near = new IntersectionObserver((seen) => {
  for (const { isIntersecting, target } of seen) {
    if (!isIntersecting) continue;
    near.unobserve(target);
    open(target);
  }
}, { rootMargin: "800px" });
for (const figure of document.querySelectorAll(".drsn-panel")) near.observe(figure);
