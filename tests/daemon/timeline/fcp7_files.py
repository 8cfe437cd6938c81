"""Writes small FCP7 XML files, an element at a time."""

from __future__ import annotations

from pathlib import Path


def rate(timebase: int = 25, ntsc: bool = False) -> str:
    return f"<rate><timebase>{timebase}</timebase><ntsc>{str(ntsc).upper()}</ntsc></rate>"


def file(name: str, url: str | None = None) -> str:
    where = f"<pathurl>{url or f'file://localhost/nowhere/{name}'}</pathurl>"
    return f'<file id="{name}"><name>{name}</name>{where}</file>'


def clip(
    name: str,
    start: int,
    end: int,
    first: int,
    last: int,
    extra: str = "",
    own_rate: str | None = None,
    source: str | None = None,
    enabled: bool = True,
) -> str:
    return (
        f"<clipitem><name>{name}</name><enabled>{str(enabled).upper()}</enabled><duration>1000</duration>"
        f"{own_rate or ''}<start>{start}</start><end>{end}</end><in>{first}</in><out>{last}</out>"
        f"{file(name) if source is None else source}{extra}</clipitem>"
    )


def transition(start: int, end: int, alignment: str = "center", name: str = "Cross Dissolve") -> str:
    return (
        f"<transitionitem><start>{start}</start><end>{end}</end><alignment>{alignment}</alignment>"
        f"<effect><name>{name}</name></effect></transitionitem>"
    )


def remap(speed: float, keys: str = "", reverse: bool = False, variable: bool = False) -> str:
    def parameter(name: str, content: str) -> str:
        return f"<parameter><parameterid>{name}</parameterid>{content}</parameter>"

    return (
        "<filter><effect><name>Time Remap</name><effectid>timeremap</effectid>"
        + parameter("speed", f"<value>{speed}</value>")
        + parameter("reverse", f"<value>{str(reverse).upper()}</value>")
        + parameter("variablespeed", f"<value>{int(variable)}</value>")
        + (parameter("graphdict", keys) if keys else "")
        + "</effect></filter>"
    )


def key(when: float, value: float, extra: str = "") -> str:
    return f"<keyframe><when>{when}</when><value>{value}</value>{extra}</keyframe>"


def marker(frame: int, name: str, comment: str = "", end: int = -1, extra: str = "") -> str:
    said = f"<name>{name}</name><comment>{comment}</comment>"
    return f"<marker>{said}<in>{frame}</in><out>{end}</out>{extra}</marker>"


def track(*items: str, enabled: bool = True, attributes: str = "") -> str:
    return f"<track{attributes}>{''.join(items)}<enabled>{str(enabled).upper()}</enabled></track>"


def sequence(
    video: str = "", audio: str = "", extra: str = "", own_rate: str | None = None, attributes: str = ""
) -> str:
    return (
        f"<sequence{attributes}><name>S</name>{own_rate or rate()}<media><video>{video}</video>"
        f"<audio>{audio}</audio></media>{extra}</sequence>"
    )


def write(path: Path, *sequences: str) -> Path:
    head = '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE xmeml><xmeml version="5">'
    path.write_text(f"{head}{''.join(sequences)}</xmeml>", encoding="utf-8")
    return path
