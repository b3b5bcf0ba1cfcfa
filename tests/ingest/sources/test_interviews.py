from __future__ import annotations

from pathlib import Path

from reading import read, written

HEADER = (
    "interview_id,application_id,round,at,participant_name,ip_address,internal_ip,mac_addr,harddisk_id,pc_name,"
    "camera,microphone,camera_on\n"
)


def test_address_and_machine_of_a_participant(tmp_path: Path) -> None:
    row = "I1,4711,1,2024-02-01T10:00:00Z,iPhone of Jay,81.2.69.142,192.168.1.4,00:1A:2B:3C:4D:5E,WD-1234567,PC,cam,mic,yes\n"

    said = read("interviews", written(tmp_path, "interviews.csv", HEADER + row))

    assert said.records["interviews:interview:I1"]["keys"] == ("application:4711",)
    assert said.records["interviews:interview:I1"]["name"] == ""
    assert [(one.kind, one.raw, one.path) for one in said.seen] == [
        ("ip", "81.2.69.142", "ip_address"),
        ("device", "00:1A:2B:3C:4D:5E", "mac_addr"),
        ("device", "WD-1234567", "harddisk_id"),
    ]
    assert {(one.context, one.holder, one.observed_at) for one in said.seen} == {
        ("interview", "iPhone of Jay", "2024-02-01T10:00:00Z")
    }


def test_interviewers_own_connection_is_passed_over(tmp_path: Path) -> None:
    header = "meeting_id,application_id,user_name,role,ip_address\n"
    rows = "M1,4711,Anna Host,Host,5.6.7.8\nM1,4711,Jane Roe,Participant,81.2.69.142\n"

    said = read("interviews", written(tmp_path, "zoom.csv", header + rows))

    assert said.values("ip") == ["81.2.69.142"]


def test_one_call_of_two_candidates_is_not_mixed(tmp_path: Path) -> None:
    rows = "M1,1,,,A,5.6.7.8,,,,,,,\nM1,2,,,B,5.6.7.9,,,,,,,\n"

    said = read("interviews", written(tmp_path, "interviews.csv", HEADER + rows))

    assert (said.reasons, said.values("ip")) == (["duplicate_id"], ["5.6.7.8"])
