"""HTML and SVG written so that nothing a user typed can become markup."""

from __future__ import annotations

from html import escape


class Markup(str):
    """Text that is already markup; every other text is escaped when it is put into an element."""

    __slots__ = ()


Child = str | Markup | None
_EMPTY = frozenset({"img", "path", "br", "source", "meta", "input", "line", "rect", "circle"})


def element(name: str, *children: Child, **attributes: str | float | bool | None) -> Markup:
    """An element; `class_` writes class, `aria_label` aria-label; None and False are left out."""
    parts = [name]
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        written = key.rstrip("_").replace("_", "-")
        parts.append(written if value is True else f'{written}="{escape(_text(value))}"')
    opening = " ".join(parts)
    if name in _EMPTY:
        return Markup(f"<{opening}/>")
    return Markup(f"<{opening}>{joined(*children)}</{name}>")


def joined(*children: Child) -> Markup:
    """The children one after the other, plain texts escaped."""
    return Markup("".join(child if isinstance(child, Markup) else escape(child or "") for child in children))


def _text(value: str | float) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def path_of(points: list[tuple[float, float]], closed: bool = False) -> str:
    """SVG path data through points, two decimals each."""
    if not points:
        return ""
    text = "M" + "L".join(f"{_short(x)} {_short(y)}" for x, y in points)
    return text + "Z" if closed else text


def _short(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
