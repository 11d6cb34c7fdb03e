"""Choose a language from the tags that a user or a browser prefers."""

from collections.abc import Iterable

from ..errors import EngagelabError, listed

LANGUAGES = ("en", "fr")


def language_of(wanted: str | Iterable[str] | None) -> str:
    """Return the supported language of a tag, or of the first supported tag in a list.

    If none is supported, it is English.

    Parameters
    ----------
    wanted : str or iterable of str or None
        Tags in order of preference, as a browser sends them: ``"fr-CA"``, ``["de", "fr", "en"]``.

    Examples
    --------
    >>> language_of("fr-CA"), language_of(["de", "fr"]), language_of("ja"), language_of(None)
    ('fr', 'fr', 'en', 'en')
    """
    tags = [wanted] if isinstance(wanted, str) else list(wanted or ())
    short = (str(tag).replace("_", "-").split("-")[0].lower() for tag in tags)
    return next((tag for tag in short if tag in LANGUAGES), LANGUAGES[0])


def need_language(lang: object) -> str:
    """Return the language if it is supported.

    Raises
    ------
    EngagelabError
        For another language.
    """
    if not (isinstance(lang, str) and lang in LANGUAGES):
        raise EngagelabError(f"lang: unknown language {lang!r}; choose from {listed(LANGUAGES)}")
    return lang
