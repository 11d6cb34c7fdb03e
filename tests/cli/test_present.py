"""``present`` and ``slides``: their arguments are checked before anything starts."""

import pytest

from engagelab.cli import present
from engagelab.errors import EngagelabError
from engagelab.simulation.limits import VISITORS


def test_a_folder_has_to_contain_notebooks(tmp_path):
    with pytest.raises(EngagelabError, match=r"--folder: .*none does not exist; name a folder"):
        present._folder(tmp_path / "none")
    with pytest.raises(EngagelabError, match=r"--folder: .* contains no notebooks; name another"):
        present._folder(tmp_path)
    (tmp_path / "a.ipynb").write_text("{}")
    assert present._folder(tmp_path) == tmp_path
    assert any(present._folder(None).glob("*.ipynb"))


@pytest.mark.parametrize("host", ["999.1.1.1", "192.0.2.7", "no such host", "a" * 300])
def test_an_address_has_to_be_of_this_machine(host):
    with pytest.raises(EngagelabError, match=r"--host: .* is not an address of this machine; give"):
        present._need_address(host)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0.0.0.0", ""])
def test_addresses_of_this_machine_are_accepted(host):
    present._need_address(host)


@pytest.mark.parametrize("name", ["a b", "http://example.org", "example.org/", "[::1"])
def test_a_name_has_to_be_a_host_name(name):
    with pytest.raises(EngagelabError, match=r"--name: .* is not a host name; give a name such as"):
        present._need_names(("plans.example.org:443", name))


def test_the_help_states_the_limits(said):
    status, out, _ = said("present", "--help")
    text = " ".join(out.split())
    assert status == 0
    for name in ("people", "runs", "posts", "exposures"):
        assert f"{getattr(VISITORS, name):,} {name}" in text
    assert f"{VISITORS.memory // 10**9} GB of memory" in text
    assert "--max-visitors" in text


def test_slides_need_a_folder_that_can_be_written_to(refused, tmp_path):
    (tmp_path / "book.ipynb").write_text("{}")
    assert "no/a.html cannot be written" in refused("slides", "book.ipynb", "--to", "no/a.html")
