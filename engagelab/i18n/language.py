"""Which language: the one that is asked for, or the first one that the browser's person reads."""

from collections.abc import Iterable

from ..errors import EngagelabError, listed

LANGUAGES = ("en", "fr")


def language_of(wanted: str | Iterable[str] | None) -> str:
    """Return the language of ours for a tag, or a browser's list of tags; English for none of them.

    Parameters
    ----------
    wanted : str or iterable of str or None
        Tags as a browser gives them, the dearest first: ``"fr-CA"``, ``["de", "fr", "en"]``.

    Examples
    --------
    >>> language_of("fr-CA"), language_of(["de", "fr"]), language_of("ja"), language_of(None)
    ('fr', 'fr', 'en', 'en')
    """
    tags = [wanted] if isinstance(wanted, str) else list(wanted or ())
    short = (str(tag).replace("_", "-").split("-")[0].lower() for tag in tags)
    return next((tag for tag in short if tag in LANGUAGES), LANGUAGES[0])


def need_language(lang: object) -> str:
    """Return the language, or refuse what is none of ours.

    Raises
    ------
    EngagelabError
        For another language.
    """
    if not (isinstance(lang, str) and lang in LANGUAGES):
        raise EngagelabError(f"lang: {lang!r} is not known; allowed are {listed(LANGUAGES)}")
    return lang
