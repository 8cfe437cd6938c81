"""`ningbgm jobs`: what the daemon works on."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import click

from .connecting import AS_JSON

if TYPE_CHECKING:
    from ningbgm_daemon.client import JobFacts
    from ningbgm_daemon.client.values import State

_STATES = ("queued", "running", "succeeded", "failed", "cancelled")
_JOB = click.argument("name", metavar="JOB")


@click.group(invoke_without_command=True)
@click.pass_context
def jobs(context: click.Context) -> None:
    """List, watch and cancel the daemon's jobs. JOB is a name as listed, or 'last'."""
    if context.invoked_subcommand is None:
        context.invoke(list_jobs)


@jobs.command("list")
@click.option("--state", type=click.Choice(_STATES), help="Only jobs in this state.")
@click.option("-n", "--count", type=click.IntRange(1), default=20, show_default=True, help="At most so many.")
@AS_JSON
def list_jobs(state: str | None, count: int, as_json: bool) -> None:
    """List jobs, the newest first."""
    from itertools import islice

    from .connecting import connected
    from .printing import moment, print_json, print_table

    with connected() as bgm:
        found = [job.facts for job in islice(bgm.list_jobs(cast("State | None", state)), count)]
    if as_json:
        print_json(found)
        return
    print_table(
        ((job.name, job.state, moment(job.created), job.kind.replace("_", " "), str(job)) for job in found),
        "No jobs.",
    )


@jobs.command()
@_JOB
@AS_JSON
def show(name: str, as_json: bool) -> None:
    """Show one job."""
    from .connecting import connected, job_named
    from .printing import print_json

    with connected() as bgm:
        job = job_named(bgm, name).facts
    if as_json:
        print_json(job)
    else:
        _print_job(job)


@jobs.command()
@_JOB
def watch(name: str) -> None:
    """Show a job until it is over; Ctrl-C stops watching, not the job."""
    from .connecting import connected, job_named
    from .following import follow

    with connected() as bgm:
        made = follow(job_named(bgm, name), shown=True, cancels=False)
    click.echo(made.folder or (str(made.plan) if made.plan else made.score))


@jobs.command()
@click.argument("names", metavar="JOB...", nargs=-1, required=True)
def cancel(names: tuple[str, ...]) -> None:
    """Stop jobs; nothing that they wrote is left."""
    from .connecting import connected, job_named

    with connected() as bgm:
        for name in names:
            job = job_named(bgm, name).cancel()
            click.echo(f"{job.name} {job.state}")


@jobs.command()
@click.argument("names", metavar="JOB...", nargs=-1, required=True)
def delete(names: tuple[str, ...]) -> None:
    """Forget jobs that are over; the scores that they made stay."""
    from .connecting import connected, job_named

    with connected() as bgm:
        for name in names:
            job = job_named(bgm, name)
            job.delete()
            click.echo(f"{job.name} deleted")


def _print_job(job: JobFacts) -> None:
    from .printing import moment

    click.echo(str(job))
    click.echo(f"{job.name}, {job.kind.replace('_', ' ')}, asked for {moment(job.created)}")
    if job.attempts > 1:
        click.echo(f"Taken up {job.attempts} times")
    for cue in job.ready_cues:
        click.echo(f"Ready: {cue.cue_id} {cue.path}")
    if job.outcome is not None:
        click.echo(f"{job.outcome.score} {job.outcome.folder}".rstrip())
    if job.outcome is not None and job.outcome.plan is not None:
        click.echo(str(job.outcome.plan))
