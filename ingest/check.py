"""The question before an offer: which values and findings does one new application touch, without storing it?

The file is read by the readers into a case of its own in a temporary folder, with the key of the real one, so that it is
cleaned and tokenised as an ingest would. Its values are then looked up in the newest analysis.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow.compute as pc

from graph.analyse.answer import (
    NAMED,
    Alike,
    Answer,
    Beside,
    Holder,
    Missed,
    Touch,
    beside_sentence,
    summary,
    touch_sentence,
    touched,
)
from graph.analyse.persons.names import same_name
from graph.model import chain
from graph.model.errors import InputError
from graph.model.facts import TEXTS
from graph.model.kinds import KINDS
from graph.model.links import PART_OF, Links
from graph.model.pointer import pointer
from graph.model.settings import Case
from ingest import decided, lookup
from ingest.asked import grouped, texts_of, unread
from ingest.concerned import concerned
from ingest.facts import read_facts, write_run
from ingest.facts.report import Rejected
from ingest.kept import columns_in, current_folder
from ingest.link import link
from ingest.link.addresses import Spelling, difference
from ingest.link.blocking import PARTS
from ingest.similar import FEW, Texts

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Checked:
    """One answer for each application of the file. texts: CVs that these were compared with, 0 when there is none.

    passed_over: file -> its columns that are not understood.
    """

    analysis: str
    answers: tuple[Answer, ...]
    rejected: tuple[Rejected, ...]
    texts: int
    passed_over: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """For --json."""
        return {
            "analysis": self.analysis,
            "texts_compared": self.texts,
            "answers": [one.to_dict() for one in self.answers],
            "rejected": [vars(one) for one in self.rejected],
            "passed_over": [{"file": name, "columns": list(columns)} for name, columns in self.passed_over],
        }


def check(case: Case, file: Path, *, mapping: Path | None = None, progress: Progress | None = None) -> Checked:
    """What the newest analysis of the case knows of the applications in a file. Changes nothing.

    Raises CaseError when the case has no findings, InputError when the file holds no application that can be read.
    """
    folder = current_folder(case)
    with tempfile.TemporaryDirectory(prefix="linchpin-check-") as place:
        apart = replace(case, folder=Path(place))
        report = write_run(apart, [file], mapping=mapping, progress=progress)
        if not report.counts.get("records") and not report.counts.get("observations"):
            first = report.rejected[0] if report.rejected else None
            raise InputError(
                f"{first.message}." if first else "there is no application in it.",
                where=str(file),
                remedy=first.remedy if first else "Give a file as docs/formats.md describes it.",
            )
        facts = read_facts(apart)
        facts = replace(facts, texts=facts.texts.table())  # the files go
    few = facts.texts.num_rows <= FEW
    new = link(replace(facts, texts=TEXTS.empty_table()) if few else facts)
    question = _Question(case, folder, new, texts_of(facts, new), unread(facts, new))
    answers = tuple(question.answer(row) for row in range(new.applicants.num_rows))
    compared = question.texts.count if facts.texts.num_rows else 0
    return Checked(folder.name, answers, report.rejected, compared, report.passed_over)


class _Question:
    """The new links beside the kept analysis."""

    def __init__(
        self, case: Case, folder: Path, new: Links, texts: list[tuple[int, str]], unread: dict[int, list[Missed]]
    ) -> None:
        self.new = new
        self.unread = unread
        self.values = lookup.Table(folder / "links" / "values.parquet")
        self.sources: list[str] = columns_in(folder / "links" / "sources.parquet", ["name"])["name"].to_pylist()
        decisions = chain.in_force(decided.read(case))
        self.parting = [one.about for one in decisions if one.verdict == "not_linked"]
        self.innocent = {name for one in decisions if one.verdict == "innocent_value" for name in one.about}
        self.wanted: list[dict[str, Any]] = new.values.to_pylist()
        self.by_row, self.by_value = grouped(new)
        self.people: list[dict[str, Any]] = new.applicants.select(["id", "name"]).to_pylist()
        self.files: list[str] = new.sources["name"].to_pylist()
        self.found, self.via = self._known_values()
        held = lookup.holdings(
            lookup.Table(folder / "links" / "holdings.parquet"), {row["at"] for row in self.found.values()}
        )
        self.held = {key: held.get(row["at"], []) for key, row in self.found.items()}
        self.texts = Texts(folder / "index")
        self.alike = self.texts.alike(texts)
        self.with_text = {row for row, _ in texts}
        people = {row["applicant"] for rows in self.held.values() for row in rows[: _most(rows)]}
        people |= {number for found in self.alike.values() for number, _ in found}
        applicants = lookup.Table(folder / "links" / "applicants.parquet")
        self.person = {row["at"]: row for row in applicants.rows(people, ["id", "name"]).to_pylist()}
        self.ids = _in_case(folder, new)
        self.empty = not applicants.starts[-1]
        self.known, self.of_member, self.of_key, self.same = concerned(
            folder, {row["id"] for row in self.person.values()} | self.ids, self.found
        )

    def _known_values(self) -> tuple[dict[tuple[str, str], dict[str, Any]], dict[tuple[str, str], str]]:
        """The kept value of each new one; and why where the spelling differs."""
        wanted = [(one["kind"], one["key"]) for one in self.wanted]
        found = lookup.values(self.values, wanted)
        via: dict[tuple[str, str], str] = {}
        for kind, key in wanted:
            if kind == "address" and (kind, key) not in found:
                near = self._tolerated(key)
                if near is not None:
                    found[kind, key], via[kind, key] = near
        return found, via

    def _tolerated(self, key: str) -> tuple[dict[str, Any], str] | None:
        """A kept address that differs by a typing error only, the most held one first."""
        if key.count("|") != len(PARTS) - 1:
            return None
        one = Spelling.of(key, 1)
        if not one.number or not one.street:
            return None
        best: tuple[tuple[int, str], dict[str, Any], str] | None = None
        for row in lookup.beginning(self.values, "address", f"{one.country}|{one.number}|"):
            if row["key"].count("|") != len(PARTS) - 1:
                continue
            why = difference(one, Spelling.of(row["key"], row["holders"]))
            order = (-row["holders"], row["key"])
            if why and (best is None or order < best[0]):
                best = (order, row, why)
        return (best[1], best[2]) if best else None

    def answer(self, row: int) -> Answer:
        """One applicant of the file."""
        person = self.people[row]
        mine = self.by_row.get(row, [])
        apart = self._parted(person["id"])
        touches = [self._touch(one, person, apart) for one in mine]
        values = sorted(_telling([one for one in touches if one]), key=lambda one: (-one.bits, one.kind, one.key))
        alike = tuple(self._alike(number, share, person) for number, share in self.alike.get(row, ()))
        left = apart.intersection((*(one.applicant for one in alike), *self._sharing(mine, person["id"])))
        alike = tuple(one for one in alike if one.applicant != person["id"] and one.applicant not in apart)
        beside = _widest([one for one in (self._beside(one, person, apart) for one in mine) if one])
        ids = {name for value in values for name in value.findings} | {name for text in alike for name in text.findings}
        findings = [touched(self.known[name], values, alike) for name in sorted(ids)]
        ranked = sorted((one for one in findings if one), key=lambda one: (not one.weighed, -one.bits, one.rank))
        given = [self._given(one) for one in mine]
        unread = self.unread.get(row, [])
        compared = any(given) or values or beside or row in self.with_text
        return Answer(
            applicant=person["id"],
            name=person["name"],
            in_case=person["id"] in self.ids,
            values=tuple(values),
            alike=alike,
            findings=tuple(ranked),
            unknown=sum(
                by_file and not self._others(one, person["id"]) for one, by_file in zip(mine, given, strict=True)
            ),
            sentence=(summary(values, alike, ranked, unread, beside, empty=self.empty) if compared else NOTHING_READ),
            missed=tuple(unread),
            beside=tuple(beside),
            parted=tuple(sorted(left)),
        )

    def _parted(self, id_: str) -> frozenset[str]:
        """Who is never to be linked with this applicant, by the decisions in force: as in an analysis, persons are parted
        with all applications that are known to be theirs."""
        own = self.same.get(id_, frozenset((id_,)))
        names = {f"applicant:{one}" for one in own}
        others = {name.partition(":")[2] for about in self.parting if names.intersection(about) for name in about}
        every = {one for other in others for one in self.same.get(other, frozenset((other,)))}
        named = {name.partition(":")[2] for about in self.parting if f"applicant:{id_}" in about for name in about}
        return frozenset(every - own) | (named - {id_})

    def _others(self, mine: dict[str, Any], id_: str) -> list[dict[str, Any]]:
        """Holders in the case of a value of the file, without the applicant of this id."""
        value = self.wanted[mine["value"]]
        held = self.held.get((value["kind"], value["key"]), [])
        return [one for one in held if self.person.get(one["applicant"], {}).get("id") != id_]

    def _sharing(self, mine: list[dict[str, Any]], id_: str) -> Iterator[str]:
        """Ids of those who hold one of these values in the case, or give it in the file."""
        for one in mine:
            yield from (
                self.person[held["applicant"]]["id"]
                for held in self._others(one, id_)
                if held["applicant"] in self.person
            )
            yield from (self.people[other["applicant"]]["id"] for other in self._of_file(one, id_))

    def _of_file(self, mine: dict[str, Any], id_: str) -> list[dict[str, Any]]:
        """Holdings of a value by others of the file whom the case does not have with it; of an innocent or a crowd's none."""
        value = self.wanted[mine["value"]]
        kind, key = value["kind"], value["key"]
        row = self.found.get((kind, key), {"key": key, "holders": 0})
        if f"{kind}:{row['key']}" in self.innocent or row["holders"] > KINDS[kind].crowd:
            return []
        held = self._others(mine, id_)
        known = {self.person[one["applicant"]]["id"] for one in held if one["applicant"] in self.person}
        others = [one for one in self.by_value[mine["value"]] if one["applicant"] != mine["applicant"]]
        return [one for one in others if self.people[one["applicant"]]["id"] not in known]

    def _beside(self, mine: dict[str, Any], person: dict[str, Any], apart: frozenset[str]) -> Beside | None:
        """The value as others of the file give it; None when there is none."""
        value = self.wanted[mine["value"]]
        kind, key = value["kind"], value["key"]
        others = [one for one in self._of_file(mine, person["id"]) if self.people[one["applicant"]]["id"] not in apart]
        if not others:
            return None
        row = self.found.get((kind, key), value)
        public = len(others) >= KINDS[kind].crowd
        holders = tuple(self._holder(one, self.people[one["applicant"]], self.files, person["name"]) for one in others)
        ours = person["id"] in self.ids
        known = bool(self._others(mine, person["id"]))
        sentence = beside_sentence(value["display"], kind, holders, public=public, known=known, ours=ours)
        where = pointer(mine["row"], mine["path"])
        return Beside(kind, row["key"], value["display"], where, mine["raw"], holders, public, sentence)

    def _given(self, mine: dict[str, Any]) -> bool:
        """Whether the file gives the value itself: not so what follows from a finer one, or from a whole file or text."""
        return not mine["via"].startswith(PART_OF[0]) and self.wanted[mine["value"]]["kind"] not in OF_TEXTS

    def _touch(self, mine: dict[str, Any], person: dict[str, Any], apart: frozenset[str]) -> Touch | None:
        """The value as the case knows it; None when nobody there holds it."""
        value = self.wanted[mine["value"]]
        kind, key = value["kind"], value["key"]
        row = self.found.get((kind, key))
        if row is None:
            return None
        everybody = self._others(mine, person["id"])
        first = [one for one in everybody if self.person.get(one["applicant"], {}).get("id") not in apart]
        holders = len(first)
        if not holders:
            return None
        public = row["holders"] > KINDS[kind].crowd
        innocent = f"{kind}:{row['key']}" in self.innocent
        known = tuple(
            self._holder(one, self.person[one["applicant"]], self.sources, person["name"]) for one in first[:NAMED]
        )
        findings = () if public or innocent else self._findings_of(kind, row["key"], first)
        if len(first) < len(everybody):  # what the value ties the others to is theirs
            ids = {self.person[one["applicant"]]["id"] for one in first if one["applicant"] in self.person}
            findings = tuple(name for name in findings if ids & self.known[name].members)
        inside = self._mostly_of(kind, row["key"], first) if public else ()
        sentence = touch_sentence(value["display"], kind, holders, known, inside, public=public, innocent=innocent)
        if via := self.via.get((kind, key), ""):
            sentence = f"{sentence} Read with a tolerated difference: {via}."
        where = pointer(mine["row"], mine["path"])
        return Touch(
            kind,
            row["key"],
            value["display"],
            where,
            mine["raw"],
            holders,
            known,
            public,
            innocent,
            findings,
            via,
            sentence,
        )

    def _findings_of(self, kind: str, key: str, holders: Sequence[dict[str, Any]]) -> tuple[str, ...]:
        """Findings that the value is a fact of, and those that a holder is a member of; of crowds around a value that of its
        own only."""
        ids = set(self.of_key.get(f"{kind}:{key}", ()))
        for one in holders:
            member = self.person.get(one["applicant"])
            ids |= self.of_member.get(member["id"], set()) if member else set()
        return tuple(sorted(ids, key=lambda name: self.known[name].rank))

    def _mostly_of(self, kind: str, key: str, holders: Sequence[dict[str, Any]]) -> tuple[tuple[str, int], ...]:
        """Networks that most holders of the value are members of, which it holds together; and how many are."""
        ids = [self.person[one["applicant"]]["id"] for one in holders if one["applicant"] in self.person]
        networks = [self.known[name] for name in self.of_key.get(f"{kind}:{key}", ())]
        inside = [(one.id, len(one.members.intersection(ids))) for one in networks if one.type == "network"]
        return tuple(sorted((name, many) for name, many in inside if 2 * many > len(holders)))

    @staticmethod
    def _holder(one: dict[str, Any], person: dict[str, Any], files: Sequence[str], name: str) -> Holder:
        file = files[one["source"]] if one["source"] is not None else ""
        same = bool(name) and same_name(name, person["name"])
        return Holder(person["id"], person["name"], file, pointer(one["row"], one["path"]), one["raw"], same)

    def _alike(self, number: int, share: float, person: dict[str, Any]) -> Alike:
        other = self.person[number]
        findings = tuple(sorted(self.of_member.get(other["id"], ()), key=lambda name: self.known[name].rank))
        same = ", same name" if same_name(person["name"], other["name"]) else ""
        sentence = f"The CV is about {share:.0%} like that of {other['name'] or 'somebody'} ({other['id']}{same})."
        return Alike(other["id"], other["name"], round(share, 2), findings, sentence)


