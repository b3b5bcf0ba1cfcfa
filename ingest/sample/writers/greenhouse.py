"""Greenhouse Harvest: GET candidates (with their applications inside) and GET applications, as JSON arrays."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ingest.sample.build import cv_of
from ingest.sample.stream import Stream
from ingest.sample.words import firms, names
from ingest.sample.words.places import COUNTRIES
from ingest.sample.world import DAY, Application, World, iso
from ingest.sample.writers.cvs import file_name
from ingest.sample.writers.files import write_json

_STAGES = ("Application Review", "Take Home Test", "Phone Interview", "Face to Face", "Reference Check", "Offer")
_REASONS = ("Hired another candidate", "Lacking skill(s)/qualification(s)", "Withdrew", "Position closed")


def write_greenhouse(world: World, folder: Path) -> None:
    by_candidate: dict[str, list[Application]] = {}
    for application in world.applications:
        by_candidate.setdefault(application.candidate, []).append(application)
    staff = _staff(world)
    write_json(
        folder / "greenhouse" / "applications.json",
        [_application(world, application, staff) for application in world.applications],
    )
    candidates = [_candidate(world, name, group, staff) for name, group in sorted(by_candidate.items())]
    write_json(folder / "greenhouse" / "candidates.json", candidates)


def _staff(world: World) -> list[dict[str, Any]]:
    """Recruiters of the hiring companies."""
    stream = Stream(world.seed, "recruiters")
    found = []
    for number in range(8):
        first, last = stream.pick(names.GIVEN), stream.pick(names.SURNAMES)
        found.append(
            {
                "id": 92_000 + number,
                "first_name": first,
                "last_name": last,
                "name": f"{first} {last}",
                "employee_id": str(100 + number),
            }
        )
    return found


def _attachment(application: Application) -> dict[str, Any]:
    return {
        "filename": file_name(application),
        "url": f"https://prod-heroku.s3.amazonaws.com/attachments/{application.id}",
        "type": "resume",
        "created_at": iso(application.applied_at),
    }


def _application(world: World, application: Application, staff: list[dict[str, Any]]) -> dict[str, Any]:
    person = application.person
    stream = Stream(world.seed, "harvest", int(application.id), block=32)
    rejected = application.status == "rejected"
    stage = stream.below(len(_STAGES)) if application.status != "hired" else len(_STAGES) - 1
    source = person.channel if not application.again else stream.pick(firms.CHANNELS)
    answers = [{"question": "How did you hear about this job?", "answer": source}]
    if person.referred_by and not application.again:
        answers.append({"question": "Who referred you?", "answer": person.referred_by})
    if person.website:
        answers.append({"question": "Website", "answer": person.website})
    if person.handle:
        answers.append({"question": "GitHub Profile", "answer": f"https://{person.handle}"})
    reason = stream.below(len(_REASONS))
    return {
        "id": int(application.id),
        "candidate_id": int(application.candidate),
        "prospect": False,
        "applied_at": iso(application.applied_at),
        "rejected_at": iso(application.applied_at + stream.between(2, 40) * DAY) if rejected else None,
        "last_activity_at": iso(application.applied_at + stream.between(2, 41) * DAY),
        "location": {"address": f"{person.address.place()}, {COUNTRIES[person.country]}"},
        "source": {"id": 10 + (sum(map(ord, source)) % 900), "public_name": source},
        "credited_to": _credited(person.referred_by) if person.referred_by and not application.again else None,
        "recruiter": stream.pick(staff),
        "coordinator": stream.pick(staff) if stream.chance(0.5) else None,
        "rejection_reason": {
            "id": 9500 + reason,
            "name": _REASONS[reason],
            "type": {"id": 1, "name": "We rejected them"},
        }
        if rejected
        else None,
        "rejection_details": None,
        "jobs": [
            {"id": 149_000 + application.employer * 50 + firms.ROLES.index(application.role), "name": application.role}
        ],
        "job_post_id": 1000 + application.employer * 50 + firms.ROLES.index(application.role),
        "status": application.status,
        "current_stage": {"id": 767_300 + stage, "name": _STAGES[stage]},
        "answers": answers,
        "prospective_office": None,
        "prospective_department": None,
        "prospect_detail": {"prospect_pool": None, "prospect_stage": None, "prospect_owner": None},
        "custom_fields": {"hiring_company": firms.HIRING[application.employer]},
        "keyed_custom_fields": {
            "hiring_company": {
                "name": "Hiring Company",
                "type": "single_select",
                "value": firms.HIRING[application.employer],
            }
        },
        "attachments": [_attachment(application)],
    }


def _credited(name: str) -> dict[str, Any]:
    first, _, last = name.partition(" ")
    return {
        "id": 160_000 + sum(map(ord, name)) % 9000,
        "first_name": first,
        "last_name": last,
        "name": name,
        "employee_id": None,
    }


def _candidate(world: World, name: str, group: list[Application], staff: list[dict[str, Any]]) -> dict[str, Any]:
    last = group[-1]
    person = last.person
    skeleton = cv_of(world, last).skeleton
    newest = skeleton.jobs[0]
    jobs = [
        {
            "id": 8_000_000 + int(last.id) % 1_000_000 * 10 + place,
            "company_name": job.employer,
            "title": job.title,
            "start_date": _month(job.start),
            "end_date": _month(job.end) if job.end else None,
        }
        for place, job in enumerate(skeleton.jobs)
    ]
    degree, _, subject = skeleton.degree.partition(", ")
    school = {
        "id": 560_000 + int(name) % 100_000,
        "school_name": skeleton.school,
        "degree": degree,
        "discipline": subject,
        "start_date": _month((skeleton.graduated - 4, 9)),
        "end_date": _month((skeleton.graduated, 6)),
    }
    phones = list(dict.fromkeys(phone for one in group for phone in one.phones))
    emails = list(dict.fromkeys(email for one in group for email in one.emails))
    addresses = list(dict.fromkeys(one.address for one in group))
    profiles = [person.handle] if person.handle else []
    return {
        "id": int(name),
        "first_name": last.first,
        "last_name": last.last,
        "company": newest.employer if newest.end is None else None,
        "title": newest.title,
        "created_at": iso(group[0].applied_at),
        "updated_at": iso(last.applied_at + 3 * DAY),
        "last_activity": iso(last.applied_at + 3 * DAY),
        "is_private": False,
        "photo_url": None,
        "attachments": [_attachment(one) for one in group],
        "application_ids": [int(one.id) for one in group],
        "phone_numbers": [
            {"value": phone, "type": "mobile" if not place else "work"} for place, phone in enumerate(phones)
        ],
        "addresses": [{"value": address, "type": "home"} for address in addresses],
        "email_addresses": [
            {"value": email, "type": "personal" if not place else "other"} for place, email in enumerate(emails)
        ],
        "website_addresses": [{"value": person.website, "type": "personal"}] if person.website else [],
        "social_media_addresses": [{"value": profile} for profile in profiles],
        "recruiter": staff[int(name) % len(staff)],
        "coordinator": None,
        "can_email": True,
        "tags": list(skeleton.skills[:2]),
        "applications": [_application(world, one, staff) for one in group],
        "educations": [school],
        "employments": jobs,
        "linked_user_ids": [],
        "custom_fields": {},
        "keyed_custom_fields": {},
    }


def _month(when: tuple[int, int]) -> str:
    return f"{when[0]:04d}-{when[1]:02d}-15T00:00:00.000Z"
