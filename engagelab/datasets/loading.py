"""Loading data sets by name: facts and classic networks in the package, others downloaded.

``datasets/README.md`` gives the source, the licence and the citation of each.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal, TypeAlias, overload

import networkx as nx
import pandas as pd

from ..errors import EngagelabError, listed, nearest
from ..graphs.network import Network
from ..graphs.reading.read import read_network
from ..io.arguments import checked
from ..observed.diffusion import Diffusion
from . import converters
from .fetch import Places, cached_table, fetched_blob, fetched_table
from .registry import entry_of, shipped

Loaded: TypeAlias = Network | Diffusion | pd.DataFrame

_UNITS = {
    "P06": "kinds of groups",
    "P07": "kinds of groups",
    "P09": "hours a week",
    "P15": "groups",
    "P16": "hours a week",
    "P70": "people",
}


@dataclass(frozen=True)
class _Study:
    """A survey of times of adoption in several communities."""

    name: str
    never: int
    """The time that codes "never"."""
    community: str
    """The column of communities; a person's label is 1,000 times the community plus the number."""
    columns: tuple[str, ...] = ()
    """The columns of the survey to load; if empty, all."""
    by_survey: bool = False
    """Whether times come from the survey instead of the published diffusion."""


_SURVEY_COLUMNS = ("village", "id", "toa", "cfp", "club1", "club2", "commun")
_KOREA = _Study(
    "korean-family-planning",
    never=11,
    community="village",
    columns=(*_SURVEY_COLUMNS, *(f"media{i}" for i in range(1, 20))),
)


