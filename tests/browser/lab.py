"""A notebook in a real browser, and what a reader does there."""

import json
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page
from server import LIMIT, REPOSITORY, Server, find_chromium, launch, serve, write_notebook

__all__ = ["REPOSITORY", "LivePanel", "Notebook", "Server"]
__all__ += ["find_chromium", "launch", "serve", "write_notebook"]

_KERNEL = "jupyterapp.shell.currentWidget?.context?.sessionContext"
_RUNNING = """() => [...document.querySelectorAll(".jp-CodeCell")]
    .find((cell) => cell.querySelector(".jp-InputPrompt")?.innerText.includes("*"))
    ?.querySelector(".cm-content")?.innerText.slice(0, 300) ?? "no cell" """


class Notebook:
    """A notebook open in JupyterLab, alone in its browser context."""

    def __init__(self, browser: Browser, server: Server, **context: Any) -> None:
        context = {"viewport": {"width": 1280, "height": 1000}} | context
        self.context: BrowserContext = browser.new_context(**context)
        self.context.set_default_timeout(1000 * LIMIT)
        self.server = server
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []  # uncaught errors, and console errors of widgets
        self.page.on("pageerror", self._note)
        self.page.on("console", self._listen)

    def _note(self, error: Any) -> None:
        # React in JupyterLab trips now and then over a notebook that is reverted; widgets are blobs
        if "removeChild" not in f"{error}" or "blob:" in (error.stack or ""):
            self.complaints.append(f"{error}")

    def _listen(self, message: Any) -> None:
        ours = any(word in message.text.lower() for word in ("widget", "drsn", "canvas"))
        if message.type == "error" and ours:
            self.complaints.append(message.text)

    def open(self, name: str) -> "Notebook":
        """Open a notebook of the server's folder and wait for its kernel."""
        self.page.goto(self.server.address(name))
        return self._wait_for_kernel(name)

    def turn_to(self, name: str) -> "Notebook":
        """End the kernel and open another notebook in the same page: JupyterLab stays loaded."""
        self.end_kernel()
        script = """async (path) => {
            jupyterapp.shell.currentWidget.dispose();  // to close it would ask whether to save
            await jupyterapp.commands.execute("docmanager:open", { path });
        }"""
        self.do("open another notebook", script, name)
        return self._wait_for_kernel(name)

    def _wait_for_kernel(self, name: str) -> "Notebook":
        self.page.wait_for_function(
            """(name) => {
                const context = globalThis.jupyterapp?.shell?.currentWidget?.context;
                const session = context?.sessionContext;
                return context?.path.endsWith(name) && context.isReady && session.isReady
                    && session.session?.kernel?.status === "idle";
            }""",
            arg=name,
        )
        return self

    def do(self, what: str, script: str, argument: Any = None, limit: float = LIMIT) -> Any:
        """Call an async function in the page and wait for its end, `limit` seconds at most.

        Raises
        ------
        TimeoutError
            With the source of the cell that runs: a hanging kernel must not hang the tests.
        """
        race = f"""([argument, ms]) => Promise.race([
            ({script})(argument).then((value) => ({{ value }})),
            new Promise((go) => setTimeout(() => go(null), ms)),
        ])"""
        answer = self.page.evaluate(race, [argument, 1000 * limit])
        if answer is None:
            running = self.page.evaluate(_RUNNING)
            raise TimeoutError(f"{what}: not done after {limit:g} s, at this cell:\n{running}")
        return answer.get("value")

    def command(self, name: str, **arguments: Any) -> Any:
        """Execute a command of JupyterLab, and wait until it is done."""
        script = "([name, arguments]) => jupyterapp.commands.execute(name, arguments)"
        return self.do(name, script, [name, arguments])

    def run_all(self, limit: float = LIMIT) -> list[str]:
        """Run every cell; the errors in their outputs, as "name: value"."""
        run = "async () => { await jupyterapp.commands.execute('notebook:run-all-cells') }"
        self.do("run all cells", run, limit=limit)
        return self.errors()

    def run_code(self, code: str) -> None:
        """Run code in a new cell at the end."""
        self._activate_last()
        self.command("notebook:insert-cell-below")
        self.rerun(code)

    def rerun(self, code: str) -> None:
        """Run code in the last cell, in place of what was there."""
        self._activate_last()
        self.page.evaluate(
            "code => jupyterapp.shell.currentWidget.content.activeCell.model.sharedModel"
            ".setSource(code)",
            code,
        )
        self.do("run a cell", "() => jupyterapp.commands.execute('notebook:run-cell')")

    def _activate_last(self) -> None:
        self.page.evaluate(
            """() => {
                const { content } = jupyterapp.shell.currentWidget;
                content.activeCellIndex = content.widgets.length - 1;
            }"""
        )

    def restore(self) -> None:
        """Take back everything since the notebook was opened or saved."""
        script = "async () => { await jupyterapp.shell.currentWidget.context.revert() }"
        self.do("revert", script)

    def errors(self) -> list[str]:
        """The errors in the cells' outputs."""
        return self.page.evaluate(
            """() => [...jupyterapp.shell.currentWidget.content.model.cells]
                .flatMap((cell) => cell.toJSON().outputs ?? [])
                .filter((output) => output.output_type === "error")
                .map((output) => `${output.ename}: ${output.evalue}`)"""
        )

    def save(self) -> None:
        """Save the notebook with its outputs."""
        self.command("docmanager:save")

    def theme(self, *, dark: bool) -> None:
        """Change JupyterLab's theme and wait until the page has it."""
        self.command("apputils:change-theme", theme=f"JupyterLab {'Dark' if dark else 'Light'}")
        light = "false" if dark else "true"
        self.page.wait_for_function(f"document.body.dataset.jpThemeLight === '{light}'")

    def restart(self) -> None:
        """Restart the kernel."""
        self.do("restart", f"async () => {{ await {_KERNEL}.session.kernel.restart() }}")

    def reconnect(self) -> None:
        """Connect to the kernel once more, as JupyterLab's menu does."""
        self.do("reconnect", f"async () => {{ await {_KERNEL}.session.kernel.reconnect() }}")

    def panels(self) -> list["LivePanel"]:
        """The panels on the page, from the top."""
        roots = self.page.locator(".drsn")
        return [LivePanel(roots.nth(i)) for i in range(roots.count())]

    def end_kernel(self) -> None:
        """End the kernel."""
        self.do("end the kernel", f"async () => {{ await {_KERNEL}?.shutdown?.() }}")

    def close(self) -> None:
        """End the kernel and the browser context."""
        try:
            self.end_kernel()
        finally:
            self.context.close()


