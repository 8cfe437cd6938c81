"""The report as one page that is read offline: a table and plots for each group of measures."""

from __future__ import annotations

from importlib.metadata import version
from importlib.resources import files

from ningbgm_daemon.delivery.report_markup import Markup, element, joined

from .bench import Evaluation
from .measures import GROUPS, MEASURES, Group, Measure
from .measuring import MIN_CUTS
from .metrics.chance import Estimate
from .metrics.usual import Usual
from .plot import plot_of
from .systems import System
from .table import Table, usual_of, values

_BY_PEOPLE = (
    "By people: the 5th to the 95th percentile of excerpts as long as the films (median), of pieces that"
    " belong to no film. A mean outside is marked."
)


def page_of(evaluation: Evaluation, table: Table) -> str:
    """The whole page; nothing in it is fetched from anywhere."""
    shown = [system for system in evaluation.systems if table[system.name]]
    head = joined(
        element("meta", charset="utf-8"),
        Markup('<meta name="viewport" content="width=device-width, initial-scale=1"/>'),
        element(
            "meta",
            http_equiv="Content-Security-Policy",
            content="default-src 'none'; style-src 'unsafe-inline'",
        ),
        element("title", "NingBGM: evaluation"),
        element("style", Markup(_asset("ningbgm_daemon.delivery", "report/report.css"))),
        element("style", Markup(_asset(__package__, "page.css"))),
    )
    people = usual_of(evaluation)
    groups = [_group(evaluation, table, people, shown, group) for group in GROUPS]
    body = joined(
        _top(evaluation), element("main", _systems(evaluation, shown), *groups, _refused(evaluation))
    )
    page = element("html", element("head", head), element("body", body), lang="en")
    return f"<!doctype html>\n{page}\n"


def _top(evaluation: Evaluation) -> Markup:
    films = len(evaluation.films)
    facts = f"{films} film{'' if films == 1 else 's'} · seed {evaluation.seed} · NingBGM {version('ningbgm')}"
    return element(
        "header",
        element("div", "NingBGM", class_="brand"),
        element("h1", "Evaluation"),
        element("div", facts, class_="subtitle"),
        element(
            "p",
            "A number is the mean over the films that have it; under it the interval in which 95 % of redrawn"
            " sets have their mean, and how many films there were."
            f" Sync counts on films with {MIN_CUTS} cuts or more."
            " Bold: the best mean where one direction is better."
            " Few films tell little: where two intervals overlap, the order may be luck.",
        ),
        element("p", _BY_PEOPLE) if evaluation.human else None,
        class_="top",
    )


def _systems(evaluation: Evaluation, shown: list[System]) -> Markup:
    told = [(system.name, system.title) for system in shown]
    if evaluation.human:
        read = sum(not row.refused for row in evaluation.human)
        told.append(("by people", f"{read} pieces of music that belong to no film"))
    if evaluation.judged:
        told.append(("judged by", evaluation.judged.model))
        told += [("reference of FAD", evaluation.judged.reference)] if evaluation.judged.reference else []
    rows = [element("tr", element("td", name), element("td", title)) for name, title in told]
    return element(
        "section", element("h2", "Systems"), element("table", *rows, class_="measures"), id="systems"
    )


def _group(
    evaluation: Evaluation, table: Table, people: dict[str, Usual], shown: list[System], group: Group
) -> Markup | None:
    measures = [
        m for m in MEASURES if m.group == group and any(m.key in table[system.name] for system in shown)
    ]
    if not measures:
        return None
    beside = any(measure.key in people for measure in measures)
    heads = [element("th", "by people")] if beside else []
    heads += [element("th", system.name, class_="first" if not n else None) for n, system in enumerate(shown)]
    lines = [_line(measure, table, shown, people.get(measure.key), beside) for measure in measures]
    plots = [
        _figure(evaluation, table, shown, measure, people.get(measure.key))
        for measure in measures
        if measure.plotted
    ]
    return element(
        "section",
        element("h2", GROUPS[group]),
        element(
            "div",
            element("table", element("tr", element("th", "measure"), *heads), *lines, class_="measures"),
            class_="wide",
        ),
        element("div", *plots, class_="plots") if plots else None,
        id=group,
    )


def _line(measure: Measure, table: Table, shown: list[System], people: Usual | None, beside: bool) -> Markup:
    found = [table[system.name].get(measure.key) for system in shown]
    best = _best(measure, found)
    cells = [_usual(measure, people)] if beside else []
    cells += [_cell(measure, one, one is not None and one.mean == best, people) for one in found]
    named = f"{measure.title}, {measure.unit}" if measure.unit else measure.title
    return element("tr", element("td", named, element("small", _direction(measure))), *cells)


def _cell(measure: Measure, found: Estimate | None, best: bool, people: Usual | None) -> Markup:
    if found is None:
        return element("td", "–")
    low, mean, high = (f"{value:.{measure.digits}f}" for value in (found.low, found.mean, found.high))
    told = element("small", f"{low} to {high}, {found.count}")
    outside = people is not None and not people.holds(found.mean)
    unusual = element("small", "unlike people's", class_="outside") if outside else None
    return element("td", mean, told, unusual, class_="best" if best else None)


def _usual(measure: Measure, people: Usual | None) -> Markup:
    if people is None:
        return element("td", "–")
    low, middle, high = (f"{v:.{measure.digits}f}" for v in (people.low, people.median, people.high))
    return element("td", f"{low} to {high}", element("small", f"median {middle}, {people.count}"))


def _best(measure: Measure, found: list[Estimate | None]) -> float | None:
    means = [one.mean for one in found if one is not None]
    if not measure.better or len(means) < 2 or min(means) == max(means):
        return None
    return max(means) if measure.better == "higher" else min(means)


def _direction(measure: Measure) -> str:
    return f"{measure.better} is better" if measure.better else ""


def _figure(
    evaluation: Evaluation, table: Table, shown: list[System], measure: Measure, people: Usual | None
) -> Markup:
    lanes = [
        (
            system.name,
            [value for value in values(evaluation, system.name, measure.key) if value is not None],
            table[system.name][measure.key],
            table[system.name].get(measure.chance),
        )
        for system in shown
        if measure.key in table[system.name]
    ]
    unit = f" ({measure.unit})" if measure.unit else ""
    notes = ["red: by chance"] if measure.chance else []
    notes += ["band: nine of ten pieces by people"] if people else []
    note = element("small", f" {'; '.join(notes)}") if notes else None
    plot = plot_of(lanes, measure.title, (people.low, people.high) if people else None)
    return element("figure", element("figcaption", f"{measure.title}{unit}", note), plot)


def _refused(evaluation: Evaluation) -> Markup | None:
    every = (*evaluation.rows, *evaluation.human)
    told = [f"{row.film}, {row.system}: {row.refused}" for row in every if row.refused]
    if not told:
        return None
    return element(
        "section",
        element("h2", "What could not be scored"),
        element("ul", *(element("li", line) for line in told), class_="refused"),
        id="refused",
    )


def _asset(package: str, name: str) -> str:
    return files(package).joinpath(name).read_text(encoding="utf-8")
