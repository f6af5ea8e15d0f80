from drsn_lite.blocks import identity_shortcut as identity_shortcut
from drsn_lite.results import tables as tables
from drsn_lite.results.gains import band as band

from . import landscape as landscape
from . import relatives as relatives
from . import residual_blocks as residual_blocks
from . import unet as unet
from .depth import deep_plan as deep_plan
from .landscape import surface as surface
from .loss_surface import surfaces as surfaces
from .loss_surface import valley as valley
from .relatives import DenseBlock as DenseBlock
from .unet import UNet as UNet
