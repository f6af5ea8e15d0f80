"""drsn-lite: a small package to understand deep residual shrinkage networks.

M. Zhao, S. Zhong, X. Fu, B. Tang, M. Pecht, "Deep Residual Shrinkage Networks for Fault
Diagnosis", IEEE Transactions on Industrial Informatics 16(7):4681-4690, 2020,
doi:10.1109/TII.2019.2943898. "The paper" always means this one.
"""

__version__ = "0.1.0"
