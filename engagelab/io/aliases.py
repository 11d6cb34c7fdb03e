"""Second names for modules, so that ``import engagelab.metrics`` finds ``simulation.metrics``."""

import sys
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any


def add_aliases(package: str, **homes: str) -> None:
    """Make modules importable by a second name, as the same module object.

    Parameters
    ----------
    package : str
        The name of the package.
    **homes : str
        The module that each second name stands for; both are relative to the package.

    Examples
    --------
    >>> import engagelab.metrics, engagelab.simulation.metrics
    >>> engagelab.metrics is engagelab.simulation.metrics
    True
    """
    sys.meta_path.append(
        _Finder({f"{package}.{name}": f"{package}.{home}" for name, home in homes.items()})
    )


class _Finder(MetaPathFinder):
    def __init__(self, homes: dict[str, str]) -> None:
        self._homes = homes

    def find_spec(self, fullname: str, *_: Any) -> ModuleSpec | None:
        home = self._homes.get(fullname)
        return None if home is None else ModuleSpec(fullname, _Alias(home))


class _Alias(Loader):
    def __init__(self, home: str) -> None:
        self._home = home

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        module = import_module(self._home)
        self._spec = module.__spec__  # the import system replaces it by the alias's own
        return module

    def exec_module(self, module: ModuleType) -> None:
        module.__spec__ = self._spec