@overload
def load(
    name: Literal["davis", "karate", "invs13", "invs15"],
    *,
    cache: str | os.PathLike[str] | None = None,
    home: str | None = None,
) -> Network: ...
@overload
def load(
    name: Literal["korean-family-planning", "korean-family-planning-survey", "medical-innovation"],
    *,
    cache: str | os.PathLike[str] | None = None,
    home: str | None = None,
) -> Diffusion: ...
@overload
def load(
    name: Literal["code-review-trivago", "pew-2011", "studies"],
    *,
    cache: str | os.PathLike[str] | None = None,
    home: str | None = None,
) -> pd.DataFrame: ...
@overload
def load(
    name: str, *, cache: str | os.PathLike[str] | None = None, home: str | None = None
) -> Loaded: ...
@checked
def load(
    name: str, *, cache: str | os.PathLike[str] | None = None, home: str | None = None
) -> Loaded:
    """Load a data set: a `Network`, a `Diffusion` if it has times of adoption, or a frame.

    ====================================  ==========================================================
    ``"davis"``                           18 women, 14 social events as groups; a tie weighs the
                                          events in common [1]_
    ``"karate"``                          34 members of a karate club, the two clubs it split into
                                          as groups; a tie weighs the contexts in which two met [2]_
    ``"invs13"``                          an office building, ten days of 2013: 92 people,
                                          departments as groups; a tie weighs the 20-second
                                          intervals face to face [3]_
    ``"invs15"``                          the same in 2015: 217 people in contact, 15 without [4]_
    ``"korean-family-planning"``          1,047 women in 25 villages, the year (1 to 10) in which
                                          they first planned their family, as published: most of
                                          these times belong to other women, see below [5]_
    ``"korean-family-planning-survey"``   the same with the times of the survey
    ``"medical-innovation"``              125 physicians in 4 cities, the month (1 to 17) in which
                                          they first prescribed a new drug [6]_
    ``"code-review-trivago"``             2,442 code reviews of four weeks with all participants,
                                          as groups with a time [7]_
    ``"pew-2011"``                        figures of a survey of adults in the US on groups and the
                                          internet [8]_
    ``"studies"``                         figures of other studies of sharing and participation
    ====================================  ==========================================================

    The classics and the figures come with the package; the others are downloaded at their first
    use, verified and cached. People who are listed in a department but had no contact are included,
    without ties.

    In the two diffusions people were asked whom they turn to. A tie goes from the person named to
    the person who names them, since the latter is exposed; its weight is the number of times that
    one named the other. Villages and cities are groups. People who had not adopted by the end have
    no time; published tables let them adopt in the period after, and so does
    ``diffusion.filled()``.

    The Korean diffusion as published lists people in the order of their labels as text, village 10
    first, but times in the order of the survey, village 1 first. It is included for comparison with
    published results; for any question about these women use ``"korean-family-planning-survey"``.

    Parameters
    ----------
    name : str
        One of `names`.
    cache : path-like, optional
        The folder for downloaded files, by default that of the environment variable
        ``ENGAGELAB_DATA``, or else the system's cache folder. It may be read-only if it already
        has the files.
    home : str, optional
        The address to download from instead of `HOME`, such as that of a mirror.

    Returns
    -------
    Network, Diffusion or pandas.DataFrame
        In the frame of ``"pew-2011"``, `value` and `comparison` are numbers, in `unit`;
        `comparison` is NaN if the survey has no comparison. In that of the code reviews, `start`
        and `end` are dates with time, and `participants` is a tuple of whole numbers.

    Raises
    ------
    EngagelabError
        For an unknown name, a file that cannot be downloaded or stored, or one whose content
        differs from the record; such a file is never replaced silently. The diffusions are files
        of R, which need ``pip install 'engagelab[data]'``.

    References
    ----------
    .. [1] A. Davis, B. B. Gardner, M. R. Gardner (1941), Deep South, University of Chicago Press.
    .. [2] W. W. Zachary (1977), An information flow model for conflict and fission in small
       groups, Journal of Anthropological Research 33(4), doi:10.1086/jar.33.4.3629752
    .. [3] M. Génois et al. (2015), Data on face-to-face contacts in an office building suggest a
       low-cost vaccination strategy based on community linkers, Network Science 3(3),
       doi:10.1017/nws.2015.10
    .. [4] M. Génois, A. Barrat (2018), Can co-location be used as a proxy for face-to-face
       contacts?, EPJ Data Science 7:11, doi:10.1140/epjds/s13688-018-0140-1
    .. [5] E. M. Rogers, D. L. Kincaid (1981), Communication Networks, Free Press; T. W. Valente
       (1996), Social network thresholds in the diffusion of innovations, Social Networks 18(1),
       doi:10.1016/0378-8733(95)00256-1
    .. [6] J. S. Coleman, E. Katz, H. Menzel (1966), Medical Innovation, Bobbs-Merrill; R. S. Burt
       (1987), Social contagion and innovation, American Journal of Sociology 92(6),
       doi:10.1086/228667
    .. [7] M. Dorner et al. (2025), The upper bound of information diffusion in code review,
       Empirical Software Engineering 30(1):2, doi:10.1007/s10664-024-10442-y
    .. [8] L. Rainie, K. Purcell, A. Smith (2011), The Social Side of the Internet, Pew Internet &
       American Life Project.

    Examples
    --------
    >>> import engagelab as el
    >>> el.datasets.load("davis")
    Network(people=18, ties=139, groups=14, memberships=89)
    >>> facts = el.datasets.load("pew-2011").set_index("id")
    >>> facts.loc[["P01", "P03"], ["value", "comparison", "unit"]]
         value  comparison unit
    id
    P01   80.0        56.0    %
    P03   82.0        77.0    %
    """
    if name not in _LOADERS:
        known = f"{listed(map(repr, _LOADERS))}{nearest(name, _LOADERS)}"
        raise EngagelabError(f"data set {name!r} is not known; give one of {known}")
    return _LOADERS[name](Places.of(cache, home))


def names() -> list[str]:
    """Return the names of all data sets that `load` knows.

    Examples
    --------
    >>> import engagelab as el
    >>> el.datasets.names()
    ['davis', 'karate', 'invs13', 'invs15', 'korean-family-planning',
     'korean-family-planning-survey', 'medical-innovation', 'code-review-trivago', 'pew-2011',
     'studies']
    """
    return list(_LOADERS)


def _davis(_: Places) -> Network:
    both = nx.davis_southern_women_graph()
    women, events = both.graph["top"], both.graph["bottom"]
    ties = nx.bipartite.weighted_projected_graph(both, women)
    # the attribute separates women from events, and only women remain
    for person in ties:
        ties.nodes[person].pop("bipartite", None)
    return Network.from_networkx(ties, groups={event: sorted(both[event]) for event in events})


