"""Findings on a terminal: the ranked list, the first few with their heaviest reasons, and one finding whole."""

from __future__ import annotations

from collections.abc import Mapping

from graph.analyse.report.wording import count
from graph.model.findings import Document, Head, Listing
from graph.present.explain import explain
from graph.present.terminal import number, safe, show_table, write

PLACES_SHOWN = 4
LINES_SHOWN = 40


def show_findings(document: Document | Listing, limit: int) -> None:
    """The ranked list, with the population that it is ranked in."""
    population = document.population
    persons = count(population.get("persons", 0), "person")
    write(f"{count(document.total, 'finding')} among {persons} ({_records(population)})")
    if not document.findings:
        return
    columns = ("rank", "id", "type", "score", "q", "persons", "families", "finding")
    shown = document.findings[:limit]
    show_table(columns, [_row(one) for one in shown], right=("rank", "score", "q", "persons"))
    if len(shown) < document.total:
        write(f"and {document.total - len(shown)} more")


def _records(population: Mapping[str, int]) -> str:
    """What the persons are known from: applications, and what stands for itself, such as staff that nobody applied as."""
    every = population.get("applicants", 0)
    applications = population.get("applications")
    if applications is None:  # an earlier version did not count them
        return count(every, "record")
    others = count(every - applications, "other record")
    return count(applications, "application") + (f", {others}" if every > applications else "")


def _row(one: Head) -> tuple[object, ...]:
    score, q = f"{one.score:.2f}", number(one.q_value)
    return (one.rank, one.id, one.type, score, q, one.persons, "+".join(one.families), one.title)


def show_top(document: Document, most: int, parts: int) -> None:
    """The first findings, each with its heaviest evidence and the heaviest part against it."""
    for one in document.findings[:most]:
        write()
        write(f"{one.rank}. {safe(one.title)}  (score {one.score:.2f}, q {number(one.q_value)}, {one.id})")
        write(f"   {safe(one.summary)}")
        for part in [*one.evidence[:parts], *one.counter_evidence[:1]]:
            write(f"   {part.weight:+7.2f}  {safe(part.sentence)}")


def show_explanation(document: Document, id_: str, *, everything: bool = False) -> None:
    """One finding, whole. Long lists of lines and places are shortened, and say so, unless `everything` is wanted."""
    finding, sections = explain(document, id_)
    write(f"{finding.rank}. {safe(finding.title)}")
    write(f"{finding.id}, {finding.type}, score {finding.score:.2f} bits, q {number(finding.q_value)}")
    write(safe(finding.summary))
    for section in sections:
        write()
        write(safe(section.title))
        if not section.lines:
            write("  nothing")
        lines = section.lines if everything else section.lines[:LINES_SHOWN]
        for weight, sentence, places in lines:
            mark = "        " if weight is None else f"{weight:{'+' if weight else ''}8.2f}"
            write(f"{mark}  {safe(sentence)}")
            shown = places if everything else places[:PLACES_SHOWN]
            for place in shown:
                write(f"            {safe(place)}")
            _left_out(len(places) - len(shown), "more place")
        _left_out(len(section.lines) - len(lines), "more line")


def _left_out(number: int, what: str) -> None:
    if number > 0:
        write(f"            and {count(number, what)} (--all)")