def _widest(found: list[Beside]) -> list[Beside]:
    """Without the building or network of a value that the same ones give: it says the same again. Strongest kinds first."""
    finer = {(KINDS[one.kind].coarser, tuple(who.applicant for who in one.others)) for one in found}
    kept = [one for one in found if (one.kind, tuple(who.applicant for who in one.others)) not in finer]
    return sorted(kept, key=lambda one: (one.public, -KINDS[one.kind].strength, one.kind, one.key))


def _telling(touches: list[Touch]) -> list[Touch]:
    """Without the building or network of a value that as many hold: it says the same again."""
    wide = {KINDS[one.kind].coarser: one.holders for one in touches if KINDS[one.kind].coarser}
    return [one for one in touches if wide.get(one.kind) != one.holders]


def _most(rows: Sequence[dict[str, Any]]) -> int:
    """Holders that are looked at: of a public value only those that are named."""
    return len(rows) if len(rows) <= MANY else NAMED + 1


OF_TEXTS = frozenset(("cv_file", "template"))
"""Kinds that follow from a file or a text as a whole."""

NOTHING_READ = "No value of it was understood, so nothing could be compared: this says nothing about it."

MANY = 500
"""Holders beyond which a value is public for every kind."""


def _in_case(folder: Path, new: Links) -> frozenset[str]:
    """Ids of the file that the case has."""
    ids = columns_in(folder / "links" / "applicants.parquet", ["id"])["id"]
    asked = new.applicants["id"].combine_chunks()
    return frozenset(asked.filter(pc.is_in(asked, value_set=ids.combine_chunks())).to_pylist())
