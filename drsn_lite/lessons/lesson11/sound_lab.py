"""The sound lab: a recording with noise, its spectrogram, thresholds and classes.

The networks are shipped in data/sound; the takes shown are test takes, which they have not seen.
A sound keeps its own noise while the slider moves: only the level changes. To hear what is shown,
`sounds.hear(lab.settings)`.
"""

import numpy as np

from drsn_lite.drawing import Bars, Choice, Frame, Image, Line, Panel, Plot, Points, Slider
from drsn_lite.lessons.lesson11 import sounds, tones
from drsn_lite.microscope import look_and_classify
from drsn_lite.results.names import NOISES, options

REACH = 8.0
"""Of the waveform's axis; the recordings have an RMS of 1."""


def frame(
    data: str, kind: str, snr_db: float, label: int, voice: int, take: int, unit: int
) -> Frame:
    """A sound with noise, and what one unit and the classifier make of it.

    Parameters
    ----------
    data : {"tones", "fsdd"}
    kind : {"gaussian", "laplacian", "pink"}
    snr_db : float
        Signal-to-noise ratio over the whole window, dB.
    label, voice, take : int
        The class (0 to 9), who plays or speaks (0 to 5), and which take (0 to 4).
    unit : int
        Counted from 1.

    Raises
    ------
    DataError
        If the files of FSDD are not here; it says what to do.
    """
    places = label, voice, take
    classes, player = sounds.CLASSES[data], sounds.VOICES[data][places[1]]
    clean = sounds.clean(data, *places)
    noisy = sounds.noisy(clean, snr_db, kind, sounds.seed(*places))
    records, logits = look_and_classify(sounds.network(data), noisy[None, None, None])
    record, probability = records[unit - 1], logits[0].softmax(0).numpy()
    tau = record.tau.flatten().numpy()  # type: ignore[union-attr]
    mean = record.mean_abs[0].numpy()
    said, truth = int(probability.argmax()), places[0]
    seconds = np.arange(len(clean)) / tones.RATE_HZ
    waves = (
        Line(noisy, seconds, role="noisy", label="noisy", width=1.0),
        Line(clean, seconds, role="clean", label="clean", width=1.0),
    )
    bars = Bars(tau, label="τ", names=tuple(str(c + 1) for c in range(len(tau))))
    cap = Points(np.arange(len(mean)), mean, role="muted", label="mean |x|: the cap")
    chances = Bars(
        100 * probability,
        names=classes,
        highlight=truth,
        highlight_role="clean",
        horizontal=True,
    )
    verdict = "right" if said == truth else f"wrong, it is {classes[truth]}"
    level = f"{snr_db:g} dB"
    return Frame(
        (
            Plot(f"{classes[truth]}, {player}", waves, "seconds", ylim=(-REACH, REACH)),
            _spectrum("Clean, 0 (bottom) to 4 kHz", clean),
            _spectrum(f"{NOISES[kind].capitalize()} noise, {level}", noisy),
            Plot(f"Thresholds of unit {unit}", (bars, cap), "channel", "τ"),
            Plot(
                "Set to zero, by unit",
                (
                    Bars(
                        [100 * float(one.zeroed.mean()) for one in records],
                        highlight=unit - 1,
                        names=tuple(str(one.unit) for one in records),
                    ),
                ),
                "unit",
                "%",
                None,
                (0, 100),
            ),
            Plot("Class probabilities (the truth in bold)", (chances,), "%", "", (0, 100)),
        ),
        f"At {level} unit {unit}, with thresholds from {tau.min():.2f} to "
        f"{tau.max():.2f}, sets {100 * float(record.zeroed.mean()):.0f} % of its features to zero. "
        f"The network says {classes[said]} with {100 * probability[said]:.0f} %: {verdict}.",
        "A sound with and without noise over time, both spectrograms, the thresholds of one unit "
        "by channel, the share of zeroed features by unit, and class probabilities.",
    )


def _spectrum(title: str, x: sounds.Signal) -> Plot:
    return Plot(title, (Image(sounds.spectrogram(x), sounds.FLOOR_DB, 0.0),))


sound_lab = Panel(
    "Sound lab",
    frame,
    (
        Slider("snr_db", "Signal-to-noise ratio", -10, 20, 0.5, 5, "dB"),
        Choice(
            "kind",
            "Noise",
            options(NOISES),
            "gaussian",
        ),
        Choice(
            "data",
            "Sounds",
            (("tones", "generated tones"), ("fsdd", "spoken digits (FSDD)")),
            "tones",
        ),
        Slider("label", "Class", 0, 9, 1, 3),
        Slider("voice", "Instrument or speaker", 0, 5, 1, 0),
        Slider("take", "Take", 0, sounds.TAKES - 1, 1, 0),
        Slider("unit", "Unit", 1, 6, 1, 1),
    ),
)
