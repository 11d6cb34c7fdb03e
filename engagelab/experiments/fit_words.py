"""What a fit says: its notes, its verdicts and its advice, each with a code to translate it by."""

from typing import Any

from ..errors import Message
from ..observed.remarks import filled
from ..simulation.scenario import Scenario

WORDS = {
    "fit_uncounted": "posts without a number that a fit can use were left out: {number} ({posts})",
    "fit_young": "posts younger than the lifetime of the plan were left out: {number} ({posts})",
    "fit_unknown_sum": "paid posts were left out, since it is unknown how many impressions were "
    "bought: {number} ({posts})",
    "fit_last": "of {posts} posts the last {number} were taken",
    "fit_scaled": "the page has {followers:,} followers; it was fitted in a town of {people:,} "
    "people, all numbers in proportion",
    "fit_pauses": "pauses between posts of more than {rounds} {rounds:round|rounds} were cut, "
    "since nothing happens in them",
    # what the posts say
    "fit_from": "{posts} posts ({measures}) were compared with {simulations:,} simulated campaigns",
    "fit_known": "{field}: {median:g}, {low:g} to {high:g} with 90% probability; your posts "
    "determine it",
    "fit_partly": "{field}: {median:g}, {low:g} to {high:g} with 90% probability; your posts "
    "narrow it, no more",
    "fit_edge": "{field}: {median:g}, {low:g} to {high:g} with 90% probability, at the edge of "
    "what studies support; your page may be outside it",
    "fit_nothing": "your posts say nothing about {field}; the plan keeps what studies support",
    "fit_record": "your posts say nothing about {field}; to learn it, record {measure}",
    "fit_product": "the product of {first} and {second} is known better ({share}% of its variance "
    "is explained) than either of them",
    "fit_ratio": "the ratio of {first} and {second} is known better ({share}% of its variance is "
    "explained) than either of them",
    "fit_held_out": "of {number} numbers of posts that were held out, {hits} are inside their 90% "
    "intervals; a log-normal of the other posts has {naive}",
    "fit_yardstick": "a log-normal of your last posts forecasts better than the fit; use it for "
    "the next post, and the fit for what a change of plan would do",
    "fit_better": "the intervals of the fit forecast each post from the others better than a "
    "log-normal of the other posts does",
    "fit_misfit": "{share}% of the numbers are outside the 90% intervals that the other posts "
    "give; the model does not describe these posts well",
    "fit_unlike": "no simulated campaign looks like these posts; look at seeds, paid impressions "
    "and the size of the audience",
    "fit_coverage": "the interval of {field} covers {share}% of the simulated values instead of "
    "90%; use more simulations",
    "fit_town": "all this assumes a town of {people_low:,g} to {people_high:,g} people with "
    "{ties_low:g} to {ties_high:g} ties each and groups of {size_low:g} to {size_high:g}; fields "
    "that were not fitted are those of the plan",
}


def fit_word(code: str, /, **values: Any) -> Message:
    """Return the text of a code, with its values filled in."""
    return filled(WORDS[code], code, values)


def named(name: str) -> Message:
    """Return the label of a field, which other languages translate by its dotted name."""
    if name not in Scenario.fields():
        return Message(name.replace("posts.", "").replace("_", " "))
    return Message(Scenario.field(name).label, "fields", {"fields": (name,)})


def significant(value: float) -> float:
    """Return a number with three significant digits.

    Examples
    --------
    >>> significant(0.123456), significant(1234.5)
    (0.123, 1230.0)
    """
    return float(f"{float(value):.3g}")
