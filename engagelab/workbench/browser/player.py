"""Play back one run of a plan in a notebook."""

from typing import Any

import traitlets

from ...graphs.network import Network
from ...i18n import Texts, load
from ...io.arguments import checked
from ...models.declaration import whole_number
from ...player.page import data_of, page, script, style
from ...player.run import PEOPLE, Spread, spread
from ...simulation.scenario import Scenario
from .widgets import PageWidget


class PlayerWidget(PageWidget):
    """The player of a run; it works in the browser, without the kernel.

    Attributes
    ----------
    round : int
        The round that is shown; set it to jump there, observe it to follow.
    spread : Spread
        The run; `show` replaces it.

    Examples
    --------
    >>> import engagelab as el
    >>> from engagelab.player import spread
    >>> from engagelab.workbench.browser.player import PlayerWidget
    >>> widget = PlayerWidget(spread(el.Scenario(population={"people": 100})))
    >>> widget.round
    0
    >>> widget.close()
    """

    from_page = ("round",)
    _esm = script()
    _css = style()

    data: Any = traitlets.Dict().tag(sync=True)
    round: Any = traitlets.Int(0).tag(sync=True)

    def __init__(self, spread: Spread, texts: Texts | None = None) -> None:
        self.texts = texts or load()
        self.spread = spread
        super().__init__(data=data_of(spread, self.texts))

    def show(self, spread: Spread) -> None:
        """Show another run, from its first round."""
        self.spread = spread
        with self.hold_sync():
            self.round = 0
            self.data = data_of(spread, self.texts)

    def set_language(self, texts: Texts) -> None:
        """Show the same round in another language."""
        self.texts = texts
        self.data = data_of(self.spread, texts)

    def save(self) -> None:
        """Download the player as one HTML page that works offline."""
        name = f"{self.texts('player.page_name')}-{self.spread.plan.hash}-{self.spread.run}.html"
        content = page(self.spread, self.texts).encode()
        self.send({"save": name}, [content])

    @traitlets.validate("round")
    def _within_the_run(self, proposal: Any) -> int:
        whole_number("round", proposal["value"], 0, self.spread.rounds - 1)
        return int(proposal["value"])


@checked
def player(
    plan: Scenario,
    *,
    lang: str = "en",
    key: int | None = None,
    run: int = 0,
    network: Network | None = None,
    people_limit: int = PEOPLE,
) -> PlayerWidget:
    """Return a player of one run of a plan; as the last line of a cell the notebook shows it.

    Parameters
    ----------
    plan, key, run, network, people_limit
        As for `engagelab.player.spread`.
    lang : {"en", "fr"}
        The language of the player.

    Raises
    ------
    EngagelabError
        If the language is unknown, or `spread` refuses an argument.

    Examples
    --------
    >>> import engagelab as el
    >>> from engagelab.workbench.browser.player import player
    >>> widget = player(el.Scenario.preset("voucher"), lang="fr", people_limit=200)
    >>> widget.spread.network.people
    200
    >>> widget.close()
    """
    texts = load(lang)
    played = spread(plan, key=key, run=run, network=network, people_limit=people_limit)
    return PlayerWidget(played, texts)
