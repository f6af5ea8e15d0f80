from drsn_lite.blocks import same_conv as same_conv
from drsn_lite.lessons import lab as lab
from drsn_lite.results import tables as tables
from drsn_lite.results.gains import band as band

from .inception import Inception as Inception
