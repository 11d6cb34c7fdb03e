import numpy as np
import pytest

import engagelab as el
from engagelab.workbench.state.plan_on_network import playable, suited


@pytest.mark.parametrize("name", el.Scenario.presets())
def test_every_preset_runs_on_a_network_without_roles(name):
    network = el.Network.from_arrays(
        np.arange(40), (np.arange(40) + 1) % 40, groups={"choir": list(range(12))}
    )
    plan = suited(el.Scenario.preset(name), network)
    outcome = plan.run(runs=3, network=network)
    assert el.reach(outcome).mean() >= 1


def test_a_plan_that_fits_is_left_as_it_is():
    plan = el.Scenario(campaign={"posts": [{"seeds": 2}]})
    network = el.Network.from_arrays([0, 1, 2, 3], [1, 2, 3, 0], people=4)
    assert suited(plan, network) is plan
    town = el.graphs.town(people=500, key=1)
    plan = el.Scenario.preset("voucher")
    assert suited(plan, town) is plan


def test_a_plan_is_playable_once_its_posts_find_people_who_can_start_them():
    network = el.Network.from_arrays([0, 1, 2, 3], [1, 2, 3, 0], people=4)
    for campaign in (
        {"posts": [{"origin": "customer"}]},
        {"posts": [{"people": [3, 99]}]},
        {"posts": [{"groups": ["choir"]}]},
        {"posts": [{"origin": "organisation"}], "own_size": 5},
    ):
        plan = el.Scenario(campaign=campaign)
        assert not playable(plan, network)
        assert playable(suited(plan, network), network)
        suited(plan, network).run(runs=1, network=network)


def test_the_own_space_has_at_most_all_people():
    network = el.Network.from_arrays([0, 1, 2, 3], [1, 2, 3, 0], people=4)
    plan = el.Scenario(campaign={"posts": [{"origin": "organisation", "paid": 90}], "own_size": 5})
    fitting = suited(plan, network)
    assert fitting.campaign.own_size == 4
    assert fitting.campaign.posts == plan.campaign.posts
