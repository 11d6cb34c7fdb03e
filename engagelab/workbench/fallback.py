"""What is shown where the page cannot be: plain fields without its scripts, a note in marimo."""

from typing import Any

import ipywidgets as widgets

from ..errors import EngagelabError
from ..i18n import Texts
from .campaign_host import CampaignHost
from .controls.widget_helpers import button, styled
from .state.audience import Audience
from .templates import bold, element
from .view.campaign_answer import first_sentence, second_sentence
from .view.campaign_options import problem_of

WAITING = "el-waiting"  # the class of a page that is hidden until its request is known
# The fallback is shown after some seconds, unless the style of the page, which its script brings,
# hides it; a page whose script does not come is shown too.
_STYLE = """<style>.elp-fallback{animation:el-late 8s step-end}
.el-waiting{animation:el-late 15s step-end}
@keyframes el-late{0%{visibility:hidden;opacity:0}}
.el-workbench .jupyter-widgets-error-widget{display:none!important}</style>"""


def marimo_note(t: Texts) -> tuple[str, str]:
    """Return the media type and the text of a note that marimo cannot show the widgets.

    marimo would say that the widget is to be migrated, which helps no visitor. It calls the method
    ``_mime_`` of a value of a cell; Jupyter does not.
    """
    return "text/html", f'<p role="status">{bold(t("workbench.not_in_marimo"))}</p>'


def plain_answer(t: Texts, answer_html: str = "") -> str:
    """Return what the workbench shows above its plain controls if its scripts do not load."""
    return f'<div class="el-fallback">{_note(t)}{answer_html}</div>'


def _note(t: Texts) -> str:
    return _STYLE + element("p", t("workbench.no_scripts"), role="status")


class Fallback:
    """The page without its script.

    Parameters
    ----------
    page : CampaignHost
        The page.

    Attributes
    ----------
    widget : ipywidgets.VBox
        A note, fields for money, people, groups and their size, a button, and the answer.
    """

    def __init__(self, page: CampaignHost) -> None:
        self._page = page
        t, plan = page.texts, page.plan
        self._answer = widgets.HTML()
        numbers = {"money": plan.money, **{name: getattr(plan.audience, name)
                   for name in ("people", "groups", "size")}}  # fmt: skip
        names = {"money": "budget"}
        self.fields: dict[str, Any] = {
            name: widgets.FloatText(value=value, description=t(f"campaign.{names.get(name, name)}"))
            for name, value in numbers.items()
        }
        self.compute = button(t("campaign.compute_now"), page.guarded(self._compute), "el-do")
        note = widgets.HTML(_note(t))
        box = widgets.VBox([note, *self.fields.values(), self.compute, self._answer])
        self.widget = styled(box, "elp-fallback")

    def show(self) -> None:
        """Show the answer in words."""
        show = self._page.shown.as_answered
        if show.decision is not None:
            text = f"{first_sentence(show)} {second_sentence(show)}"
            self._answer.value = element("p", text, role="status")

    def _compute(self, *_: object) -> None:
        plan, values = self._page.plan, {name: box.value for name, box in self.fields.items()}
        try:
            plan = plan.with_(money=values.pop("money"))
            audience = Audience(**{**plan.audience.model_dump(), **values})
            possible = audience.is_possible
            self._page.put(plan.with_audience(audience) if possible else plan)
            problem = "" if possible else problem_of(audience, self._page.texts)
        except EngagelabError as error:
            problem = self._page.texts.mistake(error)
        if problem:  # the top of the page, with its notices, needs the script
            self._answer.value = element("p", problem, role="alert")