class LivePanel:
    """A live panel on the page, with what a reader can do to it."""

    def __init__(self, root: Locator) -> None:
        self.root = root
        self.page = root.page
        self.canvas = root.locator("canvas")
        self.canvas.wait_for()
        self.canvas.scroll_into_view_if_needed()

    def control(self, name: str) -> Locator:
        """The control of a setting."""
        return self.root.locator(f"[name={name}]")

    def settled(self, **settings: Any) -> "LivePanel":
        """Wait until the newest request is answered and painted, and shows these settings."""
        self.page.wait_for_function(
            """([root, wanted]) => {
                const { settings, asked, seq } = root.querySelector("canvas").dataset;
                if (seq === undefined || seq !== asked) return false;
                const shown = JSON.parse(settings);
                return Object.entries(wanted).every(([name, value]) => shown[name] === value);
            }""",
            arg=[self.root.element_handle(), settings],
        )
        return self

    def settings(self) -> dict[str, Any]:
        """The settings of the picture on the screen."""
        return json.loads(self.canvas.get_attribute("data-settings"))

    def sentence(self) -> str:
        """The sentence under the picture."""
        return self.root.locator("output").inner_text()

    def pixels(self) -> str:
        """The picture, as a data URL."""
        return self.canvas.evaluate("canvas => canvas.toDataURL()")

    def places(self) -> list[list[float]]:
        """Where the parts of the panel stand in it, and their sizes."""
        return self.root.evaluate(
            """root => {
                const from = root.getBoundingClientRect();
                return [root, ...root.querySelectorAll("canvas, output, input, select, button")]
                    .map((node) => node.getBoundingClientRect())
                    .map((box) => [box.x - from.x, box.y - from.y, box.width, box.height]);
            }"""
        )

    def error(self) -> str:
        """What the panel's error box says; empty if it shows none."""
        box = self.root.locator(".drsn-error")
        return box.inner_text() if box.is_visible() else ""

    def press(self, name: str, key: str) -> "LivePanel":
        """Focus a control and press a key, as a reader would; wait for the picture."""
        self.control(name).focus()
        self.page.keyboard.press(key)
        return self.settled()

    def drag(self, name: str, start: float, end: float, steps: int = 6) -> "LivePanel":
        """Drag a slider's thumb with the mouse between two fractions of its length."""
        slider = self.control(name)
        slider.scroll_into_view_if_needed()
        box = slider.bounding_box()
        thumb = 16

        def at(fraction: float) -> tuple[float, float]:
            across = box["x"] + thumb / 2 + fraction * (box["width"] - thumb)
            return across, box["y"] + box["height"] / 2

        self.page.mouse.move(*at(start))
        self.page.mouse.down()
        self.page.mouse.move(*at(end), steps=steps)
        self.page.mouse.up()
        return self
