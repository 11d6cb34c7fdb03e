"""Experiments: many plans that share their random numbers, so that only the changes differ."""

from .assumption_tests import AssumptionTests, test_assumptions
from .budget import Budget, budget
from .compare import compare
from .comparison import Comparison
from .decision import Decision, SolvedOption
from .decision_map import decision_map
from .decision_result import DecisionMap
from .find import Solutions, find
from .implied_figures import implied, reading_by_size
from .lead import LeadBreakdown, explain_lead
from .marginal_lift import lift_per_step, need_column
from .options import Option, compare_options
from .outcomes import compare_outcomes
from .runner import Execution, run_plans
from .store import Study, open_study
from .sweep import sweep

__all__ = [
    "AssumptionTests",
    "Budget",
    "Comparison",
    "Decision",
    "DecisionMap",
    "Execution",
    "LeadBreakdown",
    "Option",
    "Solutions",
    "SolvedOption",
    "Study",
    "budget",
    "compare",
    "compare_options",
    "compare_outcomes",
    "decision_map",
    "explain_lead",
    "find",
    "implied",
    "lift_per_step",
    "need_column",
    "open_study",
    "reading_by_size",
    "run_plans",
    "sweep",
    "test_assumptions",
]