def _karate(_: Places) -> Network:
    graph = nx.karate_club_graph()
    clubs: dict[str, list[int]] = {}
    for person, club in graph.nodes(data="club"):
        clubs.setdefault(club, []).append(person)
    return Network.from_networkx(graph, groups=clubs)


def _office(name: str, places: Places) -> Network:
    """Load one of the two offices, whose files have no header."""
    contacts = fetched_table(entry_of(name, "contacts.dat"), places)
    departments = fetched_table(entry_of(name, "departments.txt"), places)
    return read_network(
        contacts,
        departments,
        header={"ties": ("time", "a", "b"), "groups": ("person", "group")},
        columns={"source": "a", "target": "b", "person": "person", "group": "group"},
        repeats="sum",  # each row is one interval of 20 seconds
    )


def _diffusion(study: _Study, places: Places) -> Diffusion:
    """Load a survey of nominations and times of adoption."""
    tables = _tables(study, places)
    ties, people, labels = tables["edges.csv"], tables["people.csv"], tables["adoption.csv"]["id"]
    people.index = pd.Index(people[study.community] * 1000 + people["id"])
    times = people["toa"] if study.by_survey else tables["adoption.csv"].set_index("id")["toa"]
    groups = people.groupby(study.community).groups
    network = Network.from_frame(
        ties,
        {f"{study.community} {number}": list(members) for number, members in groups.items()},
        people=labels.tolist(),
        columns=("to", "from"),
        weight="weight",
        directed=True,
    )
    adopted = times[times < study.never]
    return Diffusion.of(network, adopted, periods=(1, study.never - 1), people=people)


def _tables(study: _Study, places: Places) -> dict[str, pd.DataFrame]:
    """Return the tables of a study, from the cache or converted from the downloaded files."""
    objects: dict[str, converters.Objects] = {}
    tables = {}
    for file in ("edges.csv", "adoption.csv", "people.csv"):
        entry = entry_of(study.name, file)
        if (path := cached_table(entry, places)) is not None:
            tables[file] = pd.read_csv(path)
            continue
        if entry["path"] not in objects:
            # A missing package is reported before anything is downloaded.
            converters.need_rdata()
            blob = fetched_blob(entry, places)
            objects[entry["path"]] = converters.read_rdata(blob, str(places.blob(entry)))
        tables[file] = converters.table(file, objects[entry["path"]], study.columns)
    return tables


def _reviews(places: Places) -> pd.DataFrame:
    entry = entry_of("code-review-trivago", "reviews.csv")
    if (path := cached_table(entry, places)) is not None:
        rows = pd.read_csv(path, dtype="str", keep_default_na=False)
    else:
        rows = converters.reviews(fetched_blob(entry, places), str(places.blob(entry)))
    for end in ("start", "end"):
        rows[end] = pd.to_datetime(rows[end], format="ISO8601")
    rows["participants"] = [tuple(map(int, people.split())) for people in rows["participants"]]
    return rows


def _pew(_: Places) -> pd.DataFrame:
    facts = shipped("pew_2011.csv").rename(columns={"value_pct_or_num": "value"})
    for name in ("value", "comparison"):
        facts[name] = facts[name].replace("", "nan").astype("float64")
    facts.insert(3, "unit", [_UNITS.get(row, "%") for row in facts["id"]])
    # "same as P30" refers to the population of that row
    populations = facts.set_index("id")["population"]
    facts["population"] = facts["population"].replace(
        {f"same as {row}": people for row, people in populations.items()}
    )
    return facts


def _studies(_: Places) -> pd.DataFrame:
    return shipped("studies.csv")


_LOADERS: Mapping[str, Callable[[Places], Loaded]] = {
    "davis": _davis,
    "karate": _karate,
    "invs13": partial(_office, "invs13"),
    "invs15": partial(_office, "invs15"),
    "korean-family-planning": partial(_diffusion, _KOREA),
    "korean-family-planning-survey": partial(_diffusion, replace(_KOREA, by_survey=True)),
    "medical-innovation": partial(
        _diffusion, _Study("medical-innovation", never=18, community="city")
    ),
    "code-review-trivago": _reviews,
    "pew-2011": _pew,
    "studies": _studies,
}
