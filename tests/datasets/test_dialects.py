"""A thousand tables in random dialects: exactly the samples that were written, or an error."""

import re

import numpy as np
import pytest
from dialects import table

from drsn_lite.datasets import RecordingError
from drsn_lite.datasets.recordings.files import open_recording

REMEDIES = re.compile(
    "mend|write|save|cut|take (it|the empty lines) out|choose|leave|begin it with|without", re.I
)


@pytest.mark.parametrize("block", range(10))
def test_exactly_the_samples_or_an_error(tmp_path, block):
    path = tmp_path / "a.csv"
    wrong, plain, read = [], 0, 0
    for seed in range(100 * block, 100 * block + 100):
        one = table(seed)
        path.write_bytes(one.content)
        column = one.name if one.name and seed % 2 else one.column
        said, found = "", None
        try:
            recording = open_recording(path, column)
            found = recording.read(0, recording.length)
        except RecordingError as error:
            said = str(error)
        plain += not one.broken and not one.doubtful
        if said:
            fine = str(path) in said and REMEDIES.search(said) and len(said) < 1000
            if one.broken and one.broken[0] and not one.doubtful:
                fine = fine and re.search(r"\b(row|line) \d+", said)
            elif not one.broken and not one.doubtful:
                fine = False
        else:
            read += not one.broken and not one.doubtful
            fine = not one.broken and np.array_equal(found, one.samples)
        if not fine:
            wrong.append((seed, one.what, said or (len(found), len(one.samples))))
    assert wrong == []
    assert plain > 20
