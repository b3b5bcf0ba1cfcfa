"""The Okta System Log: one LogEvent per line, in order of time, as GET /api/v1/logs gives them."""

from __future__ import annotations

import hashlib
import uuid
from pathlib import Path
from typing import Any

from ingest.sample.stream import Stream
from ingest.sample.words.places import COUNTRIES
from ingest.sample.world import Employee, Machine, World, iso
from ingest.sample.writers.files import write_json_lines

_AGENT = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/127.0.0.0 Safari/537.36"
)
_PROVIDERS = ("Coastline Cable", "Prairie Fiber", "Metro Broadband", "Summit Wireless", "Valley Telephone")


def write_okta(world: World, folder: Path) -> None:
    events: list[tuple[str, str, dict[str, Any]]] = []
    proxies = set(world.public_exits)
    for employee in world.employees:
        stream = Stream(world.seed, "okta", int(employee.number), block=64)
        first = employee.sign_ins[0]
        plan = [(first[0] - 600, first[1], employee.mfa, "user.mfa.factor.activate")]
        plan += [(when, ip, employee.machine, "user.session.start") for when, ip in employee.sign_ins]
        plan.append((first[0] + 300, first[1], employee.mfa, "user.authentication.auth_via_mfa"))
        for place, (when, ip, machine, event_type) in enumerate(plan):
            event = _event(employee, when, ip, machine, event_type, ip in proxies, stream, place)
            events.append((event["published"], event["uuid"], event))
    events.sort(key=lambda item: item[:2])
    write_json_lines(folder / "okta" / "system_log.jsonl", (event for _, _, event in events))


_MESSAGES = {
    "user.mfa.factor.activate": ("Enroll new authenticator", "core.user.factor.activate"),
    "user.session.start": ("User login to Okta", "core.user_auth.login_success"),
    "user.authentication.auth_via_mfa": ("Authentication of user via MFA", "core.user.factor.attempt_success"),
}


def _event(
    employee: Employee, when: int, ip: str, machine: Machine, event_type: str, proxy: bool, stream: Stream, place: int
) -> dict[str, Any]:
    person = employee.application.person
    digest = hashlib.sha256(f"{employee.uuid}:{place}:{when}".encode()).hexdigest()
    where = {
        "city": person.address.city,
        "state": person.address.state or None,
        "country": COUNTRIES[person.country],
        "postalCode": person.address.code,
        "geolocation": {"lat": round(stream.uniform(25, 60), 4), "lon": round(stream.uniform(-120, 10), 4)},
    }
    number = sum(map(ord, ip.rsplit(".", 2)[0])) % 60_000 + 1000
    message, legacy = _MESSAGES[event_type]
    provider = "Tunnelbird VPN" if proxy else _PROVIDERS[number % len(_PROVIDERS)]
    session = f"idx{digest[40:62]}"
    return {
        "actor": {
            "id": f"00u{employee.uuid.replace('-', '')[:17]}",
            "type": "User",
            "alternateId": employee.login,
            "displayName": person.name,
            "detailEntry": None,
        },
        "client": {
            "userAgent": {"rawUserAgent": _AGENT, "os": "Windows 10", "browser": "CHROME"},
            "zone": None,
            "device": "Computer",
            "id": None,
            "ipAddress": ip,
            "geographicalContext": where,
        },
        "device": {
            "id": machine.id,
            "name": machine.name,
            "os_platform": "WINDOWS",
            "os_version": "10.0.19045",
            "managed": machine == employee.machine,
            "registered": True,
            "device_integrator": None,
            "disk_encryption_type": "ALL_INTERNAL_VOLUMES",
            "screen_lock_type": "BIOMETRIC",
            "jailbreak": None,
            "secure_hardware_present": True,
        },
        "authenticationContext": {
            "authenticationProvider": None,
            "credentialProvider": None,
            "credentialType": None,
            "issuer": None,
            "interface": None,
            "authenticationStep": 0,
            "rootSessionId": session,
            "externalSessionId": session,
        },
        "displayMessage": message,
        "eventType": event_type,
        "outcome": {"result": "SUCCESS", "reason": None},
        "published": iso(when),
        "securityContext": {"asNumber": number, "asOrg": provider, "isp": provider, "domain": None, "isProxy": proxy},
        "severity": "INFO",
        "debugContext": {
            "debugData": {
                "requestId": digest[:32],
                "requestUri": "/idp/idx/challenge/answer",
                "url": "/idp/idx/challenge/answer",
            }
        },
        "legacyEventType": legacy,
        "transaction": {"type": "WEB", "id": digest[:32], "detail": None},
        "uuid": str(uuid.UUID(digest[:32], version=4)),
        "version": 0,
        "request": {
            "ipChain": [
                {"ip": ip, "geographicalContext": where, "version": "V6" if ":" in ip else "V4", "source": None}
            ]
        },
        "target": [
            {
                "id": f"pfd{digest[20:37]}",
                "type": "AuthenticatorEnrollment",
                "alternateId": "unknown",
                "displayName": "Okta Verify",
                "detailEntry": None,
            }
        ],
    }
