"""The workbench: sliders on a plan, and at once what they do to reach and money.

The controls are built from the declarations' own fields, the numbers come from `Scenario` and
`metrics`, the words from the table of texts; nothing is computed here. `session` is what a person
has made: the plan while it is changed (`draft`), its history, the pins. `worker` answers the latest
question in one thread, `answer` is what it asks. `picker`, `tools`, `controls` and `panel` are what
a person moves; `headline` and `picture` say what `view` paints; `tabs` are the parts below; `page`
is the browser's side; `bench` ties them together.
"""

from ..errors import EngagelabError
from ..network import Network, need_network
from ..scenario import Scenario
from .own_network import network_from

try:
    from .bench import Workbench
except ModuleNotFoundError as error:
    if error.name not in ("anywidget", "babel", "ipywidgets"):
        raise
    raise EngagelabError(
        f"the workbench needs {error.name}; install it with: pip install 'engagelab[lab]'"
    ) from error

__all__ = ["Workbench", "network_from", "open"]

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
