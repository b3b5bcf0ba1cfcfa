from __future__ import annotations

from pathlib import Path

import pytest
from reading import DATA, at_pointer, json_files, read, written

CANDIDATE = DATA / "greenhouse" / "candidates-03-get-retrieve-candidate.json"


def test_one_record_per_application_with_the_candidates_values_on_each() -> None:
    said = read("greenhouse", CANDIDATE)

    assert list(said.records) == ["greenhouse:application:69102626", "greenhouse:application:65153308"]
    first = said.records["greenhouse:application:69102626"]
    assert first["keys"] == ("application:69102626",)
    assert first["candidate"] == "greenhouse:candidate:53883394"
    assert (first["name"], first["role"], first["status"]) == ("John Locke", "DevOps Engineer", "rejected")
    assert (first["applied_at"], first["channel"]) == ("2017-09-27T12:03:02.728Z", "LinkedIn (Prospecting)")
    assert (first["region"], first["path"]) == ("US", "/applications/0")
    for record in said.records:
        mine = {(one.kind, one.context, one.raw) for one in said.seen if one.record == record}
        assert {
            ("phone", "mobile", "555-555-5555"),
            ("address", "home", "123 City Street\nNew York, Ny 10001"),
            ("email", "work", "test@work.com"),
            ("email", "personal", "test@example.com"),
            ("website", "personal", "mysite.com"),
            ("handle", "social", "twitter.com/test"),
            ("past_employer", "employment", "Greenhouse"),
        } <= mine
    answers = [(one.record[-8:], one.kind, one.raw) for one in said.seen if one.context == "answer"]
    assert answers == [
        ("69102626", "website", "https://example.com"),
        ("69102626", "handle", "https://linkedin.com/example"),
    ]


@pytest.mark.parametrize("path", json_files("greenhouse"), ids=lambda path: path.stem)
def test_every_value_stands_where_its_pointer_says(path: Path) -> None:
    reader = "greenhouse_applications" if path.stem.startswith("applications") else "greenhouse"
    said = read(reader, path)

    assert said.error is None or path.stem == "broken"
    for one in said.seen:
        assert str(at_pointer(path, one.row, one.path)).strip() == one.raw


def test_a_list_of_pages_and_json_lines_give_the_same_records(tmp_path: Path) -> None:
    whole = read("greenhouse", CANDIDATE)
    value = at_pointer(CANDIDATE, None, "")
    pages = written(tmp_path, "pages.json", [[value], []])
    lines = written(tmp_path, "lines.jsonl", "")
    written(tmp_path, "lines.jsonl", CANDIDATE.read_text().replace("\n", " ") + "\n")

    in_pages, in_lines = read("greenhouse", pages), read("greenhouse", lines)

    assert list(in_pages.records) == list(in_lines.records) == list(whole.records)
    assert in_pages.seen[0].path == "/0/0/phone_numbers/0/value"
    assert (in_lines.seen[0].row, in_lines.seen[0].path) == (1, "/phone_numbers/0/value")


def test_anonymised_candidate_has_no_name_but_keeps_its_application() -> None:
    said = read("greenhouse", DATA / "greenhouse" / "candidates-20-put-anonymize-candidate.json")

    assert said.records["greenhouse:application:69201279"]["name"] == ""
    assert said.values("address") == ["123 City Street\nNew York, Ny 10001"]
    assert said.values("phone") == []


def test_attached_cv_becomes_a_key_but_no_other_attachment() -> None:
    said = read("greenhouse", DATA / "greenhouse" / "candidates-22-put-merge-candidates.json")

    assert said.records["greenhouse:application:67398864"]["keys"] == (
        "application:67398864",
        "file:Justin Locke resume.pdf",
    )


def test_prospect_without_application_is_a_record_of_its_own(tmp_path: Path) -> None:
    path = written(tmp_path, "c.json", [{"id": 7, "first_name": "A", "last_name": "B", "applications": []}])

    said = read("greenhouse", path)

    assert list(said.records) == ["greenhouse:application:candidate-7"]
    assert said.records["greenhouse:application:candidate-7"]["keys"] == ("candidate:greenhouse:7",)


def test_webhook_gives_the_candidate_inside_with_its_offer() -> None:
    said = read("greenhouse", DATA / "greenhouse" / "webhooks" / "candidate-events-02-candidate-hired.json")

    fields = said.records["greenhouse:application:46194062"]
    assert (fields["name"], fields["role"], fields["channel"]) == ("Johnny Smith", "Developer", "Monster")
    assert (fields["offered_at"], fields["hired_at"]) == ("2014-11-10", "2015-01-23")
    assert fields["keys"] == ("application:46194062", "file:resume.pdf")
    assert said.values("phone") == ["518-555-1212", "212-555-1212"]


def test_of_several_webhooks_of_one_application_the_last_one_counts(tmp_path: Path) -> None:
    events = [
        {"action": "x", "payload": {"application": {"id": 1, "status": status, "candidate": {"id": 2}}}}
        for status in ("active", "hired")
    ]

    said = read("greenhouse", written(tmp_path, "hooks.json", events))

    assert [fields["status"] for fields in said.records.values()] == ["hired"]


