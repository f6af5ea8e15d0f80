from drsn_lite.blocks import same_conv as same_conv
from drsn_lite.lessons import lab as lab
from drsn_lite.results import tables as tables
from drsn_lite.results.forest import forest as forest
from drsn_lite.results.gains import band as band
from drsn_lite.results.gains import level_name as level_name
from drsn_lite.results.gains import verdict as verdict

from . import steps as steps
