"""The course as a web page: `python -m book` builds it."""
