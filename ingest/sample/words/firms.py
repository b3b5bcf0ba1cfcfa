"""Companies, banks, schools, mail providers: invented, except the mail providers' public domains."""

from __future__ import annotations

from ingest.sample.words import rows, words

_HEADS, _TAILS = words("firm_heads"), words("firm_tails")


def employer_name(number: int) -> str:
    """One of about six thousand companies; low numbers are the large ones that many have worked for."""
    step = (number * 37 + number // len(_HEADS)) % len(_TAILS)
    return f"{_HEADS[number % len(_HEADS)]} {_TAILS[step]}"


EMPLOYERS = len(_HEADS) * len(_TAILS)

MAIL_PROVIDERS = (
    "gmail.com",
    "gmail.com",
    "gmail.com",
    "outlook.com",
    "yahoo.com",
    "hotmail.com",
    "icloud.com",
    "proton.me",
    "gmx.net",
)
"""Real public providers (gmail.com is the most usual); the local parts are made up and long."""

SCHOOLS = tuple(
    f"{place} {form}"
    for form in ("University", "State University", "Institute of Technology", "College", "Polytechnic")
    for place in words("school_places")
)
DEGREES = ("BSc", "BEng", "BA", "MSc", "MEng", "BS", "MS", "Associate of Science")
SUBJECTS = (
    "Computer Science",
    "Software Engineering",
    "Information Systems",
    "Mathematics",
    "Electrical Engineering",
    "Physics",
    "Statistics",
    "Data Science",
    "Business Informatics",
    "Computer Engineering",
    "Human-Computer Interaction",
    "Cognitive Science",
    "Economics",
)

BANKS = tuple((name, eight) for name, eight in rows("banks"))
"""Name, and the first eight figures of the routing number (the ninth is its check figure). Two neobanks' sponsors first."""

# who hires: companies of one group, so that one facilitator can meet several employers
HIRING = ("Northlight Group", "Northlight Cloud", "Harrow & Vane Studios", "Tessel Health", "Orchard Lane Finance")
HIRING_DOMAINS = (
    "northlight-group.com",
    "northlightcloud.io",
    "harrowvane.studio",
    "tesselhealth.com",
    "orchardlane.finance",
)
ROLES = (
    "Backend Engineer",
    "Frontend Engineer",
    "Full-Stack Developer",
    "Data Engineer",
    "Data Analyst",
    "DevOps Engineer",
    "Site Reliability Engineer",
    "QA Engineer",
    "Mobile Developer",
    "Machine Learning Engineer",
    "Security Engineer",
    "Product Designer",
    "Technical Writer",
    "2D Animator",
    "Solutions Architect",
    "Blockchain Developer",
)
CHANNELS = (
    "LinkedIn",
    "Jobs page on your website",
    "Indeed",
    "Company event",
    "Glassdoor",
    "Stack Overflow",
    "University fair",
)
