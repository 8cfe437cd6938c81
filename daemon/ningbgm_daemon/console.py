"""What the command line shows: progress by step with time left, and a summary that a person wants to read."""

from __future__ import annotations

import time

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn

from ningbgm_agents.scene import Finding

from .app import Made, Result, Step

_WORDS = {
    "read": "Reading the edit",
    "sense": "Watching and listening",
    "understand": "Understanding the scene",
    "compose": "Composing and performing",
    "deliver": "Writing the delivery",
}
_WEIGHT: dict[Step, float] = {"read": 0.01, "sense": 0.5, "understand": 0.02, "compose": 0.37, "deliver": 0.1}
_TOLD = ("sense", "compose", "deliver")
"""Steps that take long enough to be told where there is no bar."""
_MARKS = {"note": "·", "warning": "!", "error": "✗"}


class LiveProgress:
    """A bar on the error stream while a film is scored; where that is no terminal, a line a step."""

    def __init__(self, shown: bool) -> None:
        self._console = Console(stderr=True)
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._plain = shown and not self._console.is_terminal
        self._shown = shown and self._console.is_terminal
        self._last: Step | None = None
        self._start = time.monotonic()

    def __enter__(self) -> LiveProgress:
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

    def watch(self, step: Step, share: float) -> None:
        """Show that `step` is done to `share`."""
        if self._plain and share >= 1 and step in _TOLD and step != self._last:
            self._console.print(f"{_WORDS[step]}: done", highlight=False)
            self._last = step
        if self._bar is None or self._task is None:
            return
        steps = list(_WEIGHT)
        done = sum(_WEIGHT[s] for s in steps[: steps.index(step)]) + _WEIGHT[step] * share
        left = (time.monotonic() - self._start) * (1 - done) / done if done > 0.03 else 0.0
        words = f"about {left:.0f} s left" if left >= 1 else ""
        self._bar.update(self._task, completed=done, description=_WORDS[step], left=words)


def print_summary(result: Result) -> None:
    """What was made, how it was understood, and what to know about it."""
    console = Console(highlight=False, soft_wrap=True)
    edit = result.sensed.edit
    length = float(edit.rate.seconds(edit.span.duration))
    cuts = sum(edit.span.start < cut.frame < edit.span.end for cut in result.sensed.evidence.cuts)
    console.print(
        f"[bold]{edit.name}[/]: {length:.1f} s at {edit.rate} fps"
        f" from {edit.timecode(edit.span.start)}, {cuts} cuts"
    )
    console.print(f"Understood: {result.scene.summary or result.scene.records[0].mood}")
    for made in result.made:
        _print_made(console, made, edit.timecode(0).rate.fps)
    for sentence in result.brief.unhonoured:
        console.print(f"[yellow]Not honoured:[/] {sentence}")
    for note in result.sensed.evidence.notes:
        console.print(f"[yellow]Note:[/] {note}")
    total = sum(result.seconds.values())
    steps = ", ".join(
        f"{_WORDS[name].lower()} {seconds:.1f} s"
        for name, seconds in result.seconds.items()
        if seconds > 0.05
    )
    console.print(f"Took {total:.1f} s ({steps})")
    console.print(f"[bold green]{result.folder}[/]  watch preview.mp4, read report.html, open timeline.otio")


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
    console.print(f"    {_MARKS[finding.severity]} {finding.sentence}")
