"""Write the hand-over of a decision in several formats, all or none."""

import datetime
import os
from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Literal

from ...experiments.assumption_tests import AssumptionTests
from ...experiments.decision import Decision
from ...experiments.fit_record import FitRecord
from ...experiments.fit_result import Fit
from ...experiments.lead import LeadBreakdown
from ...i18n.texts import Texts, load
from ...io.arguments import checked
from ...io.atomic import folder_of
from ..export import check_folder, write_all
from ..formats import media, need_formats
from ..names import slug
from ..needs import missing_package
from ..rests_on import record_of
from .collect import facts_of
from .facts import Facts
from .story import Story

_WRITERS = {"pptx": ("deck", "pptx"), "xlsx": ("workbook", "xlsx"), "pdf": ("pages", "pdf"),
            "html": ("page", "html")}  # fmt: skip
DECISION_FORMATS = tuple(_WRITERS)


@checked
def hand_over_decision(
    decision: Decision,
    folder: str | os.PathLike[str],
    *,
    lead: LeadBreakdown | None = None,
    tests: AssumptionTests | None = None,
    warnings: Sequence[str] = (),
    formats: str | Iterable[str] = DECISION_FORMATS,
    lang: str = "en",
    currency: str = "",
    client: str = "",
    date: datetime.date | None = None,
    target: Literal["people", "return"] = "people",
    unit: Literal["day", "week"] = "day",
    fit: Fit | FitRecord | None = None,
) -> dict[str, Path]:
    """Write the files for a client: ten slides, a workbook, two pages and a web page.

    Parameters
    ----------
    decision : Decision
        From `compare_options`; at most four options.
    folder : path-like
        Folder for the files; created if its parent exists. Files of the same name are replaced.
    lead : LeadBreakdown, optional
        From `explain_lead`, of the second option and the first: why the first leads.
    tests : AssumptionTests, optional
        From `test_assumptions`: how sure the answer is.
    warnings : sequence of str
        All warnings shown with the options; they are in every file.
    formats : str or iterable of str
        Some of ``pptx``, ``xlsx``, ``pdf``, ``html``.
    lang : {"en", "fr"}
        Language of the files.
    currency : str
        Three letters, such as ``"EUR"``; if empty, money is a number without a sign.
    client : str
        Name of the client, for the cover.
    date : datetime.date, optional
        Date of the hand-over; by default today. The same decision and date give the same bytes.
    target : {"people", "return"}
        What decides if one option reaches most and another returns most.
    unit : {"day", "week"}
        What a round is.
    fit : Fit or FitRecord, optional
        The fit to posts that the plans have values from, as `calibrate` returns it, or its record.
        Assumptions with its values are called measured, and every file says what they rest on.

    Returns
    -------
    dict of str to pathlib.Path
        The file of each format.

    Raises
    ------
    EngagelabError
        For an unknown format or language, over four options, a lead of other options, a folder
        that is not writable, and packages that are not installed. No files remain.

    Examples
    --------
    >>> import tempfile
    >>> import engagelab as el
    >>> from engagelab.experiments.options import Option, compare_options
    >>> from engagelab.report import hand_over_decision
    >>> plan = el.Scenario(population={"people": 300})
    >>> options = [Option("Now", plan), Option("More", plan.replace({"invitations.invite": 0.5}))]
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     files = hand_over_decision(compare_options(options, towns=4), folder, formats="html")
    ...     print(files["html"].suffix)
    .html
    """
    names, t = need_formats(formats, DECISION_FORMATS), load(lang, currency)
    target_folder = folder_of(folder)
    check_folder(target_folder)
    facts = facts_of(decision, lead, tests, warnings=warnings, client=client, date=date,
                     target=target, unit=unit, fit=record_of(fit))  # fmt: skip
    return write_all(target_folder, {name: decision_to_bytes(facts, name, t) for name in names})


def decision_to_bytes(facts: Facts, format: str, t: Texts) -> tuple[str, str, bytes]:
    """Return a decision in one format: the file name, media type and bytes.

    Parameters
    ----------
    facts : Facts
        From `facts_of`.
    format : str
        One of `DECISION_FORMATS`.
    t : Texts
        Language and currency, from `engagelab.i18n.load`.

    Raises
    ------
    EngagelabError
        For an unknown format, or a package that is not installed.

    Examples
    --------
    >>> import engagelab as el
    >>> from engagelab.experiments.options import Option, compare_options
    >>> from engagelab.i18n import load
    >>> plan = el.Scenario(population={"people": 300})
    >>> facts = facts_of(compare_options([Option("Now", plan)], towns=4))
    >>> name, mimetype, data = decision_to_bytes(facts, "html", load("fr", "EUR"))
    >>> mimetype, data[:15]
    ('text/html', b'<!DOCTYPE html>')
    """
    (name,) = need_formats(format, DECISION_FORMATS)
    module, function = _WRITERS[name]
    try:
        writer = getattr(import_module(f".{module}", __package__), function)
    except ModuleNotFoundError as error:
        raise missing_package(error) from None
    ending, mimetype = media(name)
    return f"{_file_name(facts)}{ending}", mimetype, writer(Story(facts, t))


def _file_name(facts: Facts) -> str:
    """Return the file name without its ending: the first option's name, and its hash."""
    return f"{slug(facts.subject.name) or 'decision'}-{facts.subject.digest[:6]}"
