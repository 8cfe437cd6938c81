"""Loads XML safely: no entities, nothing from outside the file, bounded in size, depth and count."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from ningbgm_agents.errors import TimelineError

from . import limits
from .bounded_file import read_bounded


def load_xml(path: Path, root_names: Collection[str]) -> Element:
    """The outermost element of an XML file; it has one of `root_names`.

    Raises:
        TimelineError: not such a file, with the reason in one sentence.
    """
    content = _content(path)
    builder = _BoundedBuilder(path.name)
    parser = DefusedXMLParser(target=builder, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    try:
        parser.feed(content)
        root = parser.close()
    except ParseError as error:
        raise TimelineError(_broken(path.name, error), path=str(path)) from error
    except DefusedXmlException as error:
        raise TimelineError(
            f"{path.name} declares XML entities, which no editor writes and NingBGM does not follow;"
            " export the timeline again",
            path=str(path),
        ) from error
    except (LookupError, ValueError, AssertionError) as error:
        # Unknown encodings and characters that the encoding does not have.
        raise TimelineError(
            f"{path.name} is damaged: its text cannot be decoded; export the timeline again",
            path=str(path),
        ) from error
    if not isinstance(root, Element) or root.tag not in root_names:
        wanted = " or ".join(f"<{name}>" for name in root_names)
        found = str(getattr(root, "tag", ""))[:40]
        raise TimelineError(f"{path.name} is XML, but holds <{found}>, not {wanted}", path=str(path))
    return root


class _BoundedBuilder(TreeBuilder):
    """Builds the tree and stops where a file asks for more than an edit can need."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name, self._depth, self._count = name, 0, 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self._depth += 1
        self._count += 1
        if self._depth > limits.MAX_XML_DEPTH:
            raise TimelineError(f"{self._name} is nested more than {limits.MAX_XML_DEPTH} levels deep")
        if self._count > limits.MAX_XML_ELEMENTS:
            raise TimelineError(f"{self._name} has more than {limits.MAX_XML_ELEMENTS} XML elements")
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        self._depth -= 1
        return super().end(tag)


def _content(path: Path) -> bytes:
    content = read_bounded(path)
    if not content.strip():
        raise TimelineError(f"{path.name} is empty", path=str(path))
    return content


def _broken(name: str, error: ParseError) -> str:
    line = error.position[0] if hasattr(error, "position") else 0
    where = f" at line {line}" if line else ""
    return f"{name} is not valid XML: it breaks off or is damaged{where}; export the timeline again"
