"""CVs: what a person did (a skeleton of facts) and in which words (the wording of each fact).

A fact keeps its concepts apart from its wording, so that a base CV can be copied, lightly changed, or told wholly in
other words with the same employers, dates, schools and projects: what networks do with their base CVs.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ingest.sample.stream import Stream
from ingest.sample.words import firms, trade

WORDINGS = 1 << 30

# verb, domain, thing, technology, technology, users, their number, metric, percent, detail, trait, wording
_BOUNDS = (
    len(trade.VERBS), len(trade.DOMAINS), len(trade.THINGS), len(trade.TECHNOLOGIES), len(trade.TECHNOLOGIES), len(trade.USERS),
    960, len(trade.METRICS), 68, len(trade.DETAILS), len(trade.TRAITS), WORDINGS,
)  # fmt: skip
Fact = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Job:
    employer: str
    title: str
    start: tuple[int, int]  # year, month
    end: tuple[int, int] | None  # None = today
    facts: tuple[Fact, ...]
    paragraph: str = ""  # told in fixed words: a shared project


@dataclass(frozen=True, slots=True)
class Skeleton:
    """What a CV says, newest job first."""

    title: str
    years: int
    field: str
    summary: tuple[Fact, ...]
    jobs: tuple[Job, ...]
    projects: tuple[tuple[str, Fact], ...]
    school: str
    degree: str
    graduated: int
    skills: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CvPlan:
    """What a crowd or a network fixes about a CV; the rest is drawn from the person's own stream."""

    skeleton: Skeleton | None = None
    reworded: float = 0.0  # share of the skeleton's facts told in other words
    copied: Job | None = None  # one job block of another CV, word for word
    job: Job | None = None  # a real job that the person shares with colleagues
    opening: str = ""  # a summary in fixed words
    top: tuple[str, ...] = ()  # lines above the CV (an agency's letterhead)
    closing: str = ""
    template: int = -1  # number of a popular template, -1 for none
    employer: str = ""  # a former employer that must appear


@dataclass(frozen=True, slots=True)
class Cv:
    """A CV ready to be laid out: heading lines, then titled sections of lines. `skeleton` is what it says."""

    head: tuple[str, ...]
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    skeleton: Skeleton = field(repr=False)

    def text(self) -> str:
        parts = ["\n".join(self.head)]
        parts += [f"{title.upper()}\n" + "\n".join(lines) for title, lines in self.sections if lines]
        return "\n\n".join(parts) + "\n"


def draw_facts(stream: Stream, count: int) -> list[Fact]:
    return [tuple(row) for row in stream.table(count, _BOUNDS)]


