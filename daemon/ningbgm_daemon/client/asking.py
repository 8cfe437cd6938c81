"""From arguments as Python has them to requests: absolute paths, durations, a request id each."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypedDict

from google.protobuf.duration_pb2 import Duration

from ningbgm.v1 import cue_service_pb2, score_service_pb2
from ningbgm_agents.errors import WishError
from ningbgm_agents.lyrics import VocalWish

from ..wire.vocals import vocals_to_proto
from .calls import full
from .directing import CueDirection, direction_message

PathLike = str | os.PathLike[str]


class EditDetails(TypedDict, total=False):
    """How an edit is read and which part of it counts."""

    otio: str
    """A timeline as OpenTimelineIO text, in place of a file."""
    title: str
    """Name for the edit, where `otio` gives none."""
    scored: tuple[str, str] | None
    """The part to score, by timecode (`01:00:05:00`), seconds (`5s`) or frames (`120f`)."""
    media_roots: Sequence[PathLike]
    """Folders in which media is looked for that is not where the timeline says."""
    rate: str
    """Frame rate for timelines that do not say theirs (EDL)."""
    folder: PathLike | None
    """Where to deliver; None for a folder that the daemon keeps."""
    request_id: str
    """A UUID: sent again, it gives the job that the first call made; empty for a new one."""


class ScoreDetails(EditDetails, total=False):
    """What to score and how; what is not said is chosen by the daemon."""

    length_s: float | None
    """The length, where no film gives it."""
    wish: str
    """What is wanted, in English or Chinese."""
    images: Sequence[PathLike]
    """Pictures that belong to the film."""
    texts: Sequence[PathLike]
    """Texts that belong to the film: synopsis, caption, subtitles."""
    palette: str
    """Style to write for; see `Client.palettes`."""
    palette_text: str
    """A palette of your own, as the text of its TOML file with absolute paths of samples."""
    like: PathLike | None
    """A temp track, as sound or film, to be like in all but its notes."""
    vocals: VocalWish
    """Whether somebody sings, who, in which language, and words of your own."""
    seed: int
    """Same input and seed, same music."""
    variations: int
    """How many different scores to write, 1 to 9."""
    stems: Sequence[str]
    """Stems to deliver apart; none for all."""
    loudness_lufs: float | None
    """Integrated loudness of the music; None to follow the wish."""
    duck: bool
    """Lower the music under speech, which is usual."""
    preview: bool
    """Write the preview film, which is usual."""
    soundfont: PathLike | None
    """SoundFont to play on; None for the built-in one."""


def create_request(film: PathLike | None, said: ScoreDetails) -> score_service_pb2.CreateScoreRequest:
    """The request to score an edit.

    Raises:
        WishError: both a film and a timeline's text are given, or a value that cannot be sent.
    """
    with _sendable():
        return score_service_pb2.CreateScoreRequest(
            source=_source(film, said),
            range=_range(said.get("scored")),
            length=_duration(said.get("length_s")),
            wish=said.get("wish", ""),
            images=[score_service_pb2.ImageInput(path=absolute(path)) for path in said.get("images", ())],
            texts=[score_service_pb2.TextInput(path=absolute(path)) for path in said.get("texts", ())],
            palette=said.get("palette", ""),
            palette_text=said.get("palette_text", ""),
            like_path=absolute(said.get("like")),
            vocals=vocals_to_proto(said.get("vocals", VocalWish())),
            seed=said.get("seed", 0),
            variations=said.get("variations", 1),
            delivery=_delivery(said),
            soundfont_path=absolute(said.get("soundfont")),
            request_id=_request_id(said),
        )


def revise_request(
    score: str, film: PathLike | None, keep: Sequence[str], plan_only: bool, said: EditDetails
) -> score_service_pb2.ReviseScoreRequest:
    """The request to score again what a newer edit changed.

    Raises:
        WishError: both a film and a timeline's text are given, or a value that cannot be sent.
    """
    folder = said.get("folder")
    with _sendable():
        return score_service_pb2.ReviseScoreRequest(
            name=full("scores", score),
            source=_source(film, said),
            range=_range(said.get("scored")),
            keep_cue_ids=keep,
            plan_only=plan_only,
            delivery=score_service_pb2.Delivery(folder=absolute(folder)) if folder is not None else None,
            request_id=_request_id(said),
        )


def regenerate_request(
    cue: str,
    seed: int | None,
    wish: str | None,
    folder: PathLike | None,
    direction: CueDirection | None = None,
) -> cue_service_pb2.RegenerateCueRequest:
    """The request to write one cue anew.

    Raises:
        WishError: a value that cannot be sent.
    """
    with _sendable():
        return cue_service_pb2.RegenerateCueRequest(
            name=cue,
            seed=seed,
            wish=wish,
            folder=absolute(folder),
            request_id=str(uuid.uuid4()),
            direction=None if direction is None else direction_message(direction),
        )


def absolute(path: PathLike | None) -> str:
    """The path from the root, as the daemon needs it; empty for none."""
    return str(Path(path).expanduser().absolute()) if path is not None else ""


@contextmanager
def _sendable() -> Iterator[None]:
    """Numbers beyond 64 bits, lengths that are no numbers and names that are no Unicode cannot be sent."""
    try:
        yield
    except (ValueError, OverflowError) as error:
        raise WishError(f"this cannot be sent to the daemon: {error}") from error


def _source(film: PathLike | None, said: EditDetails) -> score_service_pb2.Source | None:
    otio = said.get("otio", "")
    if film is not None and otio:
        raise WishError("give a film or the text of a timeline, not both")
    if film is None and not otio:
        return None
    source = score_service_pb2.Source(
        media_roots=[absolute(root) for root in said.get("media_roots", ())],
        rate=said.get("rate", ""),
        display_name=said.get("title", ""),
    )
    if film is not None:
        source.path = absolute(film)
    else:
        source.otio = otio
    return source


def _request_id(said: EditDetails) -> str:
    return said.get("request_id", "") or str(uuid.uuid4())


def _range(scored: tuple[str, str] | None) -> score_service_pb2.PositionRange | None:
    return score_service_pb2.PositionRange(start=scored[0], end=scored[1]) if scored else None


def _duration(seconds: float | None) -> Duration | None:
    if seconds is None:
        return None
    nanoseconds = round(seconds * 10**9)
    return Duration(seconds=nanoseconds // 10**9, nanos=nanoseconds % 10**9)


def _delivery(said: ScoreDetails) -> score_service_pb2.Delivery:
    return score_service_pb2.Delivery(
        folder=absolute(said.get("folder")),
        stems=said.get("stems", ()),
        loudness_lufs=said.get("loudness_lufs"),
        no_duck=not said.get("duck", True),
        no_preview=not said.get("preview", True),
    )
