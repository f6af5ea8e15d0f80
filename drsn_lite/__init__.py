"""drsn-lite: a small package to understand deep residual shrinkage networks.

M. Zhao, S. Zhong, X. Fu, B. Tang, M. Pecht, "Deep Residual Shrinkage Networks for Fault
Diagnosis", IEEE Transactions on Industrial Informatics 16(7):4681-4690, 2020,
doi:10.1109/TII.2019.2943898. "The paper" always means this one.

The names that a learner meets are here, as `__init__.pyi` says, each imported when it is asked for.
"""

from drsn_lite.lazy import face

__version__ = "0.1.0"
__getattr__, __dir__, __all__ = face(__file__)
