// Slides of a lesson, made from its cells: a heading begins one, and so does what follows an output.
// The page itself is shown, a slide at a time, so panels are alive here too.

const article = document.querySelector("article.bd-article");
const button = document.querySelector("button.drsn-slides");

// Each slide is a list of elements; the heading of a section stands on every slide of it.
function slidesOf(section) {
  const slides = [];
  let heading = null, slide = null;
  for (const child of section.children) {
    if (child.matches("section")) {
      slides.push(...slidesOf(child));
      slide = null;
    } else if (child.matches("h1, h2, h3, h4")) {
      heading = child;
      slides.push((slide = [heading]));
    } else if (!child.matches("script, style, .drsn-ways, .drsn-run, .toctree-wrapper")) {
      if (!slide) slides.push((slide = heading ? [heading] : []));
      slide.push(child);
      if (child.matches(".cell:has(.cell_output)")) slide = null;
    }
  }
  return slides;
}

function present() {
  const slides = slidesOf(article).filter((slide) => slide.length > 0);
  const leaving = new AbortController(), { signal } = leaving;
  const { classList } = document.documentElement;
  const make = (label, words, act) => {
    const made = Object.assign(document.createElement("button"), { type: "button", textContent: words, title: label });
    made.setAttribute("aria-label", label);
    made.addEventListener("click", act);
    return made;
  };
  const count = Object.assign(document.createElement("span"), { role: "status" });
  const bar = document.createElement("nav");
  bar.className = "drsn-slide-bar";
  bar.setAttribute("aria-label", "Slides");
  bar.append(make("Previous slide", "←", () => go(at - 1)), count, make("Next slide", "→", () => go(at + 1)),
    make("Show or hide code (C)", "Code", toggleCode), make("Leave the slides (Esc)", "Leave", leave));

  let at = 0;
  function go(to) {
    at = Math.max(0, Math.min(slides.length - 1, to));
    for (const shown of article.querySelectorAll(".drsn-on")) shown.classList.remove("drsn-on");
    for (const element of slides[at]) element.classList.add("drsn-on");
    count.textContent = `${at + 1} of ${slides.length}`;
    history.replaceState(null, "", `?slides=${at + 1}`);
    scrollTo(0, 0);
  }
  function toggleCode() {
    classList.toggle("drsn-no-code");
  }
  function leave() {
    const here = slides[at][0];
    leaving.abort();
    bar.remove();
    classList.remove("drsn-presenting", "drsn-no-code");
    history.replaceState(null, "", location.pathname);
    here.scrollIntoView();
    button.focus({ preventScroll: true });
  }
  const keys = {
    ArrowRight: () => go(at + 1), PageDown: () => go(at + 1), ArrowLeft: () => go(at - 1), PageUp: () => go(at - 1),
    Home: () => go(0), End: () => go(slides.length - 1), c: toggleCode, Escape: leave,
  };
  addEventListener("keydown", (event) => {
    const busy = event.key !== "Escape" && event.target.matches("input, select, textarea, dialog *"); // a slider's own keys
    if (busy || event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]();
  }, { signal, capture: true });

  document.body.append(bar);
  classList.add("drsn-presenting");
  go(Number(new URLSearchParams(location.search).get("slides") || 1) - 1);
}

if (button && article) {
  button.hidden = false;
  button.addEventListener("click", present);
  if (new URLSearchParams(location.search).has("slides")) present();
}
