from drsn_lite.blocks import identity_shortcut as identity_shortcut
from drsn_lite.results import tables as tables

from . import residual_blocks as residual_blocks
from .depth import deep_plan as deep_plan
from .landscape import surface as surface
from .loss_surface import surfaces as surfaces
from .loss_surface import valley as valley
from .relatives import DenseBlock as DenseBlock
from .unet import UNet as UNet
