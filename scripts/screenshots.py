"""Pictures of the lessons as JupyterLab shows them, to be looked at, and the README's animation.

python scripts/screenshots.py FOLDER                       # every lesson, light and dark
python scripts/screenshots.py FOLDER --lessons 00-start-here --unfold
python scripts/screenshots.py --noise-lab docs/noise-lab.png   # a still; .gif, .webp: a drag
"""

import argparse
import io
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY / "tests" / "browser"))

from lab import LivePanel, Notebook, launch, serve, write_notebook  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

LIMIT = 1_500_000  # bytes of the animation
NOISE_LAB = "from drsn_lite import panels\npanels.noise_lab(snr_db=20)"


@contextmanager
def jupyter(**context: object) -> Iterator[tuple[Path, Callable[[str], Notebook]]]:
    """A folder served by JupyterLab, and a function that opens a notebook in it."""
    with ExitStack() as stack:
        root, home = (Path(stack.enter_context(TemporaryDirectory())) for _ in range(2))
        server = stack.enter_context(serve(root, home))
        browser = launch(stack.enter_context(sync_playwright()))
        stack.callback(browser.close)
        yield root, lambda name: Notebook(browser, server, **context).open(name)


def lessons(folder: Path, names: list[str], unfold: bool) -> None:
    """Run each lesson and save it whole, in both themes, in pieces of one screen's height.

    With `unfold`, the truth is drawn over each guess, and what is folded away is shown.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with jupyter(viewport={"width": 1280, "height": 1600}) as (root, open_notebook):
        for source in sorted((REPOSITORY / "notebooks").glob("*.ipynb")):
            if names and source.stem not in names:
                continue
            shutil.copy(source, root)
            notebook = open_notebook(source.name)
            print(
                source.stem, notebook.run_all(limit=300) or "no errors", notebook.complaints or ""
            )
            for panel in notebook.panels():
                panel.settled()
            if unfold:
                _unfold(notebook)
            for theme in ("light", "dark"):
                notebook.theme(dark=theme == "dark")
                for number, picture in enumerate(screens(notebook), 1):
                    (folder / f"{source.stem}-{theme}-{number:02}.png").write_bytes(picture)
            notebook.close()


def _unfold(notebook: Notebook) -> None:
    for panel in notebook.panels():
        for button in panel.root.locator("button").all():
            button.click()
            panel.settled()
    notebook.page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")


def screens(notebook: Notebook) -> Iterator[bytes]:
    """Scroll through the notebook, a picture a screen."""
    area = notebook.page.locator(".jp-WindowedPanel-outer").first
    height = area.evaluate("node => node.clientHeight")
    last = area.locator(".jp-Cell").last
    end = area.evaluate("node => node.scrollTop - node.getBoundingClientRect().top")
    end += last.evaluate("cell => cell.getBoundingClientRect().bottom")  # Lab has empty space below
    for top in range(0, round(end), height - 40):
        area.evaluate("(node, top) => node.scrollTo(0, top)", top)
        notebook.page.evaluate("() => new Promise(requestAnimationFrame)")
        yield area.screenshot()


def noise_lab(path: Path) -> None:
    """The noise lab: a still; for .gif and .webp its noise slider moved there and back."""
    with jupyter(viewport={"width": 1100, "height": 900}) as (root, open_notebook):
        write_notebook(root / "noise-lab.ipynb", [NOISE_LAB])
        notebook = open_notebook("noise-lab.ipynb")
        if errors := notebook.run_all():
            raise RuntimeError(errors)
        panel = notebook.panels()[0].settled()
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix in (".gif", ".webp"):
            _save_animation(path, list(_drag(panel)))
        else:
            panel.press("snr_db", "Home")
            panel.root.screenshot(path=path)
        notebook.close()
    print(f"{path}: {path.stat().st_size / 1000:.0f} kB")


def _drag(panel: LivePanel) -> Iterator[Image.Image]:
    """The panel from little noise to much, a picture each decibel."""
    panel.control("snr_db").focus()
    for _ in range(30):
        yield Image.open(io.BytesIO(panel.root.screenshot())).convert("RGB")
        panel.press("snr_db", "ArrowLeft").press("snr_db", "ArrowLeft")


def _save_animation(path: Path, there: list[Image.Image]) -> None:
    pictures = there + there[::-1]
    for width in range(900, 400, -100):  # the widest that keeps the limit
        height = round(width * pictures[0].height / pictures[0].width)
        small = [picture.resize((width, height), Image.Resampling.LANCZOS) for picture in pictures]
        options = {"quality": 75, "method": 2} if path.suffix == ".webp" else {"optimize": True}
        times = [1200] + [110] * (len(there) - 2) + [1200, 1200] + [110] * (len(there) - 1)
        small[0].save(
            path, save_all=True, append_images=small[1:], duration=times, loop=0, **options
        )
        if path.stat().st_size <= LIMIT:
            return


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--lessons", nargs="*", default=[], help="only these, by file name")
    parser.add_argument("--unfold", action="store_true", help="commit guesses, open the hints")
    parser.add_argument("--noise-lab", type=Path, metavar="FILE")
    options = parser.parse_args()
    if options.folder is None and options.noise_lab is None:
        parser.error("give a folder for the lessons, or --noise-lab FILE")
    if options.folder:
        lessons(options.folder, options.lessons, options.unfold)
    if options.noise_lab:
        noise_lab(options.noise_lab)
