"""Sphinx: how the pages of the book look. `python -m book` stages their sources and calls it."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from book.links import repository

project = "drsn-lite"
author = "the authors of drsn-lite"
copyright = "texts and figures CC BY 4.0, code MIT"
language = "en"
extensions = ["myst_nb", "book.maths", "sphinx.ext.githubpages"]

nb_execution_mode = "off"  # the lessons have been run
nb_ipywidgets_js: dict[str, str] = {}  # no widget manager, which would come from another site
nb_output_stderr = "show"
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 4
suppress_warnings = ["mystnb.unknown_mime_type", "misc.highlighting_failure"]
html_math_renderer = "mathml"

html_theme = "sphinx_book_theme"
html_title = "drsn-lite"
html_favicon = "static/favicon.svg"
html_static_path = ["static", "_build/script"]
html_extra_path = ["_build/extra"]
html_css_files = ["panel.css", "book.css"]
html_js_files = [("web.js", {"type": "module"}), ("slides.js", {"type": "module"})]
html_context = {"default_mode": "auto"}
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_theme_options = {
    "use_download_button": False,
    "use_fullscreen_button": False,
    "navbar_persistent": [],  # the search stands in the side bar
    "home_page_in_toc": True,
    "show_toc_level": 2,
    "repository_url": repository(),
    "use_repository_button": bool(repository()),
    "use_issues_button": bool(repository()),
}
