from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from reading import DATA, at_pointer, json_files, read, written

from ingest.sources import readers
from ingest.sources._sightings import Sighting, Sightings

LOG = DATA / "okta" / "listlogs.json"
EVENTS = DATA / "panther" / "okta.jsonl"


def event(when: str, ip: str = "81.2.69.142", **changes: Any) -> dict[str, Any]:
    base: dict[str, Any] = {
        "eventType": "user.session.start",
        "published": when,
        "actor": {"id": "00u1", "type": "User", "alternateId": "Jane.Roe@corp.example", "displayName": "Jane Roe"},
        "client": {"ipAddress": ip},
        "outcome": {"result": "SUCCESS"},
    }
    return base | changes


def lines(folder: Path, *events: object) -> Path:
    return written(folder, "log.jsonl", "".join(json.dumps(one) + "\n" for one in events))


def test_vendor_example_gives_account_address_and_device() -> None:
    said = read("okta", LOG)

    assert list(said.records) == ["okta:account:00uttidj01jqL21aM1d6"]
    fields = said.records["okta:account:00uttidj01jqL21aM1d6"]
    assert fields["keys"] == ("login:john.doe@example.com", "account:okta:00uttidj01jqL21aM1d6")
    assert fields["name"] == "John Doe"
    assert [(one.kind, one.raw, one.path, one.context) for one in said.seen] == [
        ("ip", "10.0.0.1", "/0/client/ipAddress", "sign_in"),
        ("device", "guofdhyjex1feOgbN1d9", "/0/device/id", "sign_in"),
    ]
    assert {one.observed_at for one in said.seen} == {"2024-08-13T15:58:20.353Z"}


def test_log_adds_up_and_is_no_snapshot() -> None:
    assert readers()["okta"].snapshot is False
    assert readers()["okta_users"].snapshot is True


def test_many_sightings_of_one_address_are_its_first_and_last(tmp_path: Path) -> None:
    days = [f"2024-03-{day:02d}T10:00:00Z" for day in (5, 2, 9, 7)]
    path = lines(tmp_path, *(event(day) for day in days), event(days[0], "9.8.7.6"))

    said = read("okta", path)

    assert [(one.raw, one.observed_at, one.row) for one in said.seen] == [
        ("81.2.69.142", days[1], 2),
        ("81.2.69.142", days[2], 3),
        ("9.8.7.6", days[0], 5),
    ]


def test_number_of_folded_sightings_is_exact(tmp_path: Path) -> None:
    sightings = Sightings()
    for second in range(1000):
        sightings.add(
            "a",
            "ip",
            "81.2.69.142",
            "sign_in",
            Sighting(f"2024-01-01T00:{second // 60:02d}:{second % 60:02d}Z", second, "/x"),
        )
    sightings.add("a", "ip", "", "sign_in", Sighting("2024-01-01", 1, "/x"))

    class Sink:
        count = 0

        def observe(self, *_: object, **__: object) -> None:
            self.count += 1

    sink = Sink()
    sightings.emit(sink, {"a": "okta:account:a"})  # type: ignore[arg-type]

    assert (sightings.seen, sink.count, sightings.emitted, sightings.folded) == (1000, 2, 2, 998)


def test_failed_sign_in_says_nothing_about_the_account(tmp_path: Path) -> None:
    failed = event("2024-01-01", "45.6.7.8", outcome={"result": "FAILURE"})
    denied = event("2024-01-01", "45.6.7.9", outcome={"result": "DENY"})

    said = read("okta", lines(tmp_path, failed, denied, event("2024-01-02")))

    assert said.values("ip") == ["81.2.69.142"]


def test_only_users_who_sign_in_count(tmp_path: Path) -> None:
    app = event("2024-01-01", "45.6.7.8", actor={"id": "0oa", "type": "PublicClientApp", "alternateId": "app"})
    system = event("2024-01-01", "45.6.7.9", eventType="system.api_token.create")

    said = read("okta", lines(tmp_path, app, system))

    assert (said.records, said.seen, said.reasons) == ({}, [], [])


def test_whole_chain_of_addresses_is_seen_once_each(tmp_path: Path) -> None:
    chain = {"ipChain": [{"ip": "81.2.69.142"}, {"ip": "5.6.7.8"}, {"ip": None}, {}]}

    said = read("okta", lines(tmp_path, event("2024-01-01", request=chain)))

    assert [(one.raw, one.path) for one in said.seen] == [
        ("81.2.69.142", "/client/ipAddress"),
        ("5.6.7.8", "/request/ipChain/1/ip"),
    ]


