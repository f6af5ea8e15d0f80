from drsn_lite.lessons import lab as lab
from drsn_lite.results import tables as tables
from drsn_lite.results.forest import forest as forest
from drsn_lite.results.gains import band as band
from drsn_lite.results.gains import gains as gains
from drsn_lite.results.gains import level_name as level_name
from drsn_lite.results.gains import verdict as verdict
from drsn_lite.results.luck import holm as holm
from drsn_lite.results.names import NETWORKS as NETWORKS

from .channel_thresholds import features as features
