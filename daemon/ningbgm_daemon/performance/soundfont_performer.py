"""The built-in performer: plays a score with a SoundFont and writes stems, mixes and the whole
programme."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from weakref import finalize

from ningbgm_agents.brief import OTHER_STEM, STEMS
from ningbgm_agents.errors import PerformanceError
from ningbgm_agents.score import Cue, Heard, Part, Score
from ningbgm_daemon.cache import Cache
from ningbgm_daemon.heap import trim
from ningbgm_daemon.loudness import SILENCE_LUFS

from .balance import CueLevels, at_gain, solve
from .crew import Crew
from .limiter import Decibels
from .master import RawCue, measure, write_cue, write_programme
from .rendering import STEM, Engine, StemWork, fingerprint, render
from .room import ROOMS
from .soundfont import own_soundfont
from .stem_player import StemPlayer, StemToPlay

_LOUDNESS_TOLERANCE_LU = 0.15
_RENDERING_SHARE = 0.6
_RENDERING_FOR_A_PLAYER = 0.1
"""Share of the rendering when somebody else plays after it, which takes longer than all the rest."""
Progress = Callable[[float], None]
CueDone = Callable[[Cue, Path], None]
"""Told a cue and its mix, which the performer may write again later."""


@dataclass(frozen=True)
class Kept:
    """What a revision takes over from the performance before it."""

    heard: Mapping[str, Heard]
    """Cues whose files lie in the folder already, and what was heard of them."""
    gain_db: float
    """Gain of that performance's programme, with which the other cues are mastered."""


