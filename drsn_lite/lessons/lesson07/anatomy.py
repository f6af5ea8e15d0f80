"""What a gate removes: noise or signal? The same signals with and without noise tell.

At a gate let s be the features of a clean signal, x those of the same signal with noise, and
n = x − s what the noise did there. With the zeros of the noisy pass held fixed (a mask m of 0 and
1), soft thresholding is linear but for a shift: soft(x, τ) = m·s + m·n − m·τ·sign(x). So the
energy that the zeros take from s and from n can be counted apart.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import ArrayLike
from torch import Tensor

from drsn_lite.microscope import Record, look
from drsn_lite.networks import Network, evaluating


@dataclass(frozen=True)
class Parts:
    """The features after one gate, taken apart; all of shape (N, C, H, W).

    `signal` + `noise` + `shift` are the features after the gate, `kept` is the mask m.
    """

    signal: Tensor
    noise: Tensor
    shift: Tensor
    kept: Tensor


def parts(clean: Record, noisy: Record) -> Parts:
    """Take what a gate returned for noisy signals apart; the records are of the same unit.

    Raises
    ------
    ValueError
        If the two are not of the same unit and the same number of samples.
    """
    if clean.unit != noisy.unit or clean.before.shape != noisy.before.shape:
        raise ValueError(
            f"unit {clean.unit} with features {tuple(clean.before.shape)} and unit {noisy.unit} "
            f"with {tuple(noisy.before.shape)}: pass records of the same unit and samples"
        )
    kept = ((noisy.after != 0) | (noisy.before == 0)).to(noisy.before.dtype)
    signal, noise = clean.before, noisy.before - clean.before
    return Parts(kept * signal, kept * noise, noisy.after - kept * noisy.before, kept)


def snr_left(clean: Tensor, noisy: Tensor) -> Tensor:
    """How much of `noisy` is in proportion to `clean`, against the rest, dB: (N,).

    A mere change of scale changes nothing. Inputs are (N, C, H, W); `inf` where nothing is left
    over.
    """
    clean, noisy = clean.flatten(1).double(), noisy.flatten(1).double()
    share = (clean * noisy).sum(1) / clean.square().sum(1).clamp_min(1e-300)
    signal = share[:, None] * clean
    rest = (noisy - signal).square().sum(1)
    return 10 * (signal.square().sum(1) / rest).log10()


def removed(clean: Record, noisy: Record) -> dict[str, float]:
    """What one gate takes from signal and noise, over all samples.

    Returns
    -------
    dict
        `zeroed`, the share of features set to zero; `signal_removed` and `noise_removed`, the share
        of their energies that fell on zeros; `noise_in_zeroed` and `noise_in_kept`, the share of
        those features in which |n| > |s|; and three SNR (dB, mean over samples, as in
        `snr_left`): `snr_before`, of the noisy features against the clean ones before the gate;
        `snr_after`, the same after the gate; `snr_denoised`, of the noisy features after the
        gate against the clean ones before it, as a denoiser is judged.
    """
    apart = parts(clean, noisy)
    signal, noise = clean.before, noisy.before - clean.before
    gone, louder = apart.kept == 0, noise.abs() > signal.abs()
    return {
        "zeroed": float(noisy.zeroed.mean()),
        "signal_removed": 1 - float(apart.signal.square().sum() / signal.square().sum()),
        "noise_removed": 1 - float(apart.noise.square().sum() / noise.square().sum()),
        "noise_in_zeroed": float(louder[gone].float().mean()) if gone.any() else np.nan,
        "noise_in_kept": float(louder[~gone].float().mean()),
        "snr_before": float(snr_left(signal, noisy.before).mean()),
        "snr_after": float(snr_left(clean.after, noisy.after).mean()),
        "snr_denoised": float(snr_left(signal, noisy.after).mean()),
    }


def random_zeros(clean: Record, noisy: Record, seed: int = 0) -> float:
    """The control: `noise_removed` − `signal_removed` if as many features, any, were zeroed."""
    order = torch.rand(noisy.before.shape, generator=torch.Generator().manual_seed(seed))
    gone = order < float(noisy.zeroed.mean())
    signal, noise = clean.before, noisy.before - clean.before
    shares = [float(v[gone].square().sum() / v.square().sum()) for v in (noise, signal)]
    return shares[0] - shares[1]


def gates(network: Network, clean: ArrayLike, noisy: ArrayLike) -> Iterator[tuple[Record, Record]]:
    """The records of clean and noisy samples (N, 1, H, W), unit by unit."""
    return zip(look(network, clean), look(network, noisy), strict=True)


def path(network: Network, x: ArrayLike) -> list[Tensor]:
    """What the identity path carries: the features after the stem and after each unit."""
    like = next(network.parameters())
    with evaluating(network):
        features = [network.stem(torch.as_tensor(x, dtype=like.dtype, device=like.device))]
        for unit in network.units:
            features.append(unit(features[-1]))
    return features
