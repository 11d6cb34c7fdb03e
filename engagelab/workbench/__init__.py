"""Explore a plan with sliders: the workbench shows reach and cost while they move.

`state` holds a person's work: the present plan, its history, pins and files. `compute` answers the
latest question in one thread, coarse first. `controls` change the plan, `view` turns an answer into
text, HTML and pictures by the `templates`, `tabs` are the tabs below the answer, and `browser` has
the widgets with their own JavaScript. `workbench` connects them; numbers come from `Scenario` and
`metrics`, words from `i18n`.
"""

from ..errors import EngagelabError
from ..graphs.network import Network, need_network
from ..io.arguments import checked
from ..simulation.scenario import Scenario

try:
    from .browser.player import player
    from .campaign_page import CampaignPage
    from .state.campaign_plan import CampaignPlan
    from .workbench import Workbench
except ModuleNotFoundError as error:
    if error.name not in ("anywidget", "babel", "ipywidgets", "jinja2"):
        raise
    raise EngagelabError(
        f"the workbench needs {error.name}, which is not installed; install it with: "
        "pip install 'engagelab[lab]'"
    ) from error

__all__ = ["CampaignPage", "CampaignPlan", "Workbench", "campaign", "open", "player"]

START = "invite-a-friend"


@checked
def open(
    scenario: Scenario | None = None,
    network: Network | None = None,
    *,
    lang: str | None = None,
    currency: str = "",
) -> Workbench:
    """Open a workbench on a plan; as the last line of a cell, the notebook shows it.

    If the address of the page names a plan (``?plan=``, as the links of the workbench do), the
    workbench opens that plan, with the pins and the language of the link.

    Parameters
    ----------
    scenario : Scenario, optional
        The initial plan; by default the preset "invite-a-friend".
    network : Network, optional
        The network on which the plan runs, instead of the town of its sections population and
        groups; the controls of these sections are then disabled.
    lang : str, optional
        ``"en"`` or ``"fr"``; by default the language of the browser.
    currency : str, optional
        The currency, as a code of three letters such as ``"EUR"``.

    Returns
    -------
    Workbench
        The sliders and the answer; ``plan`` is the present plan.

    Raises
    ------
    EngagelabError
        If `scenario` is not a Scenario, `network` is not a Network, or the language is unknown.

    Examples
    --------
    >>> import engagelab as el
    >>> from engagelab import workbench
    >>> bench = workbench.open(el.Scenario.preset("voucher").replace({"population.people": 500}))
    >>> bench.wait(60)
    True
    >>> bench.plan.name
    'Voucher'
    >>> bench.close()
    """
    if scenario is not None and not isinstance(scenario, Scenario):
        raise EngagelabError(
            f"scenario: {scenario!r} is not allowed; give a Scenario, such as "
            "Scenario.preset('voucher')"
        )
    if network is not None:
        need_network(network)
    return Workbench(scenario or Scenario.preset(START), network, lang=lang, currency=currency)


def campaign(plan: CampaignPlan | None = None, *, lang: str | None = None) -> CampaignPage:
    """Open the page "Plan a campaign"; as the last line of a cell, the notebook shows it.

    If the address of the page names a campaign (``?campaign=``, as the links of the page do), the
    page opens that.

    Parameters
    ----------
    plan : CampaignPlan, optional
        The document to start with; by default three strategies at 20,000 each.
    lang : str, optional
        ``"en"`` or ``"fr"``; by default the language of the browser.

    Returns
    -------
    CampaignPage
        The page; ``plan`` is the present document, ``answer`` the latest answer.

    Raises
    ------
    EngagelabError
        If `plan` is not a CampaignPlan, or the language is unknown.

    Examples
    --------
    >>> from engagelab import workbench
    >>> small = workbench.CampaignPlan.start()
    >>> audience = small.audience.model_copy(update={"people": 400, "groups": 56})
    >>> page = workbench.campaign(small.with_audience(audience).with_(money=1000.0))
    >>> page.wait(60)
    True
    >>> page.answer.decision.people
    400
    >>> page.close()
    """
    if plan is not None and not isinstance(plan, CampaignPlan):
        raise EngagelabError(f"plan: {plan!r} is not allowed; give a CampaignPlan or None")
    return CampaignPage(plan or CampaignPlan.start(), lang=lang)
