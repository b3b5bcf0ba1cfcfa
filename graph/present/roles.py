"""What a role says in words: the facts that give it, and what it leaves open. Never more than a description."""

from __future__ import annotations

FACTS = {
    "payroll mule": "pay of others goes to an account in that name; who holds it may be a victim",
    "shared account": "one account takes several people's pay, and no other name stands beside it",
    "laptop-farm host": "goods go there, or to that name, for one person or more who do not say that they live there",
    "shared address": "several people give one address, and nothing was sent there for others",
    "proxy interviewer": "one device was seen in the interviews of several people",
    "shared machine": "one device was used by several people",
    "reference giver": "the name, telephone or mailbox vouches for several people; who is named may not know",
    "identity broker": "one telephone, mailbox, profile or website stands on several people's applications",
    "front company": "several people name it as their former employer",
    "cell manager": "that name referred several people",
    "source of the CVs": "the CVs of others are like that person's",
}


def looks_like(role: str) -> str:
    """A sentence for a candidate with this role, "" without one."""
    if not role:
        return ""
    facts = FACTS.get(role, "")
    return f"It looks like: {role} ({facts})." if facts else f"It looks like: {role}."
