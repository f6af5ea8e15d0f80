from . import panels as panels
from .blocks import ConvUnit as ConvUnit
from .blocks import ResidualUnit as ResidualUnit
from .checkpoints import load_checkpoint as load_checkpoint
from .checks import check as check
from .checkup import doctor as doctor
from .datasets import load as load
from .evaluation import accuracy_over_snr as accuracy_over_snr
from .evaluation import evaluate as evaluate
from .evaluation import predict as predict
from .gates import Identity as Identity
from .gates import ShrinkChannelwise as ShrinkChannelwise
from .gates import ShrinkShared as ShrinkShared
from .gates import SqueezeExcite as SqueezeExcite
from .microscope import look as look
from .networks import Plan as Plan
from .networks import build as build
from .networks import count_parameters as count_parameters
from .noise import add_noise as add_noise
from .noise import mixed as mixed
from .noise import snr_db as snr_db
from .shrinkage import garrote_threshold as garrote_threshold
from .shrinkage import hard_threshold as hard_threshold
from .shrinkage import soft_threshold as soft_threshold
from .solved import progress as progress
from .training import fit as fit

__version__: str
