"""Breaks one call of a click, and judges what is left by what the person was told."""

from __future__ import annotations

from collections.abc import Callable

from desk import Desk

from fakes.resolve.faults import Fault, LockTrack, SwitchPage

FAULTS: dict[str, Fault | str] = {
    name: name
    for name in ("raise", "raise_after", "return_none", "return_false", "return_true", "return_empty")
} | {
    "show_modal": "show_modal",
    "quit": "quit",
    "lock A3": LockTrack("audio", 3),
    "fairlight": SwitchPage("fairlight"),
}


def broken_click(make: Callable[[], Desk], entry: str, number: int, fault: str) -> list[str]:
    """Click with the n-th call of the click broken; returns what is wrong with the outcome."""
    desk = make()
    before = desk.world.snapshot()
    mine = desk.world.snapshot("user")
    desk.world.on_call(len(desk.world.log) + number, FAULTS[fault])
    said = desk.click(entry)
    desk.world.app.running = True
    desk.world.dismiss_modal()
    return [line for line in _unnamed(desk, before, mine, said, fault) if line]


def calls_of(make: Callable[[], Desk], entry: str) -> int:
    """How many calls a click makes where nothing breaks."""
    desk = make()
    done = len(desk.world.log)
    desk.click(entry)
    return len(desk.world.log) - done


def _unnamed(
    desk: Desk, before: dict[str, object], mine: dict[str, object], said: str, fault: str
) -> list[str]:
    """Differences that neither the click explains nor its report names."""
    allowed = {"fairlight": ("desk/page",), "lock A3": ("timelines/0/tracks/3/locked",)}.get(fault, ("-",))
    users = [
        line
        for line in desk.world.differences(mine, "user")
        if not line.startswith(allowed) and not _is_told(line, said)
    ]
    if users or "clips put down" in said:
        return users
    now, was = _things(desk.world.snapshot()), _things(before)
    if fault == "lock A3":  # whoever locked it keeps it locked, or not: both are fair
        now, was = ({thing.split(" locked")[0] for thing in things} for things in (now, was))
    if now == was and "Still there" in said and fault not in ("quit", "show_modal"):
        return [f"nothing is left, and yet: {said}"]
    return [thing for thing in sorted(now ^ was) if not _is_named(thing, said)]


_DESK = {
    "page": "the open page",
    "playheads": "the playhead",
    "current folder": "the open bin",
    "marks": "mark in and out",
}


def _is_told(line: str, said: str) -> bool:
    return any(f"/{key}" in line and words in said for key, words in _DESK.items())


def _things(state: dict[str, object]) -> set[str]:
    """Everything in a snapshot that a script may have made, as text, without ids: those of clips change."""
    found = set()
    for timeline in state["timelines"]:  # type: ignore[attr-defined]  # a list
        for track in timeline["tracks"]:
            found.add(f"track {track['name']} locked {track['locked']}")
            found |= {
                f"item {item['name']} {item['start']} {item['duration']} {item['color']} on {track['name']}"
                for item in track["items"]
            }
        found |= {f"marker {frame} {marker}" for frame, marker in timeline["markers"].items()}
    return found | set(_bins(state["bins"]))  # type: ignore[arg-type]  # a dict


def _bins(folder: dict[str, object]) -> list[str]:
    inner = [name for each in folder["bins"] for name in _bins(each)]  # type: ignore[attr-defined]  # a list
    clips = [f"clip {clip['name']}" for clip in folder["clips"]]  # type: ignore[attr-defined]  # a list
    return [f"bin {folder['name']}", *clips, *inner]


def _is_named(thing: str, said: str) -> bool:
    kind, name = thing.split(" ", 1)
    if kind == "track":
        shown = name.split(" locked")[0]
        new = f"({shown.replace('Audio ', 'A')})" in said  # it has no name yet
        return new or f"the track {shown} " in said or "the lock of track" in said
    if kind == "item":
        cue, stem = name.replace("_", " ").replace(".wav", "").split()[:2]
        return f"{cue} {stem}" in said or (f"NingBGM {stem}" in said and "gaps on" in said)
    if kind == "marker":
        return any(f"the marker of {cue}" in said or f"no marker at {cue}" in said for cue in _cues(name))
    return f"the bin {name}" in said if kind == "bin" else "sounds in the bin" in said


def _cues(marker: str) -> list[str]:
    return [f"1m{number}" for number in range(1, 10) if f"'1m{number}'" in marker]
