"""Exercises, and how an answer is judged. Knows no lesson."""
