"""What the parts of the campaign page know of the page."""

from collections.abc import Callable
from typing import Any, Protocol

from ..graphs.network import Network
from ..i18n import Texts
from .compute.campaign_answers import CampaignAnswer
from .compute.jobs import Job
from .state.campaign_plan import CampaignPlan
from .view.campaign_values import Shown


class CampaignHost(Protocol):
    """The campaign page, as its parts use it."""

    @property
    def plan(self) -> CampaignPlan:
        """The document."""

    @property
    def texts(self) -> Texts:
        """The language."""

    @property
    def shown(self) -> Shown:
        """All that the page shows."""

    @property
    def answer(self) -> CampaignAnswer | None:
        """The latest answer."""

    @property
    def is_current(self) -> bool:
        """Whether the latest answer is that of the document."""

    @property
    def address(self) -> str:
        """The address of the page; empty without one."""

    @property
    def network(self) -> Network | None:
        """The network of all options."""

    def put(self, plan: CampaignPlan) -> None:
        """Make a document the present one, and show it."""

    def use_network(self, network: Network | None, name: str) -> None:
        """Simulate all options on a network, or in their own towns again."""

    def use_tab_option(self, letter: str) -> None:
        """Show another option in the tabs."""

    def render(self, *parts: str) -> None:
        """Render some parts anew."""

    def last_job(self, kind: str) -> Job | None:
        """Return the last job of a kind."""

    def guarded(self, callback: Callable[..., None]) -> Callable[..., None]:
        """Return a callback that shows its errors instead of raising them."""

    def send_file(self, name: str, mimetype: str, data: bytes) -> None:
        """Offer a file to the browser."""

    def say(self, text: str) -> Any:
        """Show a sentence at the top of the page."""
