"""A link that opens a campaign: its document, compressed, in the address."""

import base64
import binascii
import zlib
from urllib.parse import parse_qsl, urlencode, urlsplit

from ...errors import EngagelabError, refused
from ...i18n import LANGUAGES
from .campaign_plan import LARGEST, CampaignPlan
from .share_link import page_address


def code_of(plan: CampaignPlan) -> str:
    """Return a document as letters that an address can hold."""
    packed = zlib.compress(plan.to_text().encode(), 9)
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def plan_of(code: str) -> CampaignPlan:
    """Return the document of a code.

    Raises
    ------
    EngagelabError
        If the code is damaged or unpacks to more than a document may have.

    Examples
    --------
    >>> plan_of(code_of(CampaignPlan.start())) == CampaignPlan.start()
    True
    """
    try:
        packed = base64.urlsafe_b64decode(code + "=" * (-len(code) % 4))
        unpacker = zlib.decompressobj()
        text = unpacker.decompress(packed, LARGEST).decode()
    except (ValueError, binascii.Error, zlib.error):
        raise refused("code", "code_damaged") from None
    if not unpacker.eof:
        raise refused("code", "code_damaged")
    return CampaignPlan.from_text(text, "code")


def link_to(address: str, plan: CampaignPlan, lang: str) -> str:
    """Return a link that opens a document, without what else was in the address."""
    query = urlencode({"campaign": code_of(plan), "lang": lang})
    return f"{page_address(address)}?{query}"


def linked_campaign(
    address: str,
) -> tuple[str | None, CampaignPlan | None, EngagelabError | None]:
    """Return the language, the document and what is wrong with it, of an address.

    Examples
    --------
    >>> linked_campaign("http://127.0.0.1/?campaign=broken&lang=fr")[0]
    'fr'
    """
    query = dict(parse_qsl(urlsplit(address).query))
    lang = query.get("lang") if query.get("lang") in LANGUAGES else None
    if not query.get("campaign"):
        return lang, None, None
    try:
        return lang, plan_of(query["campaign"]), None
    except EngagelabError as error:
        return lang, None, error
