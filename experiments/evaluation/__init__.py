"""Would we see it? Evaluations inside the model, where what was really done is known."""

from experiments.evaluation.play import Evaluation, TrialPlan, evaluate, open_evaluation, plan_evaluation
from experiments.evaluation.trial import Trial

__all__ = ["Evaluation", "Trial", "TrialPlan", "evaluate", "open_evaluation", "plan_evaluation"]
