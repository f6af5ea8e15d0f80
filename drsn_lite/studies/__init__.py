"""What makes data/results: the experiments of PLAN.md, and many trainings from one plan."""