def draw_skeleton(stream: Stream, role: str, until: int) -> Skeleton:
    """A career that ends in the year `until`: two to five jobs, newest first."""
    jobs: list[Job] = []
    count = 2 + stream.below(3) + (1 if stream.chance(0.3) else 0)
    facts = draw_facts(stream, count * 7 + 8)
    year, month = until, 1 + stream.below(10)
    for position in range(count):
        months = 9 + stream.below(45)
        end = None if position == 0 and stream.chance(0.55) else (year, month)
        total = year * 12 + month - 1 - months
        start = (total // 12, total % 12 + 1)
        bullets = 5 + stream.below(3)
        title = role if position == 0 else stream.pick(firms.ROLES)
        own = tuple(facts[position * 7 : position * 7 + bullets])
        jobs.append(Job(firms.employer_name(stream.below_first(firms.EMPLOYERS)), title, start, end, own))
        total -= stream.below(4)
        year, month = total // 12, total % 12 + 1
    rest = facts[count * 7 :]
    projects = tuple((_project(stream), fact) for fact in rest[: 1 + stream.below(4)])
    return Skeleton(
        title=role,
        years=max(1, until - year),
        field=stream.pick(trade.FIELDS),
        summary=tuple(rest[4 : 5 + stream.below(3)]),
        jobs=tuple(jobs),
        projects=projects,
        school=stream.pick(firms.SCHOOLS),
        degree=f"{stream.pick(firms.DEGREES)}, {stream.pick(firms.SUBJECTS)}",
        graduated=year - stream.below(2),
        skills=tuple(stream.some(trade.TECHNOLOGIES, 8 + stream.below(9))),
    )


def _project(stream: Stream) -> str:
    first, second = stream.pick(trade.PROJECT_NAMES), stream.pick(trade.PROJECT_NAMES)
    return f"{first} {second}" if first != second else first


def reworded(skeleton: Skeleton, share: float, stream: Stream) -> Skeleton:
    """The same facts, a share of them in other words; from .9 on the order of the bullets changes too."""

    def again(facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
        changed = [(*fact[:-1], stream.below(WORDINGS)) if stream.chance(share) else fact for fact in facts]
        if share >= 0.9:
            stream.shuffle(changed)
        return tuple(changed)

    return replace(
        skeleton,
        summary=again(skeleton.summary),
        jobs=tuple(replace(job, facts=again(job.facts)) for job in skeleton.jobs),
        projects=tuple((name, again((fact,))[0]) for name, fact in skeleton.projects),
    )


def bullet(fact: Fact) -> str:
    """One fact as a line. The wording number chooses the pattern and, concept by concept, the words."""
    verb, domain, thing, first, second, users, number, metric, percent, detail, _, wording = fact
    names = trade.TECHNOLOGIES
    act = trade.VERBS[verb][wording & 3]
    what = f"{trade.DOMAINS[domain]} {trade.THINGS[thing][wording >> 2 & 3]}"
    whom = f"{number + 40} {trade.USERS[users][(wording >> 4 & 15) % 3]}"
    measure = trade.METRICS[metric][(wording >> 8 & 15) % 3]
    fell = f"{trade.FALLS[(wording >> 12 & 15) % 6]} {measure} by {percent + 4} %"
    how = trade.DETAILS[detail][(wording >> 16 & 15) % 3]
    one, two = names[first], names[second]
    pattern = (wording >> 20) % 12
    if pattern == 0:
        return f"{act.capitalize()} a {what} in {one} and {two} for {whom}, {how}; {fell}."
    if pattern == 1:
        return f"With {one}, {act} the {what} that {whom} rely on and {fell}, {how}."
    if pattern == 2:
        return f"{fell.capitalize()} as I {act} a {what} on {one}, {how}, used by {whom}."
    if pattern == 3:
        return f"For {whom}: {act} a {one} {what} next to {two}, {how}, which {fell}."
    if pattern == 4:
        return f"{act.capitalize()} {what} ({one}, {two}) {how}; {whom}; {fell}."
    if pattern == 5:
        return f"{how.capitalize()}, {act} the {what} with {two} and {one}. {fell.capitalize()} for {whom}."
    if pattern == 6:
        return f"{act.capitalize()}, {how}, a {two} {what} serving {whom}, and {fell} thanks to {one}."
    if pattern == 7:
        return f"Moved {whom} to a {what} I {act} {how}; {one} under {two} {fell}."
    if pattern == 8:
        return f"{one} and {two}: {act} {what} {how}, {fell}, {whom} served."
    if pattern == 9:
        return f"Together {act} our {what}, {how}. Today {whom} use it; {one} {fell}."
    if pattern == 10:
        return f"{fell.capitalize()} for {whom} by a {what} in {two}, {act} {how}."
    return f"The {what} I {act} {how} runs {one} beside {two}, reaches {whom} and {fell}."


def trait_line(fact: Fact) -> str:
    """A sentence of the summary."""
    trait = trade.TRAITS[fact[10]][(fact[-1] >> 4 & 15) % 3]
    how = trade.DETAILS[fact[9]][(fact[-1] >> 8 & 15) % 3]
    one, domain = trade.TECHNOLOGIES[fact[3]], trade.DOMAINS[fact[1]]
    if fact[-1] & 1:
        return f"{trait.capitalize()}; last {domain} work {how} in {one}."
    return f"In {domain} work with {one}, {how}, {trait}."


def _opening(skeleton: Skeleton) -> str:
    one, two, three = (*skeleton.skills, "SQL", "Git", "HTTP")[:3]
    starts = (
        f"{skeleton.title}, {skeleton.years} years in {skeleton.field}, mostly {one} and {two}.",
        f"{skeleton.years} years of {skeleton.field} with {one}, {two} and {three}.",
        f"{skeleton.field.capitalize()} {skeleton.title.lower()} ({skeleton.years} years, {two}, {three}).",
    )
    wording = skeleton.summary[0][-1] if skeleton.summary else 0
    return starts[wording % 3]


def _month(when: tuple[int, int] | None, style: int) -> str:
    if when is None:
        return "present"
    names = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    return f"{when[1]:02d}/{when[0]}" if style else f"{names[when[1] - 1]} {when[0]}"


def compose(plan: CvPlan, stream: Stream, head: tuple[str, ...], role: str, until: int) -> Cv:
    """The CV of one application: the plan where it says something, otherwise the person's own draws."""
    given = plan.skeleton
    skeleton = draw_skeleton(stream, role, until) if given is None else reworded(given, plan.reworded, stream)
    jobs = list(skeleton.jobs)
    if plan.job is not None:
        jobs[0] = plan.job
    if plan.copied is not None:
        place = min(1, len(jobs) - 1)
        jobs[place] = replace(jobs[place], title=plan.copied.title, facts=plan.copied.facts)
    if plan.employer:
        jobs[-1] = replace(jobs[-1], employer=plan.employer)
    skeleton = replace(skeleton, jobs=tuple(jobs))
    opening, closing = plan.opening, plan.closing
    if plan.template >= 0:
        opening, ending = trade.POPULAR_TEMPLATES[plan.template]
        closing = f"{closing} {ending}".strip()
    style = stream.below(2)
    experience: list[str] = []
    for job in jobs:
        experience.append(f"{job.title}, {job.employer}, {_month(job.start, style)} - {_month(job.end, style)}")
        experience += [job.paragraph] if job.paragraph else []
        experience += [f"- {bullet(fact)}" for fact in job.facts]
    first = opening or _opening(skeleton)
    sections = (
        ("Summary", (" ".join([first, *map(trait_line, skeleton.summary)]),)),
        ("Experience", tuple(experience)),
        ("Projects", tuple(f"{name}: {bullet(fact)}" for name, fact in skeleton.projects)),
        ("Skills", (", ".join(skeleton.skills),)),
        ("Education", (f"{skeleton.degree}, {skeleton.school}, {skeleton.graduated}",)),
        ("Other", (closing,) if closing else ()),
    )
    return Cv((*plan.top, *head), sections, skeleton)
