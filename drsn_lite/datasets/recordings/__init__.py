"""Recordings of your own: files read piece by piece, cut into windows, split by recording."""
