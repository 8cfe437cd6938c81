"""Loads an FCPXML file or bundle, and finds the story in it that is to be scored."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

from ningbgm_agents.errors import TimelineError

from .xml_file import load_xml

_CLIPS = ("asset-clip", "clip", "ref-clip", "mc-clip", "sync-clip", "audition")
_NAMED = 5


@dataclass(frozen=True)
class Story:
    """The one sequence or clip of a file that is read."""

    name: str
    root: Element
    sequence: Element | None
    """A project's or a compound clip's sequence."""
    clip: Element | None = None
    """The clip of an event, where that is all that the file holds."""
    notes: tuple[str, ...] = ()
    """What else the file holds."""


def load_story(path: Path) -> Story:
    """The first project of a file; without one, the compound or the clip that it holds alone.

    Raises:
        TimelineError: not FCPXML, or nothing in it that could be scored, in one sentence.
    """
    root = load_xml(path / "Info.fcpxml" if path.is_dir() else path, ("fcpxml",))
    projects = [project for project in root.iter("project") if project.find("sequence") is not None]
    if projects:
        names = [project.get("name") or "(unnamed)" for project in projects]
        notes = (_others(path.name, names),) if len(names) > 1 else ()
        return Story(projects[0].get("name") or "", root, projects[0].find("sequence"), notes=notes)
    clips = _event_clips(root)
    compounds = [media for media in root.findall("resources/media") if media.find("sequence") is not None]
    if len(clips) == 1 and clips[0].tag != "ref-clip":
        return Story(clips[0].get("name") or "", root, None, clips[0])
    if len(clips) == 1:
        compounds = [media for media in compounds if media.get("id") == clips[0].get("ref")]
    if len(clips) <= 1 and len(compounds) == 1:
        return Story(compounds[0].get("name") or "", root, compounds[0].find("sequence"))
    held = f"{len(clips)} clips but no project" if clips else "no project"
    raise TimelineError(
        f"{path.name} holds {held}; select the project in Final Cut Pro and export it as XML",
        path=str(path),
    )


def _event_clips(root: Element) -> list[Element]:
    """The clips that lie in the file or in its events, in no project."""
    holders = [root, *root.iter("event")]
    return [child for holder in holders for child in holder if child.tag in _CLIPS]


def _others(name: str, projects: list[str]) -> str:
    others = [f"{project[:80]!r}" for project in projects[1:]]
    more = f" and {len(others) - _NAMED} more" if len(others) > _NAMED else ""
    return (
        f"{name} holds {len(projects)} projects; {projects[0][:80]!r} was read, not"
        f" {', '.join(others[:_NAMED])}{more}"
    )
