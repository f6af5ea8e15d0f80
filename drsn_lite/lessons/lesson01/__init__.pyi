from drsn_lite.datasets import gearbox as gearbox
from drsn_lite.datasets.gearbox import RATE_HZ as RATE_HZ

from .drowning import prominence as prominence
