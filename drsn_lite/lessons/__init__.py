"""A room for each lesson: its panels, its exercises, and what it measures."""
