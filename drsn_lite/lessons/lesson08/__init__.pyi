from drsn_lite.lessons.differences import picture as picture
from drsn_lite.lessons.lab import trained as trained
from drsn_lite.lessons.lesson07 import surgery as surgery
from drsn_lite.results import tables as tables
from drsn_lite.results.forest import forest as forest
from drsn_lite.results.gains import band as band
from drsn_lite.results.gains import gains as gains
from drsn_lite.results.gains import verdict as verdict
from drsn_lite.results.luck import at_most as at_most
from drsn_lite.results.luck import crossed_band as crossed_band
from drsn_lite.results.luck import sources as sources

from . import draws as draws
from .families import looks as looks
from .families import verdicts as verdicts
from .gate_race import race as race
