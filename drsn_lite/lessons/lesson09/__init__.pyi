from drsn_lite.datasets.remote import DataMissingError as DataMissingError
from drsn_lite.results.forest import forest as forest
from drsn_lite.results.gains import band as band
from drsn_lite.results.gains import verdict as verdict
from drsn_lite.results.luck import holm as holm

from .digit_results import LONGER as LONGER
from .digit_results import TWO_BY_TWO as TWO_BY_TWO
from .digit_results import accuracy as accuracy
from .digit_results import at as at
from .digit_results import cases as cases
from .digit_results import gain as gain
