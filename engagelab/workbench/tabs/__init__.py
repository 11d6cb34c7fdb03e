"""The parts below the answer, in their order; each is loaded when it is first opened."""

from importlib import import_module

from .context import Context, Tab

# the key of a part, which names its file (its title is the text "tabs.<key>"), and its class
TABS = {
    "compare": "CompareTab",
    "matters": "MattersTab",
    "response": "ResponseTab",
    "sweep": "SweepTab",
    "plans": "PlansTab",
    "calendar": "CalendarTab",
    "spread": "SpreadTab",
    "network": "NetworkTab",
    "handover": "HandOverTab",
    "glossary": "GlossaryTab",
    "code": "CodeTab",
}


def made(key: str, context: Context) -> Tab:
    """Return a new part."""
    part: Tab = getattr(import_module(f".{key}", __name__), TABS[key])(context)
    return part


__all__ = ["TABS", "made"]
