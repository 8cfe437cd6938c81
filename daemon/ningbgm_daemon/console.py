"""What the command line shows: progress by step with time left, and a summary that a person wants to read."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskID, TextColumn

from .telling import looking

if TYPE_CHECKING:  # these load everything that scores, which a caller of the daemon does without
    from ningbgm_agents.scene import Finding

    from .app import Result
    from .studio import Made
    from .timing import Step

_WORDS = {
    "read": "Reading the edit",
    "sense": "Watching and listening",
    "understand": "Understanding the scene",
    "compose": "Composing and performing",
    "deliver": "Writing the delivery",
}
_WEIGHT: dict[Step, float] = {"read": 0.01, "sense": 0.5, "understand": 0.02, "compose": 0.37, "deliver": 0.1}
_REPEATED: tuple[Step, ...] = ("compose", "deliver")
_TOLD = ("sense", "compose", "deliver")
"""Steps that take long enough to be told where there is no bar."""
_MARKS = {"note": "·", "warning": "!", "error": "✗"}


class ProgressBar:
    """A bar on the error stream; where that is no terminal, a line for each step that is done."""

    def __init__(self, shown: bool) -> None:
        self._console = Console(stderr=True)
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._plain = shown and not self._console.is_terminal
        self._shown = shown and self._console.is_terminal

    def __enter__(self) -> Self:
        if self._shown:
            self._bar = Progress(
                TextColumn("{task.description:<26}"),
                BarColumn(),
                TextColumn("{task.percentage:>3.0f} %"),
                TextColumn("{task.fields[left]}"),
                console=self._console,
                transient=True,
            )
            self._bar.start()
            self._task = self._bar.add_task("", total=1.0, left="")
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def show(self, words: str, done: float, left_s: float | None = None) -> None:
        """Move the bar to `done` of the whole, 0 to 1."""
        if self._bar is not None and self._task is not None:
            left = f"about {left_s:.0f} s left" if left_s is not None and left_s >= 1 else ""
            self._bar.update(self._task, completed=done, description=words, left=left)

    def tell(self, line: str) -> None:
        """Say a line where there is no bar."""
        if self._plain:
            self._console.print(line, highlight=False, markup=False)


class LiveProgress(ProgressBar):
    """The bar while a film is scored in this process."""

    def __init__(self, shown: bool, variations: int = 1) -> None:
        super().__init__(shown)
        self._variations, self._round = max(1, variations), 0
        self._step: Step | None = None
        self._told: tuple[Step, int] | None = None
        self._start = time.monotonic()

    def watch(self, step: Step, share: float) -> None:
        """Show that `step` is done to `share`."""
        if step == "compose" and self._step == "deliver":
            self._round += 1
        self._step = step
        if share >= 1 and step in _TOLD and (step, self._round) != self._told:
            several = self._variations > 1 and step != "sense"
            which = f" {self._round + 1} of {self._variations}" if several else ""
            self.tell(f"{_WORDS[step]}{which}: done")
            self._told = (step, self._round)
        done = self._done(step, share)
        left_s = (time.monotonic() - self._start) * (1 - done) / done if done > 0.03 else None
        self.show(_WORDS[step], done, left_s)

    def _done(self, step: Step, share: float) -> float:
        """The share of all work that is done: the first steps once, the last two for each variation."""
        once = sum(weight for name, weight in _WEIGHT.items() if name not in _REPEATED)
        each = sum(_WEIGHT[name] for name in _REPEATED)
        if step in _REPEATED:
            earlier = _WEIGHT["compose"] if step == "deliver" else 0.0
            reached = once + self._round * each + earlier + _WEIGHT[step] * share
        else:
            steps = list(_WEIGHT)
            reached = sum(_WEIGHT[name] for name in steps[: steps.index(step)]) + _WEIGHT[step] * share
        return min(1.0, reached / (once + self._variations * each))


def print_summary(result: Result) -> None:
    """What was made, how it was understood, and what to know about it."""
    console = Console(highlight=False, soft_wrap=True)
    edit = result.sensed.edit
    length = float(edit.rate.seconds(edit.span.duration))
    cuts = sum(edit.span.start < cut.frame < edit.span.end for cut in result.sensed.evidence.cuts)
    console.print(
        f"[bold]{escape(edit.name)}[/]: {length:.1f} s at {edit.rate} fps"
        f" from {edit.timecode(edit.span.start)}, {cuts} cuts"
    )
    console.print(f"Understood: {escape(result.scene.summary or result.scene.records[0].mood)}")
    for made in result.made:
        _print_made(console, made, edit.timecode(0).rate.fps)
    for sentence in result.brief.unhonoured:
        console.print(f"[yellow]Not honoured:[/] {escape(sentence)}")
    for note in result.sensed.evidence.notes:
        console.print(f"[yellow]Note:[/] {escape(note)}")
    total = sum(result.seconds.values())
    steps = ", ".join(
        f"{_WORDS[name].lower()} {seconds:.1f} s"
        for name, seconds in result.seconds.items()
        if seconds > 0.05
    )
    console.print(f"Took {total:.1f} s ({steps})")
    console.print(f"[bold green]{escape(str(result.folder))}[/]  {looking(result.folder)}")


def _print_made(console: Console, made: Made, fps: object) -> None:
    score = made.score
    console.print(f"[bold]Variation {score.variation + 1}: {score.palette}[/], seed {score.seed}")
    for cue in score.cues:
        first, last = score.edit.timecode(cue.span.start), score.edit.timecode(cue.span.end)
        console.print(
            f"  {cue.name}  {first} to {last}  {cue.key}, {cue.tempo_map.base_bpm:g} bpm,"
            f" {len(cue.hits)} hits, {cue.ending.replace('_', ' ')}"
        )
    programme = next((heard for heard in made.verdict.heard if not heard.cue), None)
    if programme is not None:
        console.print(f"  {programme.loudness_lufs:.1f} LUFS, {programme.true_peak_dbtp:.1f} dBTP")
    word = "[green]Passed[/]" if made.verdict.passed else "[red]Not everything passed[/]"
    console.print(f"  {word} after {made.verdict.reworks} rework(s)")
    for finding in made.verdict.findings:
        if finding.severity != "note":
            _print_finding(console, finding)


def _print_finding(console: Console, finding: Finding) -> None:
    console.print(f"    {_MARKS[finding.severity]} {escape(finding.sentence)}")
