from drsn_lite.lessons import lab as lab
from drsn_lite.results import tables as tables
from drsn_lite.results.gains import band as band
from drsn_lite.results.gains import verdict as verdict

from .channel_thresholds import features as features
