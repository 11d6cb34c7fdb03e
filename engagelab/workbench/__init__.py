"""The workbench: sliders on a plan, and at once what they do to reach and money.

`state` holds what a person has made: the plan under change, its history, pins and files. `compute`
answers the latest question in one thread, coarse first. `controls` change the plan, `view` turns an
answer into text and pictures, `tabs` are the parts below the answer, `browser` has the widgets with
JavaScript of their own. `workbench` ties them together; numbers come from `Scenario` and `metrics`,
words from `i18n`.
"""

from ..errors import EngagelabError
from ..graphs.network import Network, need_network
from ..simulation.scenario import Scenario
from .state.own_network import network_from

try:
    from .browser.player import player
    from .workbench import Workbench
except ModuleNotFoundError as error:
    if error.name not in ("anywidget", "babel", "ipywidgets"):
        raise
    raise EngagelabError(
        f"the workbench needs {error.name}; install it with: pip install 'engagelab[lab]'"
    ) from error

__all__ = ["Workbench", "network_from", "open", "player"]

START = "invite-a-friend"


def open(
    scenario: Scenario | None = None,
    network: Network | None = None,
    *,
    lang: str | None = None,
    currency: str = "",
) -> Workbench:
    """Open a workbench on a plan; as the last line of a notebook's cell it is shown there.

    Where the address of the page asks for a plan (``?plan=``, as the workbench's own links do),
    that one is shown instead, with the pinned plans of the link and in its language.

    Parameters
    ----------
    scenario : Scenario, optional
        The plan to start with; without it the preset "invite-a-friend".
    network : Network, optional
        Play the plan on these people instead of the town of its sections population and groups,
        whose controls are then out of use.
    lang : str, optional
        ``"en"`` or ``"fr"``; without it the language of the browser.
    currency : str, optional
        In what money is counted, as a code of three letters such as ``"EUR"``.

    Returns
    -------
    Workbench
        The sliders and the answer; ``plan`` is the plan as it stands.

    Raises
    ------
    EngagelabError
        Where `scenario` is no Scenario, `network` no Network, or there is no such language.

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