def test_device_of_a_second_factor_has_its_own_context(tmp_path: Path) -> None:
    factor = event("2024-01-01", eventType="user.authentication.auth_via_mfa", device={"id": "guo1"})

    said = read("okta", lines(tmp_path, factor))

    assert said.values("device", "mfa") == ["guo1"]


def test_lower_case_keys_and_cut_down_events_are_read_where_they_stand() -> None:
    said = read("okta", EVENTS)

    assert said.error is None
    assert said.reasons == []
    assert {"okta:account:111111", "okta:account:00abc123"} <= set(said.records)
    for one in said.seen:
        assert at_pointer(EVENTS, one.row, one.path) == one.raw
    assert "1.3.2.4" in said.values("ip")


def test_renamed_login_keeps_both_keys(tmp_path: Path) -> None:
    actor = {"id": "00u1", "type": "User", "alternateId": "jane.doe@corp.example", "displayName": "Jane Doe"}

    said = read("okta", lines(tmp_path, event("2024-01-01"), event("2024-02-01", actor=actor)))

    keys = said.records["okta:account:00u1"]["keys"]
    assert keys == ("login:jane.roe@corp.example", "login:jane.doe@corp.example", "account:okta:00u1")


def test_broken_line_is_rejected_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = written(
        tmp_path, "log.jsonl", json.dumps(event("2024-01-01")) + '\n{"actor": \n' + json.dumps(event("2024-01-02"))
    )

    said = read("okta", path)

    assert [(reason, row) for reason, _, _, row, _ in said.rejected] == [("broken_line", 2)]
    assert [one.row for one in said.seen] == [1, 3]


def test_json_lines_called_json_are_read_as_lines(tmp_path: Path) -> None:
    path = written(
        tmp_path, "log.json", json.dumps(event("2024-01-01")) + "\n" + json.dumps(event("2024-01-02")) + "\n"
    )

    assert [one.row for one in read("okta", path).seen] == [1, 2]


@pytest.mark.parametrize("path", json_files("okta"), ids=lambda path: path.stem)
def test_every_value_of_the_directory_stands_where_its_pointer_says(path: Path) -> None:
    said = read("okta" if path.stem == "listlogs" else "okta_users", path)

    assert said.error is None
    for one in said.seen:
        assert str(at_pointer(path, one.row, one.path)) == one.raw


def test_user_list_joins_by_login_and_observes_private_contacts_only(tmp_path: Path) -> None:
    profile = {"login": "Jane@corp.example", "email": "jane@corp.example", "secondEmail": "jane.roe@gmail.com"}
    profile |= {"mobilePhone": "+1 415 555 2671", "firstName": "Jane", "lastName": "Roe", "employeeNumber": "E7"}
    users = [{"id": "00u1", "status": "ACTIVE", "profile": profile}, {"profile": profile}]

    said = read("okta_users", written(tmp_path, "users.json", users))

    fields = said.records["okta_users:account:00u1"]
    assert fields["keys"] == ("login:jane@corp.example", "employee:E7", "account:okta:00u1")
    assert [(one.kind, one.raw, one.context) for one in said.seen] == [
        ("email", "jane.roe@gmail.com", "second"),
        ("phone", "+1 415 555 2671", "profile"),
    ]
    assert said.reasons == ["no_id"]


def test_masked_numbers_give_nothing_and_whole_ones_are_the_users() -> None:
    masked = read("okta_users", DATA / "okta" / "authenticatorenrollmentresponselistall.json")
    whole = read("okta_users", DATA / "okta" / "authenticatorenrollmentresponsephonedisclosed.json")

    assert masked.values("phone") == []
    assert whole.values("phone", "mfa") == ["14085551235"]
    (fields,) = whole.records.values()
    assert fields["keys"][0].startswith("account:okta:00u")


def test_device_with_users_is_observed_on_each(tmp_path: Path) -> None:
    users = [
        {"created": "2024-01-01", "user": {"id": f"00u{n}", "profile": {"login": f"u{n}@c.example"}}} for n in (1, 2)
    ]
    profile = {"displayName": "D", "platform": "MACOS", "serialNumber": "C02XK0AAJGH5"}
    device = {"id": "guo1", "resourceType": "UDDevice", "profile": profile, "_embedded": {"users": users}}

    said = read("okta_users", written(tmp_path, "devices.json", [device]))

    assert [(one.record, one.raw) for one in said.seen if one.path.endswith("serialNumber")] == [
        ("okta_users:account:device-guo1-00u1", "C02XK0AAJGH5"),
        ("okta_users:account:device-guo1-00u2", "C02XK0AAJGH5"),
    ]
