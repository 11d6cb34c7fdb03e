"""The workbench: sliders on a plan, and at once what they do to reach and money.

The controls are built from the declarations' own fields, the numbers come from `Scenario` and
`metrics`; nothing is computed here. `draft` is the plan while it is changed, `worker` answers the
latest question in one thread, `answer` is what it asks, `controls` and `panel` are the left side,
`headline` and `figure` the right one, `bench` ties them together.
"""

from ..errors import EngagelabError
from ..network import Network
from ..scenario import Scenario

try:
    from .bench import Workbench
except ModuleNotFoundError as error:
    if error.name != "ipywidgets":
        raise
    raise EngagelabError(
        "the workbench needs ipywidgets; install it with: pip install 'engagelab[lab]'"
    ) from error

__all__ = ["Workbench", "open"]

START = "invite-a-friend"


def open(scenario: Scenario | None = None, network: Network | None = None) -> Workbench:
    """Open a workbench on a plan; as the last line of a notebook's cell it is shown there.

    Parameters
    ----------
    scenario : Scenario, optional
        The plan to start with; without it the preset "invite-a-friend".
    network : Network, optional
        Play the plan on these people instead of the town of its sections population and groups,
        whose controls are then out of use.

    Returns
    -------
    Workbench
        The sliders and the answer; ``plan`` is the plan as it stands.

    Raises
    ------
    EngagelabError
        Where `scenario` is no Scenario or `network` no Network.

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
    _is("scenario", scenario, Scenario, "a Scenario, such as Scenario.preset('voucher')")
    _is("network", network, Network, "a Network, such as Network.from_networkx(graph)")
    return Workbench(scenario or Scenario.preset(START), network)


def _is(name: str, value: object, kind: type, advice: str) -> None:
    if value is not None and not isinstance(value, kind):
        raise EngagelabError(f"{name}: {value!r} is not allowed; give {advice}")
