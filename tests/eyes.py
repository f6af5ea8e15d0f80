"""How far apart two colours are for an eye: CIEDE2000, and three kinds of colour blindness."""

import numpy as np
from matplotlib.colors import to_rgb
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

# Machado, Oliveira & Fernandes 2009, severity 1.0: linear RGB to what a dichromat sees of it
BLIND = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
EYES = {"normal vision": np.eye(3)} | {name: np.array(rows) for name, rows in BLIND.items()}
_XYZ = np.array(
    [
        (0.4124564, 0.3575761, 0.1804375),
        (0.2126729, 0.7151522, 0.0721750),
        (0.0193339, 0.1191920, 0.9503041),
    ]
)


def linear(rgb: ArrayLike) -> Array:
    """sRGB in 0 … 1 as light."""
    rgb = np.asarray(rgb, dtype=float)
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def lab(light: ArrayLike) -> Array:
    """Linear sRGB (…, 3) in CIELAB under D65."""
    t = np.asarray(light) @ _XYZ.T / _XYZ.sum(axis=1)
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.stack(
        [
            116 * f[..., 1] - 16,
            500 * (f[..., 0] - f[..., 1]),
            200 * (f[..., 1] - f[..., 2]),
        ],
        axis=-1,
    )


def ciede2000(one: ArrayLike, other: ArrayLike) -> Array:
    """Distance of CIELAB colours (…, 3), with the formulas of Sharma, Wu & Dalal 2005."""
    (l1, a1, b1), (l2, a2, b2) = (np.moveaxis(np.asarray(x, float), -1, 0) for x in (one, other))
    mean_c = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    g = 0.5 * (1 - np.sqrt(mean_c**7 / (mean_c**7 + 25.0**7)))
    c1, c2 = np.hypot((1 + g) * a1, b1), np.hypot((1 + g) * a2, b2)
    h1, h2 = (np.degrees(np.arctan2(b, (1 + g) * a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    grey = c1 * c2 == 0
    dh = np.where(grey, 0, (h2 - h1 + 180) % 360 - 180)
    # exactly opposite hues: the formulas take +180
    dh = np.where((dh == -180) & (h2 > h1), 180, dh)
    far = np.abs(h1 - h2) > 180
    h = (h1 + h2 + np.where(far, np.where(h1 + h2 < 360, 360, -360), 0)) / 2
    h = np.where(grey, h1 + h2, h)
    length, c = (l1 + l2) / 2, (c1 + c2) / 2
    cos = lambda degrees: np.cos(np.radians(degrees))  # noqa: E731
    t = 1 - 0.17 * cos(h - 30) + 0.24 * cos(2 * h) + 0.32 * cos(3 * h + 6) - 0.2 * cos(4 * h - 63)
    s_l = 1 + 0.015 * (length - 50) ** 2 / np.sqrt(20 + (length - 50) ** 2)
    s_c, s_h = 1 + 0.045 * c, 1 + 0.015 * c * t
    turn = -np.sin(np.radians(60 * np.exp(-(((h - 275) / 25) ** 2))))
    turn = turn * 2 * np.sqrt(c**7 / (c**7 + 25.0**7))
    light, chroma = (l2 - l1) / s_l, (c2 - c1) / s_c
    hue = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(dh / 2)) / s_h
    return np.sqrt(light**2 + chroma**2 + hue**2 + turn * chroma * hue)


def distances(one: object, other: object) -> dict[str, float]:
    """CIEDE2000 between two colours for each kind of eye."""
    light = linear([to_rgb(one), to_rgb(other)])
    seen = {name: lab(np.clip(light @ eye.T, 0, 1)) for name, eye in EYES.items()}
    return {name: float(ciede2000(*pair)) for name, pair in seen.items()}
