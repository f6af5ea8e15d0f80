"""The panels. `panels.soft_threshold()` is a live widget, `.frame(...)` its picture as arrays."""

from drsn_lite.panels.bearing_lab import panel as bearing_lab
from drsn_lite.panels.bearings_over_snr import panel as bearings_over_snr
from drsn_lite.panels.channel_thresholds import panel as channel_thresholds
from drsn_lite.panels.confusion_over_snr import panel as confusion_over_snr
from drsn_lite.panels.detectors import panel as detectors
from drsn_lite.panels.digit_lab import panel as digit_lab
from drsn_lite.panels.digits_over_noise import panel as digits_over_noise
from drsn_lite.panels.drowning_lab import panel as drowning_lab
from drsn_lite.panels.gain_by_condition import panel as gain_by_condition
from drsn_lite.panels.gradient_depth import panel as gradient_depth
from drsn_lite.panels.guess_depth import panel as guess_depth
from drsn_lite.panels.guess_drown import panel as guess_drown
from drsn_lite.panels.guess_gain import panel as guess_gain
from drsn_lite.panels.guess_removed import panel as guess_removed
from drsn_lite.panels.guess_shift import panel as guess_shift
from drsn_lite.panels.guess_speaker import panel as guess_speaker
from drsn_lite.panels.guess_split import panel as guess_split
from drsn_lite.panels.guess_tau import panel as guess_tau
from drsn_lite.panels.guess_threshold import panel as guess_threshold
from drsn_lite.panels.guess_weight_change import panel as guess_weight_change
from drsn_lite.panels.guess_zeroed import panel as guess_zeroed
from drsn_lite.panels.loss_surface import panel as loss_surface
from drsn_lite.panels.networks_over_snr import panel as networks_over_snr
from drsn_lite.panels.noise_lab import panel as noise_lab
from drsn_lite.panels.noise_or_signal import panel as noise_or_signal
from drsn_lite.panels.se_over_snr import panel as se_over_snr
from drsn_lite.panels.se_steps import panel as se_steps
from drsn_lite.panels.signal_lab import panel as signal_lab
from drsn_lite.panels.soft_threshold import panel as soft_threshold
from drsn_lite.panels.sound_lab import panel as sound_lab
from drsn_lite.panels.tau_over_snr import panel as tau_over_snr
from drsn_lite.panels.threshold_surgery import panel as threshold_surgery
from drsn_lite.panels.unet_denoiser import panel as unet_denoiser
from drsn_lite.panels.zeroed_truth import panel as zeroed_truth

__all__ = [
    "bearing_lab",
    "bearings_over_snr",
    "channel_thresholds",
    "confusion_over_snr",
    "detectors",
    "digit_lab",
    "digits_over_noise",
    "drowning_lab",
    "gain_by_condition",
    "gradient_depth",
    "guess_depth",
    "guess_drown",
    "guess_gain",
    "guess_removed",
    "guess_shift",
    "guess_speaker",
    "guess_split",
    "guess_tau",
    "guess_threshold",
    "guess_weight_change",
    "guess_zeroed",
    "loss_surface",
    "networks_over_snr",
    "noise_lab",
    "noise_or_signal",
    "se_over_snr",
    "se_steps",
    "signal_lab",
    "soft_threshold",
    "sound_lab",
    "tau_over_snr",
    "threshold_surgery",
    "unet_denoiser",
    "zeroed_truth",
]
