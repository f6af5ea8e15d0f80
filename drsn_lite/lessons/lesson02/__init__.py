"""Lesson 02: soft thresholding."""
