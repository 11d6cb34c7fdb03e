"""The parts below the answer, in their order; each is loaded when it is first opened."""

from importlib import import_module

from .context import Stage, Tab

# the key of a part, which names its file (its title is the text "tabs.<key>"), and its class
TABS = {
    "compare": "Compare",
    "matters": "MattersTab",
    "response": "ResponseTab",
    "sweep": "SweepTab",
    "plans": "Plans",
    "calendar": "CalendarTab",
    "spread": "SpreadTab",
    "network": "NetworkTab",
    "handover": "HandOverTab",
    "glossary": "GlossaryTab",
    "code": "CodeTab",
}


def made(key: str, stage: Stage) -> Tab:
    """Return a new part."""
    part: Tab = getattr(import_module(f".{key}", __name__), TABS[key])(stage)
    return part


__all__ = ["TABS", "made"]
