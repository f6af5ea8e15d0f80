"""A small U-Net cleans a signal, with and without its long skips, while the noise slider moves.

Both networks are shipped, trained by `drsn_lite/studies/residual_tables.py`. The test signals are
new ones.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from drsn_lite.drawing import Frame, Line, Panel, Plot, Points, Slider
from drsn_lite.lessons.lesson03 import unet
from drsn_lite.noise import add_noise, snr_db

NETWORKS = {"unet-skips": "with long skips", "unet-plain": "without"}
ROLES = {"unet-skips": "after", "unet-plain": "threshold"}
SAMPLES = 20
LEVELS_DB = np.arange(-5, 21, 2.5)
TEST_SEED = 12345  # the denoisers were trained on the streams 0 … 4


@cache
def network(name: str) -> unet.UNet:
    """A shipped denoiser, as in `unet.load`."""
    return unet.load(name)


@cache
def samples() -> NDArray[np.float32]:
    """The clean signals, (20, 1, 1, 256)."""
    return unet.signals(SAMPLES, TEST_SEED)


def noisy_sample(sample: int, level_db: float) -> NDArray[np.float32]:
    """A sample (1, 1, 1, 256) with its own noise, which keeps its shape as the level moves."""
    return add_noise(samples()[sample : sample + 1], level_db, rng=sample)


@cache
def curve(name: str) -> NDArray[np.float64]:
    """Mean SNR (dB) of the network's answers over the 20 samples, at each of `LEVELS_DB`."""
    noisy = [add_noise(samples(), level, rng=0) for level in LEVELS_DB]
    return np.array([unet.snr_out(network(name), samples(), x) for x in noisy])


def frame(snr_in: float, sample: int) -> Frame:
    """One signal, noisy and cleaned by both networks, and SNR out over SNR in.

    Parameters
    ----------
    snr_in : float
        SNR of the noisy signal, dB.
    sample : int
        0 to 19.
    """
    clean, noisy = samples()[sample].ravel(), noisy_sample(sample, snr_in)
    answers = {name: unet.denoise(network(name), noisy) for name in NETWORKS}
    out = {name: float(snr_db(clean, answer.ravel())) for name, answer in answers.items()}
    limits = (clean.min() - 2.5, clean.max() + 2.5)
    cleaned = tuple(
        Plot(
            f"U-Net {label}",
            (
                Line(clean, role="clean", label="clean", width=3.0),
                Line(answers[name].ravel(), role=ROLES[name], label=f"{out[name]:.1f} dB"),
            ),
            xlabel="sample",
            ylim=limits,
        )
        for name, label in NETWORKS.items()
    )
    curves = tuple(
        Line(curve(name), LEVELS_DB, ROLES[name], label, 2.0) for name, label in NETWORKS.items()
    )
    points = tuple(Points([snr_in], [out[name]], ROLES[name], size=8) for name in NETWORKS)
    return Frame(
        (
            Plot(
                "What comes in",
                (
                    Line(noisy.ravel(), role="noisy", label="noisy", width=1.0),
                    Line(clean, role="clean", label="clean", width=1.0),
                ),
                xlabel="sample",
                ylim=limits,
            ),
            Plot(
                "SNR out over SNR in",
                (
                    Line(LEVELS_DB, LEVELS_DB, role="muted", label="out = in", dashed=True),
                    *curves,
                    *points,
                ),
                "SNR in, dB",
                "SNR out, dB",
                (-6, 21),
                (-6, 24),
            ),
            *cleaned,
        ),
        f"{snr_in:g} dB in: {out['unet-skips']:.1f} dB out with long skips "
        f"({_change(out['unet-skips'] - snr_in)}), {out['unet-plain']:.1f} dB without "
        f"({_change(out['unet-plain'] - snr_in)}).",
        "A noisy signal; the SNR after denoising over the SNR before, for a U-Net with and one "
        "without long skips, the curves being means over 20 signals; and both answers beside the "
        "clean signal.",
        columns=2,
    )


def _change(gain: float) -> str:
    return f"{abs(gain):.1f} dB {'better' if gain >= 0 else 'worse'}"


unet_denoiser = Panel(
    "U-Net denoiser",
    frame,
    (
        Slider("snr_in", "Signal-to-noise ratio", -5, 20, 0.5, 10, "dB"),
        Slider("sample", "Signal", 0, SAMPLES - 1, 1, 0),
    ),
)
