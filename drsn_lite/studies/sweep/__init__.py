"""Many trainings from one plan: networks × noises × SNRs × folds, on this machine or a cluster.

`plan` reads what is to be trained, `runs` trains one, `drsn_lite.studies.engine` does it in many
processes, `store` keeps each result as soon as it is there, `report` makes the paper's Table III
of them, `estimate` says what a plan costs.
"""
