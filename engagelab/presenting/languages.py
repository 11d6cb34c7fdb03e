"""Choose the language of a page by what the browser asks for."""

from ..i18n import Texts, language_of, load


def texts_for(header: str) -> Texts:
    """Return the texts in the language of an ``Accept-Language`` header.

    Examples
    --------
    >>> texts_for("de, fr;q=0.8, en;q=0.5").lang
    'fr'
    """
    return load(language_of(_language_tags(header)))


def _language_tags(header: str) -> list[str]:
    """Return the language tags of a header, the preferred ones first."""
    parts = (part.split(";q=") for part in header.split(",") if part.strip())
    return [tag.strip() for tag, *_ in sorted(parts, key=_weight, reverse=True)]


def _weight(part: list[str]) -> float:
    try:
        return float(part[1]) if len(part) > 1 else 1.0
    except ValueError:
        return 0.0
