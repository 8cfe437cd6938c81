"""`ningbgm doctor`: what works here, what does not, and the one thing to do about it."""

from __future__ import annotations

import click

from .connecting import AS_JSON

_MARKS = {"works": "✓", "missing": "·", "broken": "✗"}


@click.command()
@AS_JSON
def doctor(as_json: bool) -> None:
    """Look at what works here, and say what to do about what does not; exit code 1 if scoring cannot work."""
    from ningbgm_daemon.doctor.checkup import check_up, sound

    from .printing import print_json

    findings = []
    for finding in check_up():
        findings.append(finding)
        if not as_json:
            click.echo(f"{_MARKS[finding.state]} {finding.name}: {finding.found}")
            if finding.advice:
                click.echo(f"    {finding.advice}")
    if as_json:
        print_json({"works": sound(findings), "findings": findings})
    if not sound(findings):
        raise click.exceptions.Exit(1)
