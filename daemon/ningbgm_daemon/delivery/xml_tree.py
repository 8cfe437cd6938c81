"""Writes XML trees: any text a user typed becomes legal XML, and the file is indented and UTF-8."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 forbids: control characters, halves of surrogate pairs."""


def add(
    parent: ElementTree.Element, tag: str, text: str | int | None = None, **attributes: str
) -> ElementTree.Element:
    """Append an element; an attribute `class_` is written class, and text is cleaned."""
    cleaned = {key.rstrip("_"): clean(value) for key, value in attributes.items()}
    child = ElementTree.SubElement(parent, tag, cleaned)
    if text is not None:
        child.text = clean(str(text))
    return child


def clean(text: str) -> str:
    """The text without characters that XML cannot carry."""
    return _ILLEGAL.sub("\ufffd", text)


def save(root: ElementTree.Element, path: Path) -> Path:
    """Write the tree with the document type that editors look for, named like the root."""
    ElementTree.indent(root, space="  ")
    body = ElementTree.tostring(root, encoding="unicode")
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE {root.tag}>\n'
    path.write_text(f"{head}{body}\n", encoding="utf-8", newline="\n")
    return path
