"""Exports of posts are read as what they count, and say what they cannot tell."""

import io

import pandas as pd
import pytest
from data_home import real, shared_cases

import engagelab as el
from engagelab.errors import EngagelabError

EXPORTS = shared_cases("exports")
TRUTH = EXPORTS / "truth.csv"
needs_exports = pytest.mark.skipif(
    not TRUTH.is_file(), reason="the synthetic exports are not on this machine"
)
HELD = {
    "linkedin_page_content.xls": "shares paid",
    "linkedin_page_content.xls linkedin_page_followers.xls": "shares paid joins",
    "meta_posts.csv": "reads shares",
    "meta_posts.csv meta_follows.csv": "reads shares joins",
    "facebook_insights_2014_form.csv": "reads shares",
    "instagram_posts.csv": "reads shares",
    "x_content.csv": "shares",
    "x_content.csv x_overview.csv": "shares joins",
    "youtube_table.csv": "shares joins",
    "mailchimp_campaigns.csv": "reads shares",
    "mastodon_statuses.csv": "shares",
    "buffer_posts.csv": "reads shares",
    "meta_posts.csv viva_engage_community.csv": "reads shares joins",
    "truth.csv": "reads shares joins paid",
}
REMARKS = {
    "linkedin_page_content.xls": "LinkedIn has no reach for a post",
    "linkedin_page_followers.xls": "invited automatically are left out",
    "meta_posts.csv": "organic and boosted delivery together",
    "instagram_posts.csv": "follows are those from the post itself",
    "x_content.csv": "Shares in this export are private sends",
    "youtube_table.csv": "views are not people",
    "mailchimp_campaigns.csv": "opens are inflated",
    "mastodon_statuses.csv": "neither reach nor impressions",
    "buffer_posts.csv": "reach must not be added up",
    "viva_engage_community.csv": "messages read are not people",
    "facebook_insights_2014_form.csv": "not how many impressions were bought",
    "ga4_landing_pages.csv": "they are clicks and not reach",
}


def truth() -> pd.DataFrame:
    return pd.read_csv(TRUTH).rename(columns={"reach": "reads"})


def exported(names: str) -> el.ObservedPosts:
    if any(name.endswith(".xls") for name in names.split()):
        pytest.importorskip("python_calamine")
    return el.read_observed(*(EXPORTS / name for name in names.split()))


def table(text: str, **stated: object) -> el.ObservedPosts:
    return el.read_observed(io.StringIO(text), **stated)


@needs_exports
@pytest.mark.parametrize(("names", "columns"), HELD.items())
def test_an_export_gives_back_what_happened(names: str, columns: str) -> None:
    found, wanted = exported(names), truth()
    if "facebook_insights" not in names and "mastodon" not in names:
        assert found.names == wanted["post"].tolist()
    assert len(found.posts) == 10
    for column in columns.split():
        values = found.posts["paid"] if column == "paid" else found.value(column)
        assert values.tolist() == wanted[column].tolist(), column
    if found.posts["round"].notna().all():
        assert found.posts["round"].tolist() == wanted["round"].tolist()
    absent = {"reads", "shares", "joins"} - set(columns.split())
    assert not absent & set(found.measures)


@needs_exports
@pytest.mark.parametrize(("name", "text"), REMARKS.items())
def test_what_a_column_cannot_tell_is_said(name: str, text: str) -> None:
    with_posts = "followers" in name or "viva" in name
    notes = exported(f"meta_posts.csv {name}" if with_posts else name).notes
    assert any(text in note for note in notes)


@needs_exports
def test_the_traps_of_the_exports() -> None:
    boosted = exported("linkedin_page_content.xls")
    assert boosted.value("impressions").iloc[-1] == 637
    assert boosted.value("impressions", unpaid=True).iloc[-1] == 337
    assert exported("instagram_posts.csv").value("follows").iloc[0] == 32
    assert exported("meta_posts.csv").value("impressions").isna().sum() == 1
    facebook = exported("facebook_insights_2014_form.csv").posts
    assert facebook["followers"].tolist()[:2] == [3000, 3098]
    assert facebook["paid"].isna().sum() == 4
    clicks = exported("ga4_landing_pages.csv")
    assert clicks.measures == ("clicks",)
    assert str(clicks.rows["as_of"].iloc[0])[:10] == "2026-10-13"
    assert (exported("mailchimp_campaigns.csv").posts["followers"] > 2900).all()


def test_an_export_with_the_newest_post_first_is_turned_round_and_says_so() -> None:
    text = "Page total likes;Lifetime Post Total Reach;share\n300;9;1\n200;8;1\n100;7;1\n"
    observed = el.read_observed(io.StringIO(text))
    assert observed.posts["followers"].tolist() == [100, 200, 300]
    assert any("newest post first, so its order is reversed" in note for note in observed.notes)
    assert not any("in the order of the file" in note for note in observed.notes)


@needs_exports
def test_channels_and_days_alone_have_no_posts() -> None:
    with pytest.raises(EngagelabError, match=r"slack_channels\.csv: this export has channels and"):
        exported("slack_channels.csv")
    with pytest.raises(EngagelabError, match="no posts: the export has days only"):
        exported("viva_engage_community.csv")


@needs_exports
def test_days_go_to_a_calendar_of_posts() -> None:
    calendar = pd.DataFrame({"post": ["A", "B"], "date": ["2026-07-06", "2026-07-16"]})
    found = el.read_observed(calendar, EXPORTS / "meta_follows.csv")
    assert found.value("joins").iloc[0] == 98


def test_localised_headers_in_any_order_beside_anything() -> None:
    text = "Extra;Delningar;Räckvidd;Titel;Publiceringstid\nx;3;1 204;Hej;2026-07-06 09:00\n"
    found = table(text)
    assert found.names == ["Hej"]
    assert found.table[["reads", "shares"]].iloc[0].tolist() == [1204, 3]


