"""What the entries of one lexicon say against each other: duplicates, circles, shared forms."""

from __future__ import annotations

from repair.names.entry import Entry, Problem
from repair.names.fold import folded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Form = tuple[str, ...]
"""The folded words of a form."""


def conflicts(entries: Sequence[Entry], path: str, *, strict: bool) -> list[Problem]:
    """Everything that is wrong between the entries of one file.

    Args:
        strict: whether the same name twice makes the file unusable.
    """
    owner: dict[Form, Entry] = {}
    problems = list(_duplicates(entries, path, owner, strict))
    spoken = [entry for entry in entries if entry.aliases or entry.heard_as]
    if not spoken:
        return problems
    for key in ("aliases", "heard_as"):
        leads = {e.name: (e, _others(e, getattr(e, key), owner)) for e in reversed(spoken)}
        problems += _circles(leads, path, key == "aliases")
    return problems + list(_shared(spoken, path, owner))


def line_of(entry: Entry) -> int:
    """The line an entry begins on, 0 when unknown."""
    number = entry.origin.rpartition(":")[2]
    return int(number) if number.isdigit() else 0


def _duplicates(
    entries: Sequence[Entry], path: str, owner: dict[Form, Entry], strict: bool
) -> Iterator[Problem]:
    """Names that are there already; fills `owner` with the first entry of every name."""
    first: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        same = first.setdefault((entry.name, entry.kind), entry)
        alike = owner.setdefault(folded(entry.name), entry)
        if same is not entry:
            message = f"{entry.name!r} is already there ({same.origin}); keep one of the two."
            yield Problem(path, line_of(entry), message, strict)
        elif alike.name != entry.name and alike.kind == entry.kind:
            message = (
                f"{entry.name!r} differs from {alike.name!r} ({alike.origin}) in capitals or marks "
                "alone; make one the alias of the other."
            )
            yield Problem(path, line_of(entry), message, fatal=False)


def _others(entry: Entry, forms: Sequence[str], owner: Mapping[Form, Entry]) -> list[Entry]:
    """The other entries whose names the forms are."""
    found = [owner.get(folded(form)) for form in forms]
    return [other for other in found if other is not None and other.name != entry.name]


def _circles(
    leads: Mapping[str, tuple[Entry, Sequence[Entry]]], path: str, right: bool
) -> Iterator[Problem]:
    """Names each of which is a form of the one before, back to the first; each circle once.

    Args:
        leads: the entry of each name, and the entries whose names are forms of it.
        right: whether the forms are right ones.
    """
    done: set[str] = set()
    for start, (entry, others) in leads.items():
        if start in done:
            continue
        way, place, rest = [entry], {start: 0}, [iter(others)]
        while rest:
            following = next(rest[-1], None)
            if following is None:
                rest.pop()
                last = way.pop().name
                del place[last]
                done.add(last)
            elif following.name in place:
                yield _circle(way[place[following.name] :], path, right)
            elif following.name in leads and following.name not in done:
                place[following.name] = len(way)
                way.append(following)
                rest.append(iter(leads[following.name][1]))


def _circle(circle: Sequence[Entry], path: str, right: bool) -> Problem:
    """The sentence about the entries of a circle, told where the first of them stands."""
    first, *others = sorted(circle, key=line_of)
    listed = " and ".join([repr(first.name), *(f"{o.name!r} ({o.origin})" for o in others)])
    among = "each other" if len(others) == 1 else "one another in a circle"
    if right:
        message = (
            f"{listed} are aliases of {among}; decide which is the name and make them one entry."
        )
    elif len(others) == 1:
        message = (
            f"{listed} are misheard as each other, which would turn in a circle; drop one of the "
            "wrong forms."
        )
    else:
        message = f"{listed} are misheard as {among}; drop one of the wrong forms."
    return Problem(path, line_of(first), message)


def _shared(
    spoken: Sequence[Entry], path: str, owner: Mapping[Form, Entry]
) -> Iterator[Problem]:
    """Forms that are right and wrong, or those of two entries."""
    right = dict(owner)
    for entry in spoken:
        for alias in entry.aliases:
            other = right.setdefault(folded(alias), entry)
            if other is not entry and entry.name not in other.aliases:
                message = (
                    f"{alias!r} belongs to {entry.name!r} and to {other.name!r} ({other.origin}); "
                    "nothing tells which is meant, so keep it for one of them."
                )
                yield Problem(path, line_of(entry), message, fatal=False)
    wrong: dict[Form, Entry] = {}
    for entry in spoken:
        for heard in entry.heard_as:
            form = folded(heard)
            known = right.get(form)
            before = wrong.setdefault(form, entry)
            if heard in (entry.name, *entry.aliases):
                message = f"{heard!r} is both a right and a wrong form of {entry.name!r}; keep one."
                yield Problem(path, line_of(entry), message)
            elif known is not None and known is not entry and entry.name not in known.heard_as:
                message = (
                    f"the wrong form {heard!r} of {entry.name!r} is a right form of {known.name!r} "
                    f"({known.origin}) and is never changed; take it out."
                )
                yield Problem(path, line_of(entry), message, fatal=False)
            elif before is not entry:
                message = (
                    f"{heard!r} is a wrong form of {entry.name!r} and of {before.name!r} "
                    f"({before.origin}); both are offered, unless `context` tells them apart."
                )
                yield Problem(path, line_of(entry), message, fatal=False)
