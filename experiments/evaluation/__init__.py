"""Would we see it? Evaluations inside the model, where what was really done is known."""

from experiments.evaluation.play import Evaluation, TrialPlan, evaluate, plan_evaluation
from experiments.evaluation.trial import Trial

__all__ = ["Evaluation", "Trial", "TrialPlan", "evaluate", "plan_evaluation"]
