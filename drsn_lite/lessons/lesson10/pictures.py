"""The gains of lesson 10 as pictures: a plot a method or rival, a row a level of noise."""

from collections.abc import Sequence

import numpy as np

from drsn_lite.drawing import Frame
from drsn_lite.lessons.differences import picture
from drsn_lite.lessons.lesson10 import bearing_results
from drsn_lite.results.gains import level_name
from drsn_lite.results.names import NETWORKS

RIVALS = ("resnet", "resnet-wide", "senet", "drsn-cs")


def over_resnet(data: str, methods: Sequence[str]) -> Frame:
    """Points of methods over the wide ResNet, level by level, Gaussian noise.

    Parameters
    ----------
    data : {"cwru", "simulated"}
    methods : sequence of str
        Of `bearing_results.NAMES`.
    """
    table = 100 * bearing_results.accuracy(data).loc["gaussian"]
    plots = {
        bearing_results.NAMES[name]: {
            level_name(snr_db): (table.loc[snr_db, name] - table.loc[snr_db, "resnet-wide"])
            for snr_db in bearing_results.SNR_DB
        }
        for name in methods
    }
    frame = picture(plots, (-42.0, 16.0), columns=4)
    words = f"{bearing_results.DATA[data]}, over the wide ResNet: {frame.sentence}"
    return Frame(frame.plots, words[:1].upper() + words[1:], frame.alt, columns=4)


def over_others() -> Frame:
    """Points of DRSN-CW over other networks on CWRU, level by level, Gaussian noise."""
    gains = bearing_results.rivals().loc["gaussian"]
    plots = {
        f"over {NETWORKS[name]}": {
            level_name(snr_db): np.asarray(gains.loc[snr_db, name])
            for snr_db in bearing_results.SNR_DB
        }
        for name in RIVALS
    }
    return picture(plots, (-25.0, 25.0), columns=4)
