"""Resource names: ids out of names that come in, names for what goes out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ningbgm_agents.errors import InputError

from . import limits

_ID = rf"([a-z0-9-]{{1,{limits.MAX_ID_CHARS}}})"
_CUE = rf"([a-z0-9-]{{1,{limits.MAX_ID_CHARS}}}[A-Z]{{0,8}})"
"""Cues that came between two others have letters behind: `1m2A`."""
_NUMBER = r"([1-9][0-9]{0,8})"
_FORMS = {"revision": _NUMBER, "cue": _CUE}
_MARKED = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class StemName:
    """Which stem is meant: of a score, or of a job that still runs."""

    score: str
    """Empty for a job's."""
    job: str
    """Empty for a score's."""
    revision: int | None
    """None for the present one."""
    cue: str
    stem: str


def score_name(score: str) -> str:
    """`scores/{score}`."""
    return f"scores/{score}"


def revision_name(score: str, number: int) -> str:
    """`scores/{score}/revisions/{revision}`."""
    return f"scores/{score}/revisions/{number}"


def cue_name(score: str, cue: str) -> str:
    """`scores/{score}/cues/{cue}`."""
    return f"scores/{score}/cues/{cue}"


def job_name(job: str) -> str:
    """`jobs/{job}`."""
    return f"jobs/{job}"


def stem_name(score: str, number: int, cue: str, stem: str) -> str:
    """`scores/{score}/revisions/{revision}/cues/{cue}/stems/{stem}`."""
    return f"{revision_name(score, number)}/cues/{cue}/stems/{stem}"


def ready_stem_name(job: str, cue: str) -> str:
    """`jobs/{job}/cues/{cue}/stems/mix`."""
    return f"{job_name(job)}/cues/{cue}/stems/mix"


def palette_name(palette: str) -> str:
    """`palettes/{palette}`."""
    return f"palettes/{palette}"


def score_in(name: str, field: str = "name") -> str:
    """The score of `scores/{score}`."""
    return _parts(name, field, "scores/{score}")[0]


def revision_in(name: str) -> tuple[str, int]:
    """Score and number of `scores/{score}/revisions/{revision}`."""
    score, number = _parts(name, "name", "scores/{score}/revisions/{revision}")
    return score, int(number)


def cue_in(name: str) -> tuple[str, str]:
    """Score and cue of `scores/{score}/cues/{cue}`."""
    score, cue = _parts(name, "name", "scores/{score}/cues/{cue}")
    return score, cue


def job_in(name: str) -> str:
    """The job of `jobs/{job}`."""
    return _parts(name, "name", "jobs/{job}")[0]


def palette_in(name: str) -> str:
    """The palette of `palettes/{palette}` or of its bare name."""
    return _parts(name.removeprefix("palettes/"), "palette", "{palette}")[0]


def bare_id(value: str, field: str) -> str:
    """An id that stands alone, as a cue's name does."""
    return _parts(value, field, "{cue}")[0]


def stem_in(name: str) -> StemName:
    """The stem that one of its three names means."""
    if name.startswith("jobs/"):
        job, cue, stem = _parts(name, "name", "jobs/{job}/cues/{cue}/stems/{stem}")
        return StemName("", job, None, cue, stem)
    if "/revisions/" in name:
        form = "scores/{score}/revisions/{revision}/cues/{cue}/stems/{stem}"
        score, number, cue, stem = _parts(name, "name", form)
        return StemName(score, "", int(number), cue, stem)
    score, cue, stem = _parts(name, "name", "scores/{score}/cues/{cue}/stems/{stem}")
    return StemName(score, "", None, cue, stem)


def _parts(name: str, field: str, form: str) -> tuple[str, ...]:
    pattern = _MARKED.sub(lambda mark: _FORMS.get(mark[1], _ID), form)
    match = re.fullmatch(pattern, name)
    if match is None:
        raise InputError(f"{field} is {name[:80]!r}; write it as {form}, ids in a-z, 0-9 and -", field=field)
    return match.groups()
