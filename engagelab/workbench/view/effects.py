"""Show the fields that reach depends on most, as HTML."""

import math

from ...i18n import Texts
from ...simulation.scenario import Scenario
from ..compute.local_sensitivity import STEP, Effect, LocalSensitivity, Move
from ..templates import element, render


def sensitivity_html(sensitivity: LocalSensitivity, plan: Scenario, t: Texts) -> str:
    """Return the known effects, marked as stale if they are those of another plan."""
    if sensitivity.effects is None:
        return ""
    html = as_html(sensitivity.effects, t)
    return html if sensitivity.is_of(plan) else f'<div class="el-stale">{html}</div>'


def as_html(effects: tuple[Effect, ...], t: Texts) -> str:
    """Return the effects as a list; a sentence if there are none.

    Examples
    --------
    >>> from engagelab.i18n import load
    >>> effect = Effect("invitations.invite", 0.2, (Move(0.22, 41.0, 3.0),), 20)
    >>> "+10% → +41 ± 3" in as_html((effect,), load("en"))
    True
    """
    if not effects:
        return element("p", t("explore.depends_nothing", step=t.percent(STEP)))
    return render(
        "effects", t=t, effects=[_moves(effect, t) for effect in effects], runs=effects[0].runs
    )


def _moves(effect: Effect, t: Texts) -> tuple[str, list[str]]:
    """Return the label of a field, and each of its steps as text."""
    moves = [
        t("explore.move", to=_step(effect.now, move.to, t), lift=_lift(move, t))
        for move in effect.moves
    ]
    return t.field(effect.field).label, moves


def _step(now: float, to: float, t: Texts) -> str:
    """Return a step as a percentage if it is exactly a tenth, or as the two values."""
    share = to / now - 1 if now else math.inf
    if math.isclose(abs(share), STEP, rel_tol=1e-6):
        sign = "+" if share > 0 else "\N{MINUS SIGN}"
        return sign + t.percent(abs(share))
    return t("explore.from_to", now=t.exact(now), to=t.exact(to))


def _lift(move: Move, t: Texts) -> str:
    digits = 0 if abs(move.lift) >= 10 else 1
    lift = t.signed(move.lift, digits)
    if not math.isfinite(move.standard_error):
        return lift
    return f"{lift} ± {t.decimal(move.standard_error, digits)}"
