"""The tabs below the answer, in their order; each is loaded when it is first opened."""

from importlib import import_module

from .context import Context, Tab

# the key of a tab, which is the name of its module and of its title ("tabs.<key>"), and its class
TABS = {
    "compare": "CompareTab",
    "matters": "MattersTab",
    "response": "ResponseTab",
    "sweep": "SweepTab",
    "plans": "PlansTab",
    "calendar": "CalendarTab",
    "spread": "SpreadTab",
    "network": "NetworkTab",
    "results": "ResultsTab",
    "handover": "HandOverTab",
    "glossary": "GlossaryTab",
    "code": "CodeTab",
}


def create_tab(key: str, context: Context) -> Tab:
    """Return a new tab."""
    tab: Tab = getattr(import_module(f".{key}", __name__), TABS[key])(context)
    return tab


__all__ = ["TABS", "create_tab"]
