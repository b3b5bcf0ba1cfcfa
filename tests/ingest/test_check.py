"""The question before an offer: what an application touches, why, and that asking changes nothing."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from graph.analyse.answer import EMPTY, Answer
from graph.model.errors import CaseError, InputError
from graph.model.settings import Case
from ingest import pipeline
from ingest.check import NOTHING_READ, Checked, check
from tests.graph.analyse.world import name

WORDS = (
    "designed payment services in Go and Python for a lender in Ohio, moved nightly settlement jobs from cron to a queue, "
    "cut the time of a month end close from nine hours to forty minutes, wrote the runbooks, trained four colleagues, "
    "led the move of the ledger to double entry with a journal that can be replayed, kept the old reports alive meanwhile, "
    "built an alert that names the merchant whose chargebacks rise before the bank does, and mentored two interns who "
    "later joined the team; before that maintained a parser of freight invoices for a shipping firm in Duluth, where the "
    "rate of unread invoices fell from eleven percent to under one"
)
OTHER = (
    "grew a bakery's web shop with Elixir and Postgres, drew maps of delivery routes, argued for fewer features, measured "
    "what customers abandoned, replaced a plugin zoo by forty lines, taught evening classes on accessibility, catalogued a "
    "museum's insects with volunteers, repaired looms, sailed, and translated manuals for a maker of telescopes in Leiden"
)
PEOPLE = f"""\
applicant_id,name,phone,address,payroll_account,tax_id,cv_text
1001,Maria Lopez,+1 415 212 7788,"12 Larkspur Avenue, Reno, NV 89501",US:021000021:778812,123-45-6780,"{WORDS}"
1002,Tom Becker,+1 415 212 7788,"88 Birch Road, Austin, TX 78701",US:021000021:778812,,
1003,Wen Zhao,+1 (415) 212-7788,"3 Main Street, Tulsa, OK 74103",US:021000021:778812,,
1004,Ida Holm,+1 702 385 1199,"9 Elm Street, Mesa, AZ 85201",US:121000358:440917,,"{OTHER}"
"""
HEADER = "applicant_id,name,phone,address,payroll_account,tax_id,cv_text\n"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    folder = tmp_path_factory.mktemp("check")
    (folder / "people.csv").write_text(PEOPLE, encoding="utf-8")
    case = Case.create(folder / "case", name="test", key=bytes(range(32)))
    pipeline.ingest(case, [folder / "people.csv"])
    pipeline.analyse(case)
    return case


def ask(case: Case, folder: Path, *rows: str) -> Checked:
    (folder / "new.csv").write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    return check(case, folder / "new.csv")


def one(case: Case, folder: Path, row: str) -> Answer:
    (answer,) = ask(case, folder, row).answers
    return answer


def test_values_holders_and_the_finding_are_named_with_their_places(case: Case, tmp_path: Path) -> None:
    answer = one(case, tmp_path, "2001,New Person,(415) 212-7788,,US:021000021:778812,,")
    finding = pipeline.current(case).findings[0]
    by_kind = {value.kind: value for value in answer.values}
    phone = by_kind["phone"]
    assert (phone.key, phone.holders, phone.pointer) == ("+14152127788", 3, "row 1, column phone")
    assert [(h.applicant, h.file, h.pointer) for h in phone.known] == [
        (str(1000 + n), "people.csv", f"row {n}, column phone") for n in (1, 2, 3)
    ]
    assert finding.id in phone.findings
    assert "Maria Lopez (1001)" in phone.sentence
    (touched,) = [found for found in answer.findings if found.id == finding.id]
    assert touched.weighed
    assert set(touched.families) == {"contact", "money"}
    assert touched.parts
    assert touched.parts[0] in {part.sentence for part in finding.evidence}
    assert "Ask before you conclude" in answer.sentence


def test_nothing_known_touches_a_stranger(case: Case, tmp_path: Path) -> None:
    answer = one(case, tmp_path, '2002,Some Body,+1 503 224 8100,"77 Quince Way, Salem, OR 97301",,,')
    assert (answer.values, answer.findings, answer.alike) == ((), (), ())
    assert answer.unknown >= 2
    assert answer.sentence == "Nothing that is known touches it."


def test_one_weak_fact_does_not_make_a_member(case: Case, tmp_path: Path) -> None:
    answer = one(case, tmp_path, "2003,New Person,+1 415 212 7788,,,,")
    assert answer.findings
    assert not answer.findings[0].weighed
    assert "too little" in answer.findings[0].sentence


CROWD = 24
HALL = '"700 Quince Way, Salem, OR 97301"'


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """A network of 24 from one firm, with accounts and telephones of four and one exit; one lives where as many strangers do."""
    folder = tmp_path_factory.mktemp("crowded")
    rows = ["applicant_id,name,phone,payroll_account,payee_name,past_employer,ip,address"]
    for n in range(CROWD):
        account = f"US:021000021:7788{n // 4},Vale Softworks LLC,Vale Softworks"
        telephone = f"+1 415 212 77{(n + 2) % CROWD // 4:02}"
        own = f"{1000 + n},{name(n)},{telephone},{account},{'73.156.184.235' if n % 2 else ''},{HALL if n == 1 else ''}"
        rows += [own, f"{2000 + n},{name(n + CROWD)},+1 702 385 11{n:02},,,,,{HALL}"]
    (folder / "people.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    case = Case.create(folder / "case", name="test", key=bytes(range(32)))
    pipeline.ingest(case, [folder / "people.csv"])
    pipeline.analyse(case)
    return case


def test_of_a_value_of_many_it_is_said_when_most_are_of_one_network(crowded: Case, tmp_path: Path) -> None:
    (network,) = [one for one in pipeline.current(crowded).findings if one.type == "network"]
    (tmp_path / "new.csv").write_text("applicant_id,name,past_employer\n1,Jo March,Vale Softworks Inc.\n")
    (answer,) = check(crowded, tmp_path / "new.csv").answers
    (employer,) = answer.values
    assert employer.public
    said = f"held by 24 others, too many to say anything by itself; 24 of them are members of {network.id}."
    assert employer.sentence.endswith(said)
    assert employer.findings == answer.findings == ()


def test_a_crowd_around_another_value_of_a_holder_is_not_touched(crowded: Case, tmp_path: Path) -> None:
    found = pipeline.current(crowded).findings
    (network,), (hub,) = ([one for one in found if one.type == what] for what in ("network", "hub"))
    assert "1001" in {*network.members} & {*hub.members}
    (tmp_path / "new.csv").write_text("applicant_id,name,phone\n1,Jo March,+1 415 212 7700\n")
    (answer,) = check(crowded, tmp_path / "new.csv").answers
    assert [one.id for one in answer.findings] == [network.id]


def test_a_secret_value_is_compared_by_its_token_and_never_shown(case: Case, tmp_path: Path) -> None:
    answer = one(case, tmp_path, "2004,New Person,,,,123 45 6780,")
    (value,) = answer.values
    assert value.kind == "tax_id"
    assert value.holders == 1
    assert "6780" not in repr(answer)[len("Answer") :].replace(value.key, "")
    assert value.raw == ""


def test_a_typing_error_in_an_address_is_read_and_said(case: Case, tmp_path: Path) -> None:
    answer = one(case, tmp_path, '2005,New Person,,"12 Larkspurr Avenue, Reno, NV 89501",,,')
    value = next(found for found in answer.values if found.kind == "address")
    assert value.known[0].applicant == "1001"
    assert "larkspurr" in value.via
    assert "tolerated difference" in value.sentence


def test_an_alike_cv_is_found_and_another_one_is_not(case: Case, tmp_path: Path) -> None:
    answer = one(case, tmp_path, f'2006,New Person,,,,,"{WORDS.replace("Ohio", "Iowa").replace("nine", "ten")}"')
    assert [found.applicant for found in answer.alike] == ["1001"]
    assert answer.alike[0].share > 0.7
    assert "1001" in answer.alike[0].sentence
    reversed_ = " ".join(reversed(WORDS.replace(",", "").split()))
    assert one(case, tmp_path, f'2007,New Person,,,,,"{reversed_}"').alike == ()


def test_each_of_several_is_answered_and_one_that_is_known_is_not_compared_with_itself(
    case: Case, tmp_path: Path
) -> None:
    found = ask(case, tmp_path, "1004,Ida Holm,+1 702 385 1199,,,,", "2008,New Person,+1 702 385 1199,,,,")
    known, new = sorted(found.answers, key=lambda answer: answer.applicant)
    assert (known.in_case, known.values) == (True, ())
    assert not new.in_case
    assert [value.holders for value in new.values] == [1]


def test_the_same_name_is_said_because_it_may_be_the_same_person(case: Case, tmp_path: Path) -> None:
    answer = one(case, tmp_path, "2009,Holm Ida,+1 702 385 1199,,,,")
    assert "same name" in answer.values[0].sentence


def test_asking_changes_nothing(case: Case, tmp_path: Path) -> None:
    def state() -> dict[str, tuple[int, str]]:
        return {
            str(path): (path.stat().st_mtime_ns, hashlib.sha256(path.read_bytes()).hexdigest())
            for path in case.folder.rglob("*")
            if path.is_file()
        }

    before = state()
    first = ask(case, tmp_path, "2010,New Person,+1 415 212 7788,,US:021000021:778812,,").to_dict()
    assert state() == before
    assert ask(case, tmp_path, "2010,New Person,+1 415 212 7788,,US:021000021:778812,,").to_dict() == first


def test_what_cannot_be_asked_says_so(case: Case, tmp_path: Path) -> None:
    (tmp_path / "picture.bin").write_bytes(b"\x00\x01\x02")
    with pytest.raises(InputError, match=r"picture\.bin"):
        check(case, tmp_path / "picture.bin")
    empty = Case.create(tmp_path / "empty")
    with pytest.raises(CaseError, match="linchpin analyse"):
        check(empty, tmp_path / "picture.bin")


def test_an_innocent_value_is_said_to_be_innocent(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    own = Case.create(tmp_path / "case", key=bytes(range(32)))
    pipeline.ingest(own, [tmp_path / "people.csv"])
    pipeline.analyse(own)
    pipeline.decide(own, "innocent_value", ["phone:+14152127788"], by="ann")
    answer = one(own, tmp_path, "2011,New Person,+1 415 212 7788,,,,")
    assert answer.values[0].innocent
    assert answer.findings == ()
    assert "only public or innocent" in answer.sentence.casefold()


@pytest.mark.parametrize("row", ["3001", "3001,n/a"])
def test_an_application_without_a_value_that_is_understood_is_no_clean_bill(
    case: Case, tmp_path: Path, row: str
) -> None:
    header = "applicant_id,quux" if "," not in row else "applicant_id,phone"
    (tmp_path / "new.csv").write_text(f"{header}\n{row}{',2' if ',' not in row else ''}\n", encoding="utf-8")
    found = check(case, tmp_path / "new.csv")
    assert found.answers[0].sentence == NOTHING_READ
    assert found.passed_over == ((("new.csv", ("quux",)),) if header.endswith("quux") else ())
    assert found.to_dict()["passed_over"] == [{"file": name, "columns": list(of)} for name, of in found.passed_over]


def test_a_cell_that_could_not_be_cleaned_is_named_and_nothing_is_said_of_it(case: Case, tmp_path: Path) -> None:
    two = "+1 415 212 7788 # +1 303 861 1199 #"
    answer = one(case, tmp_path, f'2012,New Person,{two},"77 Quince Way Apt 4, Salem, OR 97301",n/a,,')
    (missed,) = answer.missed
    assert (missed.kind, missed.pointer, missed.note) == ("phone", "row 1, column phone", "invalid")
    assert missed.sentence == (
        "Not understood, and so not compared: phone (row 1, column phone): not a value of this kind."
    )
    assert answer.sentence == "Nothing that is known touches what could be compared of it."
    assert answer.to_dict()["missed"][0]["note"] == "invalid"
    alone = one(case, tmp_path, f"2013,New Person,{two},,,,")
    assert (alone.sentence, len(alone.missed)) == (NOTHING_READ, 1)


def test_applications_of_one_file_are_compared_with_each_other(case: Case, tmp_path: Path) -> None:
    account = "US:121000358:773911"
    found = ask(
        case,
        tmp_path,
        f'T1,Ann Adams,+1 415 212 7788,"77 Quince Way Apt 4, Salem, OR 97301",{account},,',
        f'T2,Bert Brown,,"77 Quince Way Apt 4, Salem, OR 97301",{account},,',
        f"T3,Carl Clark,,,{account},,",
    )
    first, second, third = found.answers
    assert [one.kind for one in first.beside] == ["payroll_account", "address"], "its building says the same again"
    assert [one.applicant for one in first.beside[0].others] == ["T2", "T3"]
    assert first.beside[0].others[1].pointer == "row 3, column payroll_account"
    assert first.beside[0].sentence.endswith(
        "is also given by Bert Brown (T2) and Carl Clark (T3) of this file; nobody in the case holds it."
    )
    assert first.sentence.startswith("1 value is held by others")
    assert first.sentence.endswith("2 values of it are also given by others of this file.")
    assert second.sentence.startswith("Nothing that the case knows touches it. 2 values")
    assert third.sentence.startswith("Nothing that the case knows touches it. 1 value of it is")


def test_others_of_the_file_that_the_case_has_are_told_once(case: Case, tmp_path: Path) -> None:
    rows = PEOPLE.splitlines()[1:]
    for answer in ask(case, tmp_path, *rows).answers:
        assert answer.in_case
        assert answer.beside == ()


def test_of_an_empty_case_it_is_said_that_it_is_empty(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(HEADER, encoding="utf-8")
    own = Case.create(tmp_path / "case", key=bytes(range(32)))
    pipeline.ingest(own, [tmp_path / "people.csv"])
    pipeline.analyse(own)
    found = ask(own, tmp_path, "T1,Ann Adams,+1 415 212 7788,,,,", "T2,Bert Brown,+1 415 212 7788,,,,")
    said = f"{EMPTY} 1 value of it is also given by others of this file."
    assert [one.sentence for one in found.answers] == [said, said]


def test_who_is_not_linked_by_decision_is_left_out_at_once(tmp_path: Path) -> None:
    people = PEOPLE + f'1005,Sven Dahl,,,,,"{WORDS}"\n'
    (tmp_path / "people.csv").write_text(people, encoding="utf-8")
    own = Case.create(tmp_path / "case", key=bytes(range(32)))
    pipeline.ingest(own, [tmp_path / "people.csv"])
    pipeline.analyse(own)
    for other in ("1002", "1003", "1005"):
        pipeline.decide(own, "not_linked", ["1001", other], by="ann")
    for _ in range(2):
        answers = {one.applicant: one for one in check(own, tmp_path / "people.csv").answers}
        parted = answers["1001"]
        assert (parted.values, parted.alike, parted.findings, parted.beside) == ((), (), (), ())
        assert parted.parted == ("1002", "1003", "1005")
        assert answers["1002"].parted == ("1001",)
        assert [holder.applicant for holder in answers["1002"].values[0].known] == ["1003"]
        assert answers["1002"].findings
        pipeline.analyse(own)


def test_what_nobody_holds_is_counted_as_the_file_gives_it(case: Case, tmp_path: Path) -> None:
    row = '2014,New Person,+1 503 224 8100,"77 Quince Way Apt 4, Salem, OR 97301",US:121000358:773911,,'
    assert one(case, tmp_path, row).unknown == 3, "not its building, nor the last digits of its account"


@pytest.mark.parametrize(
    "name",
    [
        "links/values.parquet",
        "links/holdings.parquet",
        "links/applicants.parquet",
        "links/sources.parquet",
        "index/texts.parquet",
        "index/fingerprints.npy",
    ],
)
def test_damaged_files_of_the_analysis_are_named_and_the_remedy_mends_them(
    case: Case, tmp_path: Path, name: str
) -> None:
    own = tmp_path / "case"
    shutil.copytree(case.folder, own)
    analysis = pipeline.current_folder(Case.open(own))
    damaged = analysis / name
    damaged.write_bytes(damaged.read_bytes()[:100])
    row = "n1,New One,+1 415 212 7788,,,,"
    with pytest.raises(CaseError) as raised:
        one(Case.open(own), tmp_path, row)
    assert f"{damaged}: the findings cannot be read" in str(raised.value)
    assert raised.value.remedy == f"Remove {analysis} and run: linchpin analyse"
    shutil.rmtree(analysis)
    pipeline.analyse(Case.open(own))
    assert one(Case.open(own), tmp_path, row) == one(case, tmp_path, row)


def test_a_building_that_says_the_same_as_its_address_is_left_out(case: Case, tmp_path: Path) -> None:
    answer = one(case, tmp_path, '2012,New Person,,"12 Larkspur Avenue, Reno, NV 89501",,,')
    assert [value.kind for value in answer.values] == ["address"]


def test_a_decision_that_was_withdrawn_is_no_decision(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    own = Case.create(tmp_path / "case", key=bytes(range(32)))
    pipeline.ingest(own, [tmp_path / "people.csv"])
    pipeline.analyse(own)
    made = pipeline.decide(own, "innocent_value", ["phone:+14152127788"], by="ann")
    pipeline.decide(own, "withdrawn", [made.id], by="ann")
    answer = one(own, tmp_path, "2013,New Person,+1 415 212 7788,,,,")
    assert not answer.values[0].innocent
    assert answer.findings


def test_of_several_like_spellings_the_most_held_one_is_read(tmp_path: Path) -> None:
    rows = [f'{n},{name(n)},"12 Harrison Way, Reno, NV 89501"' for n in range(1, 4)]
    rows.append(f'9,{name(9)},"12 Harrisonnn Way, Reno, NV 89501"')
    (tmp_path / "people.csv").write_text("applicant_id,name,address\n" + "\n".join(rows) + "\n", encoding="utf-8")
    own = Case.create(tmp_path / "case", key=bytes(range(32)))
    pipeline.ingest(own, [tmp_path / "people.csv"])
    pipeline.analyse(own)
    (tmp_path / "new.csv").write_text(f'applicant_id,name,address\n20,{name(12)},"12 Harrisonn Way, Reno, NV 89501"\n')
    (answer,) = check(own, tmp_path / "new.csv").answers
    value = next(one for one in answer.values if one.kind == "address")
    assert [holder.applicant for holder in value.known] == ["1", "2", "3"]


def test_a_known_application_is_not_like_itself(case: Case, tmp_path: Path) -> None:
    assert one(case, tmp_path, f'1001,Maria Lopez,,,,,"{WORDS}"').alike == ()


def test_of_a_value_of_many_no_network_is_named_that_few_of_them_are_of(tmp_path: Path) -> None:
    """The firm of the network of 24, for which as many others worked too."""
    rows = ["applicant_id,name,phone,payroll_account,payee_name,past_employer"]
    for n in range(CROWD):
        account = f"US:021000021:7788{n // 4},Vale Softworks LLC,Vale Softworks"
        rows.append(f"{1000 + n},{name(n)},+1 415 212 77{(n + 2) % CROWD // 4:02},{account}")
        rows.append(f"{2000 + n},{name(n + CROWD)},+1 702 385 11{n:02},,,Vale Softworks")
    (tmp_path / "people.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    own = Case.create(tmp_path / "case", key=bytes(range(32)))
    pipeline.ingest(own, [tmp_path / "people.csv"])
    (network,) = [one for one in pipeline.analyse(own).findings if one.type == "network"]
    values = {value for lead in network.facilitators for value in lead.values} | {part.key for part in network.evidence}
    assert "past_employer:vale softworks" in values
    (tmp_path / "new.csv").write_text("applicant_id,name,past_employer\n1,Jo March,Vale Softworks Inc.\n")
    (answer,) = check(own, tmp_path / "new.csv").answers
    assert answer.values[0].sentence.endswith("is held by 48 others: a public value that says nothing.")


def test_the_network_that_ties_it_most_is_named_first(tmp_path: Path) -> None:
    """A telephone of the first in rank is too little; an account of the second is enough."""
    rows = ["applicant_id,name,phone,payroll_account"]
    for n in range(7):
        side = n // 4
        rows.append(f"{1000 + n},{name(n)},+1 415 212 778{side},US:021000021:77881{side}")
    (tmp_path / "people.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    own = Case.create(tmp_path / "case", key=bytes(range(32)))
    pipeline.ingest(own, [tmp_path / "people.csv"])
    first, second = (one for one in pipeline.analyse(own).findings if one.type == "network")
    side = {"1000": 0, "1004": 1}
    phone, account = (side[one.members[0]] for one in (first, second))
    new = f"1,Jo March,+1 415 212 778{phone},US:021000021:77881{account}"
    (tmp_path / "new.csv").write_text(f"{rows[0]}\n{new}\n", encoding="utf-8")
    (answer,) = check(own, tmp_path / "new.csv").answers
    assert [(one.id, one.weighed) for one in answer.findings] == [(second.id, True), (first.id, False)]
