"""YAML as data: no repeats of a key, errors with their line."""

from collections.abc import Iterator
from typing import Any

import yaml

from ..errors import EngagelabError, Message, as_text, message, refused

# what PyYAML finds wrong, by the code under which other languages say it
_PROBLEMS = {
    "mapping values are not allowed here": "yaml_colon",
    "could not find expected ':'": "yaml_no_colon",
    "found undefined alias": "yaml_alias",
    "found unexpected end of stream": "yaml_end",
    "expected ',' or ']', but got": "yaml_list",
    "expected ',' or '}', but got": "yaml_braces",
    "found character '\\t' that cannot start any token": "yaml_tab",
    "found character": "yaml_sign",
    "expected the node content": "yaml_no_value",
    "expected <block end>, but found": "yaml_indent",
    "could not determine a constructor for the tag": "yaml_tag",
    "is no YAML": "yaml_none",
}


class Loader(yaml.SafeLoader):
    """YAML without repeats of a key, which would silently lose the first value."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Build a mapping from names to values, or refuse one in which a name stands twice."""
        found: dict[Any, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                text = "a list or mapping is no name of a section or field"
                raise _at(key, Message(text, "yaml_key"))
            if key.value in found:
                text = f"{key.value!r} stands twice"
                raise _at(key, Message(text, "yaml_twice", {"name": key.value}))
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
        problem = _problem(error)
        if mark is None:
            raise refused(where, "yaml", problem=problem) from None
        line = min(mark.line + 1, len(text.splitlines()))  # the end of the text is on no line
        text = message("yaml_line", line=line, problem=problem)
        whole = f"{where}, line {line}: {problem}; correct the line"
        raise EngagelabError(whole, ((where, text),)) from None
    except (ValueError, TypeError, AttributeError):  # a date of no calendar, a marked value
        problem = Message("a value is not what its form says", "yaml_value")
        raise refused(where, "yaml", problem=problem) from None
    if document is None:
        raise refused(where, "plan_empty")
    if not isinstance(document, dict):
        raise refused(where, "no_plan")
    return document


def with_lines(text: str, error: EngagelabError) -> EngagelabError:
    r"""Return what is said against the fields of a document, with the lines they stand on.

    Examples
    --------
    >>> print(with_lines("groups:\n  size: 0", refused("groups.size", "not_allowed", value=0)))
    groups.size: 0 is not allowed (line 2)
    """
    root = yaml.compose(text, Loader)
    problems = tuple((name, _with_line(_line(root, name), said)) for name, said in error.problems)
    return EngagelabError(as_text(problems), problems) if problems else error


def _with_line(line: int, said: str) -> str:
    return message("on_line", text=said, line=line) if line else said


def _line(node: yaml.Node | None, name: str) -> int:
    """Return the line of a field, or of the last thing around it that stands there; 0 for none."""
    line = 0
    for part in name.split("."):
        found = next((pair for pair in _inside(node) if pair[0] == part), None)
        if found is None:
            break
        _, line, node = found
    return line


def _inside(node: yaml.Node | None) -> Iterator[tuple[str, int, yaml.Node]]:
    """Yield the names, or the places, of what a node holds, with their lines."""
    if isinstance(node, yaml.MappingNode):
        yield from ((key.value, key.start_mark.line + 1, value) for key, value in node.value)
    elif isinstance(node, yaml.SequenceNode):
        places = enumerate(node.value)
        yield from ((str(place), value.start_mark.line + 1, value) for place, value in places)


def _problem(error: yaml.YAMLError) -> str:
    """Return what is wrong, so that it can be said in another language."""
    problem = getattr(error, "problem", None) or "is no YAML"
    codes = (code for start, code in _PROBLEMS.items() if problem.startswith(start))
    return problem if isinstance(problem, Message) else Message(problem, next(codes, "yaml_none"))
