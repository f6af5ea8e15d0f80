from drsn_lite.checkpoints import cards as cards
from drsn_lite.lessons import baseline as baseline
from drsn_lite.results import tables as tables
from drsn_lite.results.gains import band as band
from drsn_lite.results.gains import verdict as verdict