def test_totals_replies_and_repeated_rows_are_left_out() -> None:
    text = "post,round,reach\nA,0,10\nA,0,10\nB,5,20\nTotal,,30\n"
    found = table(text)
    assert found.value("reads").tolist() == [10, 20]
    assert [n.code for n in found.notes if "left out" in n] == ["results_totals", "results_doubled"]


def test_negative_totals_are_left_out_and_negative_days_are_added_up() -> None:
    assert table("post,round,reach,shares\nA,0,10,-2\n").value("shares").isna().all()
    days = io.StringIO(
        "Date,New follows,Unfollows,Impressions\n2026-07-06,5,0,9\n2026-07-07,-2,0,9\n"
    )
    posts = io.StringIO("post,date,reach\nA,2026-07-05,10\n")
    assert el.read_observed(posts, days).value("joins").tolist() == [3]


def test_points_before_three_digits_are_marks_of_thousands() -> None:
    text = "post;round;reach;shares\nA;0;1.200;3\nB;7;12.345;1.001\nC;14;90;5\n"
    found = table(text)
    assert found.value("reads").tolist() == [1_200, 12_345, 90]
    assert found.value("shares").tolist() == [3, 1_001, 5]
    noted = [note for note in found.notes if note.code == "results_thousands"]
    assert [note.endswith(" were read as marks of thousands") for note in noted] == [True, True]
    stated = table(text, decimal=".")
    assert stated.value("reads").tolist() == [1.2, 12.345, 90]
    mixed = table(text.replace("90", "90.5"))
    assert mixed.value("reads").tolist() == [1.2, 12.345, 90.5]
    assert table(text.replace("90", "0.500")).value("reads").tolist() == [1.2, 12.345, 0.5]


def test_posts_with_one_title_are_told_apart() -> None:
    found = table("title,date,reach\nNews,2026-07-06,1\nNews,2026-07-09,2\n,2026-07-10,3\n")
    assert found.names == ["News (2026-07-06)", "News (2026-07-09)", "2026-07-10"]


def test_ids_that_lost_digits_are_not_used() -> None:
    text = ("Post ID,Title,Publish time,Reach\n1.22E+17,A,07/16/2026 09:00,5\n"
            "1.22E+17,B,07/17/2026 09:00,6\n")  # fmt: skip
    found = table(text)
    assert found.value("reads").tolist() == [5, 6]
    assert any(note.code == "results_ids" for note in found.notes)


def test_dates_that_can_be_read_both_ways_are_noted_and_can_be_stated() -> None:
    text = "post,date,reach\nA,07/06/2026,1\nB,08/06/2026,2\n"
    found = table(text)
    assert found.posts["round"].tolist() == [0, 31]
    assert any("month/day/year" in note for note in found.notes)
    assert table(text, dayfirst=True).posts["round"].tolist() == [0, 1]


def test_the_time_zone_moves_the_day_of_a_post() -> None:
    text = "post,date,reach\nA,2026-07-06 22:00,1\nB,2026-07-08 09:00,2\n"
    moved = table(text, timezone=("America/Los_Angeles", "Europe/Paris")).posts["date"]
    assert moved.dt.day.tolist() == [7, 8]


def test_what_is_stated_goes_with_the_posts() -> None:
    text = "Titre,Jour,Vus\nA,2026-07-06,9\nB,2026-07-08,8\n"
    found = table(text, columns={"reads": "Vus"}, seeds=[5, 6], paid={"B": 300}, as_of="2026-07-20")
    assert found.posts[["seeds", "paid"]].fillna(-1).to_numpy().tolist() == [[5, -1], [6, 300]]
    assert found.replace(reads=[1, None]).value("reads").tolist() == [1, 8]


@pytest.mark.parametrize(
    ("text", "stated", "message"),
    [
        ("post,round,reach\nA,0,many\n", {}, "line 2: column 'reach' holds 'many'"),
        ("post,date,reach\nA,soon,1\n", {}, "line 2: column 'date' holds 'soon', which is not a"),
        ("post,colour\nA,red\n", {}, "no column with a measure of posts"),
        ("post,round,reach\nA,0,1\n", {"seeds": -1}, "seeds: -1 is not allowed"),
        ("post,round,reach\nA,0,1\n", {"seeds": [1, 2]}, "seeds: [1, 2] is not allowed"),
        ("post,round,reach\nA,0,1\n", {"seeds": {"C": 1}}, "seeds: 'C' is not a post"),
        ("post,round,reach\nA,0,1\n", {"columns": {"reads": "Seen"}}, "no column 'Seen'"),
        ("post,round,reach\nA,0,1\n", {"columns": {"likes": "reach"}}, "'likes' is not known"),
        ("post,round,reach\nA,0,1\n", {"as_of": "later"}, "as_of: 'later' is not a date"),
        ("post,round,reach\nA,0,1\n", {"timezone": "Mars"}, "timezone: 'Mars' is not a time zone"),
    ],
)
def test_mistakes_name_the_place_and_what_to_do(
    text: str, stated: dict[str, object], message: str
) -> None:
    with pytest.raises(EngagelabError) as caught:
        table(text, **stated)
    assert message in str(caught.value)


def test_no_file_is_refused() -> None:
    with pytest.raises(EngagelabError, match="no file was given"):
        el.read_observed()


def test_the_posts_of_a_real_page() -> None:
    found = el.read_observed(real("facebook-metrics") / "posts.csv")
    assert len(found.posts) > 400
    assert {"reads", "shares", "impressions"} <= set(found.measures)
    assert found.posts["followers"].iloc[0] < found.posts["followers"].iloc[-1]  # the oldest first
