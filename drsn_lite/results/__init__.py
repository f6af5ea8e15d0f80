"""The tables in data/results: reading them, bands and verdicts, and how they are drawn."""
