"""The built-in performer: plays a score with a SoundFont and writes stems, mixes and the whole
programme."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from weakref import finalize

from ningbgm_agents.brief import OTHER_STEM, STEMS
from ningbgm_agents.errors import PerformanceError
from ningbgm_agents.score import Cue, Heard, Part, Score
from ningbgm_daemon.loudness import SILENCE_LUFS

from .balance import CueLevels, solve
from .crew import Crew
from .limiter import Decibels
from .master import RawCue, measure, write_cue, write_programme
from .rendering import Engine, StemWork, fingerprint, render
from .room import ROOMS
from .soundfont import own_soundfont

_LOUDNESS_TOLERANCE_LU = 0.15
_RENDERING_SHARE = 0.6
Progress = Callable[[float], None]


class SoundFontPerformer:
    """Performs scores into a folder: `stems/{cue}_{stem}.wav`, `mix/{cue}_mix.wav`,
    `mix/music.wav`.

    Rendered stems are kept in `cache` (or, without one, as long as the performer lives): performing
    a changed score renders only the stems that changed. A `crew` that is given is used and left running.
    """

    def __init__(
        self,
        folder: Path,
        soundfont: Path | None = None,
        workers: int = 1,
        cache: Path | None = None,
        engine: Engine = "sampler",
        crew: Crew | None = None,
    ) -> None:
        self._folder = folder
        self._soundfont = soundfont or own_soundfont()
        self._crew = crew or Crew(workers)
        self._own_crew = crew is None
        self._engine = engine
        self._cache = cache or Path(mkdtemp(prefix="ningbgm-"))
        self._drop_cache = None if cache else finalize(self, rmtree, self._cache, ignore_errors=True)

    def perform(self, score: Score, progress: Progress) -> tuple[Heard, ...]:
        """Perform the whole score; see `ningbgm_agents.ports.Performer`."""
        self._check(score)
        raws, work = self._plan(score)
        self._render(work, lambda share: progress(_RENDERING_SHARE * share))
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
        if score.brief.delivery.sample_rate_hz != 48_000:
            raise PerformanceError(
                "the built-in performer delivers 48 kHz only",
                sample_rate_hz=score.brief.delivery.sample_rate_hz,
            )

    def _plan(self, score: Score) -> tuple[list[RawCue], list[StemWork]]:
        """What is to be rendered, and what becomes of it."""
        raws: list[RawCue] = []
        work: dict[Path, StemWork] = {}
        for cue in score.cues:
            count = score.sample_count(cue)
            stems: dict[str, tuple[Path, ...]] = {}
            for name, parts in _stems(cue).items():
                key = fingerprint(parts, count, score.room, self._soundfont, self._engine)
                target = self._cache / f"{key}.raw"
                work[target] = StemWork(parts, count, score.room, self._soundfont, target, self._engine)
                given = name if name in (score.brief.delivery.stems or STEMS) else OTHER_STEM
                stems[given] = (*stems.get(given, ()), target)
            raws.append(RawCue(cue, score.first_sample(cue), count, stems))
        return raws, list(work.values())

    def _render(self, work: Sequence[StemWork], progress: Progress) -> None:
        """Render what is not kept from before, and forget what no longer belongs to the score."""
        self._cache.mkdir(parents=True, exist_ok=True)
        wanted = {unit.target for unit in work}
        for old in self._cache.glob("*.raw"):
            if old not in wanted:
                old.unlink()
        render([unit for unit in work if not unit.target.exists()], self._crew, progress)

    def _master(self, raws: Sequence[RawCue], score: Score, progress: Progress) -> tuple[Heard, ...]:
        """Balance, write and listen; once more where the loudness came out otherwise than worked
        out."""
        levels: list[CueLevels] = []
        for raw in raws:
            levels.append(measure(raw, score))
            progress(0.3 * len(levels) / len(raws))
        moves, expected_lufs = solve(levels, score.speech, score.brief.delivery)
        heard = self._write(raws, moves, score, lambda share: progress(0.3 + 0.5 * share))
        missed_lu = expected_lufs - heard[-1].loudness_lufs
        if abs(missed_lu) > _LOUDNESS_TOLERANCE_LU and expected_lufs > SILENCE_LUFS:
            moves, _ = solve(levels, score.speech, score.brief.delivery, missed_lu)
            heard = self._write(raws, moves, score, lambda share: progress(0.8 + 0.2 * share))
        return heard

    def _write(
        self, raws: Sequence[RawCue], moves: Sequence[Decibels], score: Score, progress: Progress
    ) -> tuple[Heard, ...]:
        self._forget(raws)
        heard: list[Heard] = []
        with ThreadPoolExecutor(max(1, self._crew.workers)) as threads:
            for raw, move in zip(raws, moves, strict=True):
                heard.append(write_cue(raw, move, score, self._folder, threads))
                progress(len(heard) / (len(raws) + 1))
        return (*heard, write_programme(raws, score, self._folder, heard))

    def _forget(self, raws: Sequence[RawCue]) -> None:
        """Remove what an earlier performance left and this one does not write."""
        stems = {f"{raw.cue.name}_{stem}.wav" for raw in raws for stem in raw.stems}
        mixes = {f"{raw.cue.name}_mix.wav" for raw in raws}
        for folder, wanted in (("stems", stems), ("mix", mixes)):
            for path in (self._folder / folder).glob("*_*.wav"):
                if path.name not in wanted:
                    path.unlink()


def _stems(cue: Cue) -> dict[str, tuple[Part, ...]]:
    """The cue's parts by stem, stems in their usual order; parts without notes are left out."""
    stems: dict[str, tuple[Part, ...]] = {}
    for part in cue.parts:
        if part.notes:
            stems[part.stem] = (*stems.get(part.stem, ()), part)
    order = {name: index for index, name in enumerate(STEMS)}
    return dict(sorted(stems.items(), key=lambda item: (order.get(item[0], len(order)), item[0])))
