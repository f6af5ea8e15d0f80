from drsn_lite.datasets.cwru import read_channel as read_channel
from drsn_lite.lessons import baseline as baseline
from drsn_lite.lessons.spectra import envelope_spectrum as envelope_spectrum
from drsn_lite.results.gains import band as band
from drsn_lite.results.gains import verdict as verdict
