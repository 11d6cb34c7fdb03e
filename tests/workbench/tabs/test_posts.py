import pytest

from engagelab import EngagelabError
from engagelab.i18n import load
from engagelab.models import Post
from engagelab.workbench.tabs.posts import posts_of, refusals_in, row_of

POSTS = (
    Post(),
    Post(round=7, origin="customer", seeds=1_000, paid=25),
    Post(relevance=0.25, name="spring, again"),
    Post(groups=("choir", 3, "3", "-4", "a, b")),
    Post(people=("Ann", 3, "3", "-4", "a, b"), round=2),
    Post(origin="organisation", paid=70_000),
)


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("post", POSTS)
def test_a_row_gives_the_post_again(post, lang):
    assert posts_of([row_of(post, lang)], load(lang)) == ((post,), {})


def test_numbers_are_written_in_the_language():
    assert row_of(POSTS[2], "fr")["relevance"] == "0,25"
    assert row_of(POSTS[2], "en")["relevance"] == "0.25"
    assert row_of(POSTS[0], "en")["relevance"] == ""


@pytest.mark.parametrize(
    ("cell", "text", "says"),
    [
        ("seeds", "-4", "below the lowest value allowed"),
        ("seeds", "many", "“many” is not allowed; give a whole number from 0"),
        ("seeds", "", "is empty; give a whole number from 0"),
        ("round", "1.5", "“1.5” is not allowed"),
        ("relevance", "2", "above the highest value allowed"),
        ("origin", "nobody", "is not one of the choices"),
    ],
)
def test_an_unreadable_cell_is_refused_at_its_row(cell, text, says):
    rows = [row_of(POSTS[0], "en"), {**row_of(POSTS[1], "en"), cell: text}]
    posts, refused = posts_of(rows, load("en"))
    field = cell.partition(".")[0]
    assert posts == (POSTS[0], POSTS[1].replace(**{field: getattr(Post(), field)}))
    assert list(refused) == [1]
    assert list(refused[1]) == [cell]
    assert says in refused[1][cell]


def test_all_refusals_of_a_row_are_reported_at_once():
    row = {**row_of(POSTS[0], "en"), "seeds": "x", "round": "-1"}
    _, refused = posts_of([row], load("en"))
    assert set(refused[0]) == {"seeds", "round"}


def test_only_errors_of_posts_are_shown_in_rows():
    error = EngagelabError("both", (("groups.size", "no"), ("campaign.posts.11.paid", "too many")))
    assert refusals_in(error) == {11: {"paid": "too many"}}


def test_seeds_are_not_read_where_none_are_needed():
    for row in (
        row_of(Post(origin="organisation"), "en") | {"seeds": "many"},
        row_of(Post(people=("Ann",)), "en") | {"seeds": "many"},
    ):
        (post,), refused = posts_of([row], load("en"))
        assert refused == {}
        assert post.starters == len(post.people)


def test_people_named_for_the_organisation_are_refused_at_their_cell():
    row = row_of(Post(origin="organisation"), "en") | {"people": "Ann"}
    _, refused = posts_of([row], load("en"))
    assert "1 requested, but a post of the organisation has no seeds" in refused[0]["people"]
