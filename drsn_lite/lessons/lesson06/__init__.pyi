from drsn_lite.blocks import same_conv as same_conv
from drsn_lite.gates import ScaleChannelwise as ScaleChannelwise
from drsn_lite.lessons.lab import trained as trained
from drsn_lite.results import heart as heart
from drsn_lite.results import paper as paper
from drsn_lite.results import tables as tables
from drsn_lite.results.forest import forest as forest
from drsn_lite.results.gains import band as band
from drsn_lite.results.gains import verdict as verdict
from drsn_lite.results.names import NETWORKS as NETWORKS
from drsn_lite.results.names import NOISES as NOISES

from .watch import Watch as Watch
