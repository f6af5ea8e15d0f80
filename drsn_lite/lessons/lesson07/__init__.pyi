from drsn_lite.lessons.lab import trained as trained
from drsn_lite.results import tables as tables
from drsn_lite.results.forest import forest as forest
from drsn_lite.results.gains import band as band
from drsn_lite.results.gains import verdict as verdict

from . import surgery as surgery
from .anatomy import gates as gates
from .anatomy import parts as parts
from .anatomy import snr_left as snr_left
from .dissection import dissect as dissect
