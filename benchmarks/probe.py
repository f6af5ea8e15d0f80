"""What runs in the page to time a move: from the event until its picture is there."""

PAGE = """
globalThis.probe = {name: "NAME", live: {
    state() {
        const { seq, asked, settings } = document.querySelector(".drsn canvas").dataset;
        const error = document.querySelector(".drsn-error:not([hidden]) p")?.innerText ?? "";
        const value = JSON.parse(settings)[probe.name];
        return { picture: seq, value, error, behind: seq !== asked };
    },
    // a canvas puts its lines off until someone looks: to read a pixel is to have them drawn
    look: () => document.querySelector(".drsn canvas").getContext("2d").getImageData(0, 0, 1, 1),
}, interact: {
    state() {
        const image = document.querySelector(".widget-interact img");
        const text = document.querySelector(".widget-interact pre");
        const ready = image?.complete && text;
        return { picture: ready ? image.src : null, value: ready ? Number(text.innerText) : null };
    },
}};
for (const event of ["keydown", "pointermove", "mousemove"])
    addEventListener(event, () => (probe.moved = performance.now()), { capture: true });
addEventListener("input", ({ target }) => { // a list has no key that is the same everywhere
    if (target.matches("select")) probe.moved = performance.now();
}, { capture: true });
probe.next = (way) => {
    const before = probe[way].state();
    probe.waiting = new Promise((resolve, reject) => {
        setTimeout(() => reject(new Error(`no new picture of ${way} in 30 s`)), 30000);
        const look = () => {
            const after = probe[way].state();
            if (after.picture === null || after.picture === before.picture || after.behind) return;
            watch.disconnect();
            removeEventListener("load", look, true);
            probe[way].look?.();
            resolve({ ms: performance.now() - probe.moved, before: before.value, ...after });
        };
        const watch = new MutationObserver(look);
        watch.observe(document.body, { subtree: true, childList: true, attributes: true });
        addEventListener("load", look, true); // an <img> has its pixels when it is loaded
    });
};
probe.record = (way) => {
    const seen = (probe.seen = []);
    const look = () => {
        if (probe.seen !== seen) return; // until another recording, or another probe
        const { picture, value } = probe[way].state();
        if (picture !== null && picture !== seen.at(-1)?.picture)
            seen.push({ picture, value, at: performance.now() });
        requestAnimationFrame(look);
    };
    look();
};
null; // or Playwright would call the function above
"""
"""`probe.state()` says which picture is on the screen, and for which value of the setting NAME."""