class SoundFontPerformer:
    """Performs scores into a folder: `stems/{cue}_{stem}.wav`, `mix/{cue}_mix.wav`,
    `mix/music.wav`.

    Rendered stems are kept in `cache` (or, without one, as long as the performer lives): performing
    a changed score renders only the stems that changed. A `crew` that is given is used and left running.
    `cue_done` is told of every cue that can be heard already. What is `kept` is not performed again.
    A `player` may play stems after what the SoundFont made of them.
    """

    def __init__(
        self,
        folder: Path,
        soundfont: Path | None = None,
        workers: int = 1,
        cache: Cache | None = None,
        engine: Engine = "sampler",
        crew: Crew | None = None,
        cue_done: CueDone = lambda cue, mix: None,
        kept: Kept | None = None,
        player: StemPlayer | None = None,
    ) -> None:
        self._folder = folder
        self._soundfont = soundfont or own_soundfont()
        self._crew = crew or Crew(workers)
        self._own_crew = crew is None
        self._engine = engine
        self._cue_done = cue_done
        self._kept = kept
        self._player = player
        self.gain_db = 0.0 if kept is None else kept.gain_db
        """Gain in dB of the whole programme, once it is performed."""
        self._cache = cache or _cache_for_one()
        self._drop_cache = None if cache else finalize(self, rmtree, self._cache.folder, ignore_errors=True)

    def perform(self, score: Score, progress: Progress) -> tuple[Heard, ...]:
        """Perform the whole score; see `ningbgm_agents.ports.Performer`."""
        self._check(score)
        work = self._work(score)
        rendering = _RENDERING_SHARE if self._player is None else _RENDERING_FOR_A_PLAYER
        wanted = self._for_player(score)
        recalled = self._recalled(wanted)
        files = self._render(list(work.values()), lambda share: progress(rendering * share))
        played = recalled | self._play(
            [stem for stem in wanted if stem.place not in recalled],
            files,
            lambda share: progress(rendering + (_RENDERING_SHARE - rendering) * share),
        )
        raws = self._raws(score, files, played)
        heard = self._master(
            raws, score, lambda share: progress(_RENDERING_SHARE + (1 - _RENDERING_SHARE) * share)
        )
        progress(1.0)
        return heard

    def close(self) -> None:
        """End the worker processes, and forget kept stems where no cache was given."""
        if self._own_crew:
            self._crew.close()
        if self._drop_cache is not None:
            self._drop_cache()

    def _check(self, score: Score) -> None:
        if not score.cues:
            raise PerformanceError("the score has no cues, so there is nothing to perform")
        if score.room not in ROOMS:
            raise PerformanceError(
                f"no room {score.room!r}; choose one of {', '.join(ROOMS)}", room=score.room
            )
        if not self._soundfont.is_file():
            raise PerformanceError(
                f"the SoundFont {self._soundfont} is not there", soundfont=str(self._soundfont)
            )
        _check_samples(score)
        if score.brief.delivery.sample_rate_hz != 48_000:
            raise PerformanceError(
                "the built-in performer delivers 48 kHz only",
                sample_rate_hz=score.brief.delivery.sample_rate_hz,
            )

    def _work(self, score: Score) -> dict[str, StemWork]:
        """What is to be rendered, by fingerprint."""
        work: dict[str, StemWork] = {}
        for cue in self._played(score):
            count = score.sample_count(cue)
            for parts in (
                group for name, all_parts in _stems(cue).items() for group in self._groups(name, all_parts)
            ):
                key = self._key(parts, count, score)
                work[key] = StemWork(
                    key, self._cache, parts, count, score.room, self._soundfont, self._engine
                )
        return work

    def _groups(self, stem: str, parts: tuple[Part, ...]) -> tuple[tuple[Part, ...], ...]:
        """The parts of a stem as they are rendered: together, or apart from those that the player takes."""
        taken = self._taken(stem, parts)
        rest = tuple(part for part in parts if part not in taken)
        return tuple(group for group in (rest, taken) if group)

    def _taken(self, stem: str, parts: tuple[Part, ...]) -> tuple[Part, ...]:
        player = self._player
        return () if player is None else tuple(part for part in parts if player.plays(stem, part))

    def _for_player(self, score: Score) -> list[StemToPlay]:
        """What somebody else may play."""
        return [
            StemToPlay(score, cue, name, taken, self._key(taken, score.sample_count(cue), score))
            for cue in self._played(score)
            for name, parts in _stems(cue).items()
            if (taken := self._taken(name, parts))
        ]

    def _recalled(self, wanted: Sequence[StemToPlay]) -> dict[tuple[str, str], Path]:
        """What was played before; asked for before anything is rendered, so that it is not evicted."""
        if self._drop_cache is not None:
            self._cache.release()
        return {} if self._player is None else dict(self._player.recall(wanted, self._cache))

    def _play(
        self, wanted: Sequence[StemToPlay], files: Mapping[str, Path], progress: Progress
    ) -> dict[tuple[str, str], Path]:
        if self._player is None or not wanted:
            return {}
        return dict(self._player.play(wanted, files, self._cache, progress))

    def _render(self, work: Sequence[StemWork], progress: Progress) -> dict[str, Path]:
        """Block files by fingerprint: those kept from before, and those rendered now."""
        kept = {unit.key: self._cache.path(STEM, unit.key) for unit in work}
        made = render([unit for unit in work if kept[unit.key] is None], self._crew, progress)
        return made | {key: path for key, path in kept.items() if path is not None}

    def _raws(
        self, score: Score, files: Mapping[str, Path], played: Mapping[tuple[str, str], Path]
    ) -> list[RawCue]:
        """What becomes of the block files: the stems that each cue delivers."""
        raws: list[RawCue] = []
        for cue in self._played(score):
            count = score.sample_count(cue)
            stems: dict[str, tuple[Path, ...]] = {}
            for name, parts in _stems(cue).items():
                given = name if name in (score.brief.delivery.stems or STEMS) else OTHER_STEM
                stems[given] = (*stems.get(given, ()), *self._files(score, cue, name, parts, files, played))
            raws.append(RawCue(cue, score.first_sample(cue), count, stems))
        return raws

    def _files(
        self,
        score: Score,
        cue: Cue,
        stem: str,
        parts: tuple[Part, ...],
        files: Mapping[str, Path],
        played: Mapping[tuple[str, str], Path],
    ) -> tuple[Path, ...]:
        """The block files of a stem: the SoundFont's, and in place of a part of it what the player made."""
        count, own = score.sample_count(cue), played.get((cue.name, stem))
        taken = self._taken(stem, parts)
        groups = [group for group in self._groups(stem, parts) if own is None or group != taken]
        rendered = tuple(files[self._key(group, count, score)] for group in groups)
        return rendered if own is None else (*rendered, own)

    def _key(self, parts: tuple[Part, ...], count: int, score: Score) -> str:
        return fingerprint(parts, count, score.room, self._soundfont, self._engine)

    def _played(self, score: Score) -> tuple[Cue, ...]:
        """The cues that are not kept from before."""
        kept = self._kept.heard if self._kept else {}
        return tuple(cue for cue in score.cues if cue.name not in kept)

    def _master(self, raws: Sequence[RawCue], score: Score, progress: Progress) -> tuple[Heard, ...]:
        """Balance, write and listen; once more where the loudness came out otherwise than worked
        out."""
        levels: list[CueLevels] = []
        for raw in raws:
            levels.append(measure(raw, score))
            progress(0.3 * len(levels) / len(raws))
        speech, delivery = score.speech, score.brief.delivery
        if self._kept is not None:
            moves = at_gain(levels, speech, delivery, self._kept.gain_db)
            return self._write(raws, moves, score, lambda share: progress(0.3 + 0.7 * share))
        balance = solve(levels, speech, delivery)
        heard = self._write(raws, balance.moves, score, lambda share: progress(0.3 + 0.5 * share))
        missed_lu = balance.expected_lufs - heard[-1].loudness_lufs
        if abs(missed_lu) > _LOUDNESS_TOLERANCE_LU and balance.expected_lufs > SILENCE_LUFS:
            balance = solve(levels, speech, delivery, missed_lu)
            heard = self._write(raws, balance.moves, score, lambda share: progress(0.8 + 0.2 * share))
        self.gain_db = balance.gain_db
        return heard

    def _write(
        self, raws: Sequence[RawCue], moves: Sequence[Decibels], score: Score, progress: Progress
    ) -> tuple[Heard, ...]:
        self._forget(raws)
        heard: dict[str, Heard] = dict(self._kept.heard) if self._kept else {}
        with ThreadPoolExecutor(max(1, self._crew.workers)) as threads:
            for raw, move in zip(raws, moves, strict=True):
                heard[raw.cue.name] = write_cue(raw, move, score, self._folder, threads)
                self._cue_done(raw.cue, self._folder / "mix" / f"{raw.cue.name}_mix.wav")
                trim()
                progress(len(heard) / (len(score.cues) + 1))
        in_order = [heard[cue.name] for cue in score.cues]
        return (*in_order, write_programme(score, self._folder, in_order))

    def _forget(self, raws: Sequence[RawCue]) -> None:
        """Remove what an earlier performance left and this one does not write."""
        stems = {f"{raw.cue.name}_{stem}.wav" for raw in raws for stem in raw.stems}
        mixes = {f"{raw.cue.name}_mix.wav" for raw in raws}
        kept = self._kept.heard if self._kept else {}
        for folder, wanted in (("stems", stems), ("mix", mixes)):
            for path in (self._folder / folder).glob("*_*.wav"):
                if path.name not in wanted and path.name.rpartition("_")[0] not in kept:
                    path.unlink()


def _check_samples(score: Score) -> None:
    """Look whether the samples that instruments bring are there, before anything is rendered."""
    for part in (part for cue in score.cues for part in cue.parts):
        path = part.instrument.samples
        if path and not Path(path).is_file():
            raise PerformanceError(
                f"{part.name} plays on {path}, which is not there; mend the palette", samples=path
            )


def _cache_for_one() -> Cache:
    """A cache of one performer: whatever the present score does not need makes room at once."""
    return Cache(Path(mkdtemp(prefix="ningbgm-")), limit_bytes=0, owner="performer")


def _stems(cue: Cue) -> dict[str, tuple[Part, ...]]:
    """The cue's parts by stem, stems in their usual order; parts without notes are left out."""
    stems: dict[str, tuple[Part, ...]] = {}
    for part in cue.parts:
        if part.notes:
            stems[part.stem] = (*stems.get(part.stem, ()), part)
    order = {name: index for index, name in enumerate(STEMS)}
    return dict(sorted(stems.items(), key=lambda item: (order.get(item[0], len(order)), item[0])))
