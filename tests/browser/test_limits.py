"""The tests themselves: a hanging cell fails with its source, and nothing is left running."""

import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

# What a killed pytest leaves behind: a server with a kernel
PARENT = """
import signal, sys, urllib.request
from pathlib import Path
from server import serve
signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background ignores it
with serve(Path(sys.argv[1]), Path(sys.argv[2])) as server:
    address = f"{server.url}/api/kernels?token={server.token}"
    urllib.request.urlopen(urllib.request.Request(address, b"{}", method="POST"), timeout=60)
    print("ready", flush=True)
    sys.stdin.read()
"""


def test_a_cell_that_hangs_fails_and_is_named(open_cells):
    notebook = open_cells("# Hangs", "import time\ntime.sleep(600)")
    with pytest.raises(TimeoutError, match=r"(?s)run all cells.*after 2 s.*time.sleep\(600\)"):
        notebook.run_all(limit=2)


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux: a signal at the parent's death")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM], ids=lambda s: s.name)
def test_server_and_kernels_end_with_their_parent(how, tmp_path):
    folders = [tmp_path / name for name in ("root", "home")]
    for folder in folders:
        folder.mkdir()
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, *map(str, folders)],
        cwd=Path(__file__).parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert parent.stdout.readline() == "ready\n"
    family = psutil.Process(parent.pid).children(recursive=True)
    assert len(family) >= 2, "a server and a kernel"
    parent.send_signal(how)
    parent.wait(60)
    _, alive = psutil.wait_procs(family, timeout=60)
    for process in alive:
        process.kill()
    assert not alive
