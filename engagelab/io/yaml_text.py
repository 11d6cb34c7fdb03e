"""YAML documents read as plain data, without repeated keys, and with errors that name the line."""

import re
from collections.abc import Iterator
from typing import Any

import yaml

from ..errors import EngagelabError, Message, as_text, message, refused

_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]*)$")
_FLOAT = re.compile(
    r"[-+]?(0|[1-9][0-9]*)?(?<=[0-9])(\.[0-9]*)([eE][-+]?[0-9]+)?$"
    r"|[-+]?\.[0-9]+([eE][-+]?[0-9]+)?$|[-+]?(0|[1-9][0-9]*)[eE][-+]?[0-9]+$"
    r"|[-+]?\.(inf|Inf|INF)$|\.(nan|NaN|NAN)$"
)
_MAX_DEPTH = 20  # of nested lists and mappings
# the code of each problem that PyYAML reports, for its translation
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
    "is not YAML": "yaml_none",
}


class Loader(yaml.SafeLoader):
    """A YAML loader of plain data.

    It refuses repeated keys, of which YAML would silently use the last, and what lets a small file
    grow without end: references to other parts of it, and deep nesting.
    """

    depth = 0  # of the node that is being read

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Return the next node; raise if it is a reference or nested too deeply."""
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]
        self.depth += 1
        if isinstance(event, yaml.AliasEvent):
            text = "the file refers to parts of itself (*), which have to be written out"
            raise _found(event, Message(text, "yaml_refers"))
        if self.depth > _MAX_DEPTH:
            raise _found(event, Message("the nesting is too deep", "yaml_deep"))
        node: yaml.Node | None = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Return a mapping from names to values; raise if a name is repeated."""
        mapping: dict[Any, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                text = "a list or mapping cannot name a section or field"
                raise _at(key, Message(text, "yaml_key"))
            if key.value in mapping:
                text = f"{key.value!r} appears twice"
                raise _at(key, Message(text, "yaml_twice", {"name": key.value}))
            # as written: the keys `yes` and `1` are names, not a boolean and a number
            mapping[key.value] = self.construct_object(value, deep=True)
        return mapping


def _with_plain_numbers(kind: Any) -> Any:
    """Let a loader or dumper take for numbers what the core schema of YAML 1.2 does.

    In YAML 1.1, ``1:30`` is 90 and ``0100`` is 64. A number with leading zeros stays a text, as it
    is usually a label.
    """
    old = kind.yaml_implicit_resolvers
    number = ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float")
    kind.yaml_implicit_resolvers = {
        first: [pair for pair in pairs if pair[0] not in number] for first, pairs in old.items()
    }
    kind.add_implicit_resolver(number[1], _FLOAT, list("-+.0123456789"))
    kind.add_implicit_resolver(number[0], _WHOLE, list("-+0123456789"))
    return kind


def _found(event: Any, problem: str) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=problem, problem_mark=event.start_mark)


def _at(node: yaml.Node, problem: str) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=problem, problem_mark=node.start_mark)


_with_plain_numbers(Loader)


class Dumper(yaml.SafeDumper):
    """A YAML dumper that quotes every text that `Loader`, or a loader of YAML 1.1, would change."""


for _first in "-+.0123456789":
    Dumper.add_implicit_resolver("tag:yaml.org,2002:float", _FLOAT, [_first])


def read_yaml(text: str, where: str) -> dict[str, Any]:
    """Return a YAML document that consists of named sections.

    Parameters
    ----------
    text : str
        The document.
    where : str
        The file that the error message names.

    Raises
    ------
    EngagelabError
        For text that is not YAML, with the line, or has no named sections.
    """
    try:
        document = yaml.load(text, Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = _problem(error)
        if mark is None:
            raise refused(where, "yaml", problem=problem) from None
        line = min(mark.line + 1, len(text.splitlines()))  # the end of the text is past the last
        text = message("yaml_line", line=line, problem=problem)
        whole = f"{where}, line {line}: {problem}; correct the line"
        raise EngagelabError(whole, ((where, text),)) from None
    except (ValueError, TypeError, AttributeError):  # such as 2011-02-30, or a tagged value
        problem = Message("a value does not fit its type", "yaml_value")
        raise refused(where, "yaml", problem=problem) from None
    if document is None:
        raise refused(where, "plan_empty")
    if not isinstance(document, dict):
        raise refused(where, "no_plan")
    return document


def with_lines(text: str, error: EngagelabError) -> EngagelabError:
    r"""Return an error about fields of a document with the line of each field added.

    Examples
    --------
    >>> print(with_lines("groups:\n  size: 0", refused("groups.size", "not_allowed", value=0)))
    groups.size: 0 is not allowed (line 2)
    """
    root = yaml.compose(text, Loader)
    problems = tuple((name, _with_line(_line(root, name), text)) for name, text in error.problems)
    return EngagelabError(as_text(problems), problems) if problems else error


def _with_line(line: int, text: str) -> str:
    return message("on_line", text=text, line=line) if line else text


def _line(node: yaml.Node | None, name: str) -> int:
    """Return the line of a field, or of the innermost section present around it; 0 if none is."""
    line = 0
    for part in name.split("."):
        child = next((child for child in _children(node) if child[0] == part), None)
        if child is None:
            break
        _, line, node = child
    return line


def _children(node: yaml.Node | None) -> Iterator[tuple[str, int, yaml.Node]]:
    """Yield the name or index, the line and the node of each child."""
    if isinstance(node, yaml.MappingNode):
        yield from ((key.value, key.start_mark.line + 1, value) for key, value in node.value)
    elif isinstance(node, yaml.SequenceNode):
        children = enumerate(node.value)
        yield from ((str(index), value.start_mark.line + 1, value) for index, value in children)


def _problem(error: yaml.YAMLError) -> str:
    """Return the problem, with a code for its translation."""
    problem = getattr(error, "problem", None) or "is not YAML"
    codes = (code for start, code in _PROBLEMS.items() if problem.startswith(start))
    return problem if isinstance(problem, Message) else Message(problem, next(codes, "yaml_none"))