def test_webhook_without_candidate_is_said_and_the_rest_goes_on(tmp_path: Path) -> None:
    events = [{"action": "delete_candidate", "payload": {"person": {"id": 1}}}]
    events.append({"action": "y", "payload": {"candidate": {"id": 2, "phone_numbers": [{"value": "911"}]}}})

    said = read("greenhouse", written(tmp_path, "hooks.json", events))

    assert said.reasons == ["no_candidate"]
    assert said.rejected[0][4] == "/0"
    assert said.values("phone") == ["911"]


def test_credited_person_is_a_referrer_only_beside_a_referral_source(tmp_path: Path) -> None:
    credited = {"id": 5, "name": "Mara Lindqvist"}
    applications = [
        {"id": 1, "source": {"public_name": "Employee Referral"}, "credited_to": credited},
        {"id": 2, "source": {"public_name": "LinkedIn"}, "credited_to": credited},
    ]
    path = written(tmp_path, "c.json", [{"id": 9, "first_name": "A", "applications": applications}])

    said = read("greenhouse", path)

    assert [fields["referred_by"] for fields in said.records.values()] == ["Mara Lindqvist", ""]
    assert [(one.record, one.raw, one.path) for one in said.seen if one.kind == "referrer"] == [
        ("greenhouse:application:1", "Mara Lindqvist", "/0/applications/0/credited_to/name")
    ]


def test_forbidden_fields_are_refused_once_and_their_values_never_said(tmp_path: Path) -> None:
    secret = "ZZ-SECRET-ZZ"
    candidates = [
        {
            "id": number,
            "first_name": "A",
            "photo_url": f"https://x/{secret}.jpg",
            "eeoc": {"race": secret, "gender": secret},
            "keyed_custom_fields": {"nationality": {"name": "Nationality", "value": secret}, "visa_status": None},
            "applications": [{"id": number, "answers": [{"question": "Gender?", "answer": secret}]}],
        }
        for number in (1, 2)
    ]

    said = read("greenhouse", written(tmp_path, "c.json", candidates))

    assert said.reasons == ["forbidden_column"] * 4
    assert {path for *_, path in said.rejected} == {"photo_url", "race", "gender", "nationality"}
    assert secret not in repr(said)


def test_birth_date_in_a_custom_field_is_the_records_birth() -> None:
    said = read("greenhouse_applications", DATA / "greenhouse" / "applications-01-the-application-object.json")

    assert said.records["greenhouse_applications:application:985314"]["birth"] == "1992-01-27"
    assert "1992-01-27" not in [one.raw for one in said.seen]


def test_same_application_twice_is_kept_once_and_said_when_different(tmp_path: Path) -> None:
    def candidate(phone: str) -> dict[str, object]:
        return {"id": 3, "first_name": "A", "phone_numbers": [{"value": phone}], "applications": [{"id": 1}]}

    same = read("greenhouse", written(tmp_path, "same.json", [candidate("1"), candidate("1")]))
    other = read("greenhouse", written(tmp_path, "other.json", [candidate("1"), candidate("2")]))

    assert (same.values("phone"), same.reasons) == (["1"], [])
    assert (other.values("phone"), other.reasons) == (["1"], ["duplicate_id"])


def test_applications_alone_join_the_candidates_file_without_replacing_it() -> None:
    said = read("greenhouse_applications", DATA / "greenhouse" / "applications-02-get-list-applications.json")

    assert list(said.records) == [
        "greenhouse_applications:application:69306314",
        "greenhouse_applications:application:69306509",
    ]
    fields = said.records["greenhouse_applications:application:69306314"]
    assert fields["keys"] == ("application:69306314",)
    assert fields["candidate"] == "greenhouse:candidate:57683957"
    assert said.values("website") == ["mytestwebsite.com", "mytestwebsite.com"]


def test_broken_json_rejects_the_file_with_its_line() -> None:
    said = read("greenhouse", DATA / "greenhouse" / "broken.json")

    assert said.error is not None
    assert "broken.json" in str(said.error)
    assert "line" in str(said.error)


def test_elements_that_are_no_objects_and_candidates_without_id_are_said(tmp_path: Path) -> None:
    path = written(tmp_path, "c.json", [1, None, "x", {"first_name": "A", "applications": [{"id": 1}]}])

    said = read("greenhouse", path)

    assert said.reasons == ["not_an_object"] * 3 + ["no_id"]
    assert [where for *_, where in said.rejected] == ["/0", "/1", "/2", "/3"]


def test_wrong_types_inside_do_not_stop_the_reader(tmp_path: Path) -> None:
    odd = {"id": 1, "first_name": 5, "phone_numbers": {"value": "1"}, "addresses": ["x", None, {"value": ["y"]}]}
    odd |= {"applications": [{"id": 2, "jobs": "none", "source": [], "answers": [None, {"answer": 3}]}, 7, None]}

    said = read("greenhouse", written(tmp_path, "c.json", [odd]))

    assert list(said.records) == ["greenhouse:application:2"]
    assert said.seen == []
