"""Writes `resolve.lua`: what to place where, for DaVinci Resolve's free edition, whose scripts read only Lua.

From 21.1 that edition runs no Python and its Lua can neither ask a server nor read a file but by `loadfile`.
The plan is data, and says all that can be said without the timeline; the scripts in `plugins/davinci/lua` see
what lies there and carry it out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from .laid_out import Layout, MusicClip
from .revisions import link_file

NAME = "resolve.lua"
_SOUNDS = "resolve"
_HASH_CHARS = 12
_UNPLAIN = re.compile(r"[^\w.-]", re.ASCII)


def write_lua_plan(layout: Layout, published: Path, hashes: Mapping[str, str]) -> Path:
    """Write `resolve.lua`; `hashes` are the SHA-256 of the sound files by their path in the folder.

    The sounds are linked into `resolve/` under names that hold their hash: Resolve keeps a file by its path,
    and must not find other music under a name that it knows. `published` is where the folder will lie.
    """
    clips: dict[str, list[MusicClip]] = {}
    for lane in layout.music:
        for clip in lane.clips:
            clips.setdefault(clip.cue.name, []).append(clip)
    lines = [
        "-- What NingBGM places on the timeline; written anew with every delivery.",
        "return {",
        f"  score = {_text(_UNPLAIN.sub('_', published.name))},",
        "  cues = {",
    ]
    for name, parts in clips.items():
        lines += _cue(layout, published, name, parts, hashes)
    path = layout.folder / NAME
    path.write_text("\n".join([*lines, "  },", "}", ""]), encoding="utf-8", newline="\n")
    return path


def _cue(
    layout: Layout, published: Path, name: str, parts: list[MusicClip], hashes: Mapping[str, str]
) -> Iterable[str]:
    first = parts[0]
    sounds = [(clip.stem, f"stems/{name}_{clip.stem}.wav") for clip in parts]
    yield "    {"
    yield f"      cue = {_text(name)}, note = {_text(f'NingBGM: {first.cue.purpose}')},"
    yield f"      start = {first.record.start}, frames = {first.record.duration},"
    yield f"      samples = {first.sample_count},"
    yield f"      hash = {_text(''.join(hashes[file][:_HASH_CHARS] for _, file in sounds))},"
    yield "      stems = {"
    for stem, file in sounds:
        linked = f"{_SOUNDS}/{name}_{stem}-{hashes[file][:_HASH_CHARS]}.wav"
        link_file(layout.folder / file, layout.folder / linked)
        path = (published / linked).as_posix()
        yield f"        {{ stem = {_text(stem)}, track = {_text(f'NingBGM {stem}')},"
        yield f"          name = {_text(f'{name} {stem}')}, path = {_text(path)} }},"
    yield "      },"
    yield "    },"


def _text(words: str) -> str:
    """A Lua string of the same characters; what could end it is written by its number."""
    plain = "".join(f"\\{ord(c):03d}" if c in '"\\' or ord(c) < 32 or ord(c) == 127 else c for c in words)
    return f'"{plain}"'
