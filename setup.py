"""One step that pyproject.toml cannot name: the wheel carries data/ as drsn_lite/data.

Setuptools could map the folder by `package-dir`, but then an editable install is an import hook,
which type checkers and editors cannot follow; so it stays a plain path, and this copies.
"""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

LEFT_OUT = shutil.ignore_patterns("*.part", "*.lock", "*.py[cod]", "__pycache__", ".*")


class BuildWithData(build_py):
    """Build the modules, and put the small files of the project beside them."""

    def run(self) -> None:
        """Copy into the build folder; an editable install reads data/ where it lies."""
        if self.editable_mode:
            super().run()
            return
        shutil.rmtree(self.build_lib, ignore_errors=True)  # else files of an older build go along
        super().run()
        shutil.copytree("data", Path(self.build_lib, "drsn_lite", "data"), ignore=LEFT_OUT)


setup(cmdclass={"build_py": BuildWithData})
