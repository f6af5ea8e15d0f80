"""Where the jobs are done."""

from functools import partial

from drsn_lite.studies.engine import Carry, cluster, here, local


def carrier(workers: int | None = None, scheduler: str | None = None) -> Carry:
    """`here`, or so many processes of this machine, or the workers of a Dask scheduler."""
    if scheduler:
        return partial(cluster.train, address=scheduler)
    if workers:
        return partial(local.train, workers=workers)
    return here
