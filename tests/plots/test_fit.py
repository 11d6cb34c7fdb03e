"""Pictures of a fit show its intervals and posts."""

import pytest
from fitted import fit

from engagelab.errors import EngagelabError
from engagelab.plots import plot_fit, plot_forecasts

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("figures_are_closed")]


def test_each_field_has_the_prior_s_band_and_its_interval() -> None:
    ax = plot_fit(fit())
    bars = [bar for bar in ax.patches if bar.get_height() == pytest.approx(0.35)]
    shares = fit().shares
    assert [bar.get_width() for bar in bars] == pytest.approx(shares["high"] - shares["low"])
    assert "willingness to share\nidentified" in [text.get_text() for text in ax.get_yticklabels()]


def test_posts_stand_beside_both_forecasts_and_those_held_out_have_a_ring() -> None:
    ax = plot_forecasts(fit(), "joins")
    observed, rings = ax.lines
    posts = fit().posts.query("measure == 'joins'")
    assert observed.get_ydata().tolist() == posts["observed"].tolist()
    assert len(rings.get_xdata()) == 2
    assert [len(bars.get_segments()) for bars in ax.collections] == [8, 8]


def test_what_is_not_there_is_refused() -> None:
    with pytest.raises(EngagelabError, match="fit: 'fit' is not of type Fit"):
        plot_fit("fit")
    with pytest.raises(EngagelabError, match="measure: 'likes' was not observed; give one of"):
        plot_forecasts(fit(), "likes")
