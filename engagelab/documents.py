"""YAML as data: no repeats of a key, errors with their line."""

from typing import Any

import yaml

from .errors import EngagelabError


class Loader(yaml.SafeLoader):
    """YAML without repeats of a key, which would silently lose the first value."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Build a mapping from names to values, or refuse one in which a name stands twice."""
        found: dict[Any, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise _at(key, "a list or mapping is no name of a section or field")
            if key.value in found:
                raise _at(key, f"{key.value!r} stands twice")
            # as written: `yes` and `1` are names here, not a truth and a number
            found[key.value] = self.construct_object(value, deep=True)
        return found


def _at(node: yaml.Node, problem: str) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=problem, problem_mark=node.start_mark)


def read_yaml(text: str, where: str) -> dict[str, Any]:
    """Read a document of sections from YAML.

    Raises
    ------
    EngagelabError
        For text that is no YAML, with the line, or no list of sections.
    """
    try:
        document = yaml.load(text, Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "is no YAML"
        raise EngagelabError(f"{where}{line}: {problem}; correct the line") from None
    if document is None:
        return {}
    if not isinstance(document, dict):
        raise EngagelabError(f"{where}: is no plan; a plan is a list of sections with fields")
    return document
