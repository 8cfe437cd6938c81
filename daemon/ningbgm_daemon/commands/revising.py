"""Plans and revises for `revise`, and prints what became of each cue."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from ningbgm_agents.document import Plain, to_plain
from ningbgm_agents.errors import WishError
from ningbgm_agents.revision import CueOrder, RevisionPlan
from ningbgm_daemon.cache import Cache
from ningbgm_daemon.config import load_settings
from ningbgm_daemon.console import LiveProgress
from ningbgm_daemon.preparing import RevisionOrder
from ningbgm_daemon.revising import RevisionResult, plan_revision, revise_score


def carry_out(score: Path, edit: Path | None, options: dict[str, object]) -> None:
    """Do what the options of `revise` say, and print it."""
    order, as_json = _order(score, edit, options), bool(options["as_json"])
    if options["dry_run"]:
        plan = plan_revision(order)
        click.echo(_json({"plan": to_plain(plan)}) if as_json else plan.told())
        return
    with LiveProgress(not as_json) as progress:
        result = revise_score(order, progress.watch)
    click.echo(_json(_plain(result)) if as_json else _told(result))


def _order(score: Path, edit: Path | None, options: dict[str, object]) -> RevisionOrder:
    settings = load_settings()
    scored, out = options["scored"], options["out"]
    return RevisionOrder(
        previous=score,
        out=out if isinstance(out, Path) else score,
        film=edit,
        scored=scored if isinstance(scored, tuple) else None,
        media_roots=_paths(options["media_roots"]),
        rate=str(options["rate"]),
        locked=_names(options["locked"]),
        cue_orders=_cue_orders(options),
        preview=bool(options["preview"]),
        workers=int(str(options["workers"] or os.cpu_count() or 1)),
        cache=Cache(settings.cache, settings.cache_limit_bytes),
    )


def _cue_orders(options: dict[str, object]) -> tuple[CueOrder, ...]:
    seed, wish = options["seed"], options["wish"]
    cues = _names(options["regenerate"])
    if not cues and (seed is not None or wish is not None):
        raise WishError("--seed and --wish go with --regenerate CUE; to change all, score the edit anew")
    given = seed if isinstance(seed, int) else None
    return tuple(CueOrder(cue, given, wish if isinstance(wish, str) else None) for cue in cues)


def _names(names: object) -> tuple[str, ...]:
    return tuple(map(str, names)) if isinstance(names, tuple) else ()


def _paths(paths: object) -> tuple[Path, ...]:
    return tuple(p for p in paths if isinstance(p, Path)) if isinstance(paths, tuple) else ()


def _told(result: RevisionResult) -> str:
    touched = _count(len(result.plan.touched), "cue")
    steps = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in result.seconds.items() if seconds > 0.05)
    lines = [
        result.plan.told(),
        f"Revision {result.number}: {touched} performed, {_kept(result.plan)} kept"
        f" in {sum(result.seconds.values()):.1f} s ({steps})",
        "Passed" if result.verdict.passed else "Not everything passed",
        *(finding.sentence for finding in result.verdict.findings if finding.severity != "note"),
        str(result.folder),
    ]
    return "\n".join(lines)


def _kept(plan: RevisionPlan) -> int:
    return sum(decision.kind in ("keep", "move") for decision in plan.decisions)


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _plain(result: RevisionResult) -> Plain:
    return {
        "folder": str(result.folder),
        "revision": result.number,
        "plan": to_plain(result.plan),
        "placements": [to_plain(placement) for placement in result.placements],
        "passed": result.verdict.passed,
    }


def _json(plain: Plain) -> str:
    return json.dumps(plain, ensure_ascii=False, indent=1)
