// What the page looks like now. A probe turns any CSS colour into what it is here; the face is what
// lies behind the panel, and on a dark face colours are light, whoever made the page.
function readLook(root, palette) {
  const probe = root.appendChild(element("span", { class: "drsn-probe" }));
  const ctx = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
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
