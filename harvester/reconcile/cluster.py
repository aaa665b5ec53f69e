"""Which records are of one work, and which only seem to be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import Any

from harvester.model import ARTICLE_SCHEMES, Finding, Key, SourceRecord, Value
from harvester.reconcile.witness import Testimony, Verdict, Witness, hear

Cluster = tuple[SourceRecord, ...]
Name = tuple[str, str]
"""Source and source_id of a record."""
Pair = tuple[Name, Name]
"""The names of two records, the lower first."""

DOUBTFUL = "identity-in-doubt"
"""Code of the finding that tells a doubt."""
CLAIMED = "identifier-claimed-twice"
"""Code of the finding that several works bear one identifier."""
_ALIAS = "alias"


class Doubt(Value, frozen=True, kw_only=True):
    """Two records that an identifier ties together and that are kept apart.

    Attributes:
        pair: Which records.
        key: The identifier.
        agreeing, differing: What speaks for and against one work, in words.
        reason: Why they are kept apart, in a sentence.
    """

    pair: Pair
    key: Key
    agreeing: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()
    reason: str


class Clustering(Value, frozen=True, kw_only=True):
    """What became of a set of records.

    Attributes:
        clusters: Ordered by their first record, records by (source, source_id).
        doubts: Ordered by their pairs.
        findings: One for every doubt, and for every identifier that several works
            claim without any tie between them.
    """

    clusters: tuple[Cluster, ...]
    doubts: tuple[Doubt, ...] = ()
    findings: tuple[Finding, ...] = ()


def cluster_records(
    records: Iterable[SourceRecord],
    settled: Mapping[Pair, bool] | None = None,
    gone: Container[Name] = (),
) -> Clustering:
    """Group records by shared identifiers, where a second witness agrees.

    Two records that share a PMID, DOI or PMCID are tied. The ties are followed from
    the best witnessed to the least; one joins the records that it ties, and what was
    joined to them before, if every two of them agree (``witness.hear``), no
    two are of one source (a source does not describe one work twice), and none
    of them claims another record of that source as well as the first. A tie
    that joins nothing is a doubt.

    Args:
        records: At most one per (source, source_id), in any order.
        settled: What a person decided: True for one work, False for two, whatever
            the witnesses say.
        gone: Records that their source has no more: merged into others, or deleted.
            They keep nothing from being joined to a record that is there.
    """
    found = sorted(records, key=_name)
    if len(found) == 1:
        return Clustering(clusters=(tuple(found),))  # nothing to be tied to
    return _Clustering(found, settled or {}, gone).run()


class _Tie(Value, frozen=True, kw_only=True):
    """Two records of different sources that share identifiers, and how well."""

    one: SourceRecord
    other: SourceRecord
    keys: tuple[Key, ...]
    testimony: Testimony

    @property
    def pair(self) -> Pair:
        return _pair(self.one, self.other)

    @property
    def is_sound(self) -> bool:
        return self.testimony.verdict in _SOUND


class _Clustering:
    """The work of ``cluster_records``."""

    def __init__(
        self,
        records: list[SourceRecord],
        settled: Mapping[Pair, bool],
        gone: Container[Name],
    ) -> None:
        self._records = records
        self._settled = settled
        self._gone = gone
        self._primes = _find_primes(records)
        self._groups = {_name(record): [record] for record in records}
        self._doubts: dict[Pair, Doubt] = {}

    def run(self) -> Clustering:
        ties = sorted(self._ties(), key=self._rank)
        contested = self._contested(ties)
        for tie in ties:
            if reason := contested.get(tie.pair):
                self._doubt(tie.pair, tie.keys[0], tie.testimony, reason)
            else:
                self._follow(tie)
        groups = {id(group): group for group in self._groups.values()}.values()
        clusters = sorted(
            (tuple(sorted(group, key=_name)) for group in groups),
            key=lambda cluster: _name(cluster[0]),
        )
        doubts = tuple(
            doubt
            for (one, other), doubt in sorted(self._doubts.items())
            if self._groups[one] is not self._groups[other]
        )
        apart = {pair for pair, is_one in self._settled.items() if not is_one}
        told = apart | {doubt.pair for doubt in doubts}
        return Clustering(
            clusters=tuple(clusters),
            doubts=doubts,
            findings=(*map(_tell, doubts), *_claimed_twice(clusters, told)),
        )

    def _ties(self) -> list[_Tie]:
        holders: dict[Key, list[SourceRecord]] = defaultdict(list)
        for record in self._records:
            for key in dict.fromkeys(record.article_keys):
                holders[key].append(record)
        shared: dict[Pair, list[Key]] = defaultdict(list)
        for key, held in holders.items():
            for one, other in combinations(held, 2):
                if one.source != other.source:
                    shared[_pair(one, other)].append(key)
        records = {_name(record): record for record in self._records}
        return [
            _Tie(
                one=records[one],
                other=records[other],
                keys=tuple(sorted(keys, key=_specific)),
                testimony=self._judge(records[one], records[other]),
            )
            for (one, other), keys in shared.items()
        ]

    def _judge(self, one: SourceRecord, other: SourceRecord) -> Testimony:
        """Return what a person decided, else what the witnesses say.

        Of a bare record the identifiers are asked: those of one scheme must agree.
        """
        decided = self._settled.get(_pair(one, other))
        if decided is not None:
            verdict = Verdict.SAME if decided else Verdict.DIFFERENT
            return Testimony(verdict=verdict)
        testimony = hear(one, other)
        if testimony.verdict is not Verdict.BARE:
            return testimony
        against = tuple(self._other_identifiers(one, other))
        if not against:
            return testimony
        return Testimony(verdict=Verdict.DIFFERENT, witnesses=against)

    def _other_identifiers(
        self, one: SourceRecord, other: SourceRecord
    ) -> Iterator[Witness]:
        for scheme in ARTICLE_SCHEMES:
            mine, theirs = (
                {
                    self._primes.get(key, key)[1]
                    for key in r.article_keys
                    if key[0] == scheme
                }
                for r in (one, other)
            )
            if mine and theirs and not mine & theirs:
                values = (", ".join(sorted(mine)), ", ".join(sorted(theirs)))
                yield Witness(part=scheme, weight=-1, values=values)

    def _rank(self, tie: _Tie) -> tuple[Any, ...]:
        """Return what sorts ties: decided ones, well witnessed ones, bare ones."""
        return (
            self._settled.get(tie.pair) is not True,
            self._is_gone(tie),
            _ORDER.index(tie.testimony.verdict),
            -tie.testimony.score,
            -len(tie.keys),
            # PubMed's curators decide where PubMed is among them.
            _INDEX not in {tie.one.source, tie.other.source},
            tie.pair,
        )

    def _contested(self, ties: list[_Tie]) -> dict[Pair, str]:
        """Return the ties of records that several of one source may claim, and why.

        One that a person decided, or that is better witnessed by a title's worth, is
        beyond that.
        """
        claims: dict[tuple[Name, str], list[_Tie]] = defaultdict(list)
        for tie in ties:
            if tie.is_sound:
                claims[_name(tie.one), tie.other.source].append(tie)
                claims[_name(tie.other), tie.one.source].append(tie)
        contested = {}
        for (_, source), rivals in sorted(claims.items()):
            first, *others = self._present(rivals)
            if not others or self._settled.get(first.pair):
                continue
            if first.testimony.score >= others[0].testimony.score + _AHEAD:
                continue
            for tie in (first, *others):
                contested[tie.pair] = f"{len(others) + 1} records of {source} claim it"
        return contested

    def _present(self, rivals: list[_Tie]) -> list[_Tie]:
        """Return the ties between records that are there; all where none is."""
        return [tie for tie in rivals if not self._is_gone(tie)] or rivals

    def _is_gone(self, tie: _Tie) -> bool:
        return tie.pair[0] in self._gone or tie.pair[1] in self._gone

    def _follow(self, tie: _Tie) -> None:
        """Join what a tie ties, or note what is against it."""
        mine, theirs = self._groups[tie.pair[0]], self._groups[tie.pair[1]]
        if mine is theirs:
            return
        if not tie.is_sound:
            self._doubt(tie.pair, tie.keys[0], tie.testimony)
            return
        together = list(product(mine, theirs))
        for one, other in together:
            if one.source == other.source:
                if not (self._is_placed(tie) or self._is_gone(tie)):
                    named = f"{one.source} {one.source_id} and {other.source_id}"
                    reason = f"{named} would come together"
                    self._doubt(tie.pair, tie.keys[0], tie.testimony, reason)
                return
        heard = [(_pair(*two), self._judge(*two)) for two in together]
        against = [(p, said) for p, said in heard if said.verdict not in _SOUND]
        for pair, said in against:
            self._doubt(pair, tie.keys[0], said)
        if not against:
            mine += theirs
            self._groups.update((_name(record), mine) for record in theirs)

    def _is_placed(self, tie: _Tie) -> bool:
        """Whether a person said of a record to which other one of a source it goes."""
        sides = ((tie.one, tie.other.source), (tie.other, tie.one.source))
        return any(
            is_one and _name(record) in pair and source in {pair[0][0], pair[1][0]}
            for record, source in sides
            for pair, is_one in self._settled.items()
        )

    def _doubt(
        self, pair: Pair, key: Key, testimony: Testimony, reason: str | None = None
    ) -> None:
        """Note why two records are kept apart; what a person decided is no doubt."""
        if pair in self._settled:
            return
        agreeing = tuple(str(w) for w in testimony.witnesses if w.agrees)
        differing = tuple(str(w) for w in testimony.witnesses if w.weight < 0)
        if reason is None and not differing:
            reason = "there is nothing else to compare"
        elif reason is None:
            *parts, last = (w.part for w in testimony.witnesses if w.weight < 0)
            listed = f"{', '.join(parts)} and {last}" if parts else last
            reason = f"their {listed} differ{'' if parts else 's'}"
        self._doubts.setdefault(
            pair,
            Doubt(
                pair=pair,
                key=key,
                agreeing=agreeing,
                differing=differing,
                reason=reason,
            ),
        )


_SOUND = {Verdict.SAME, Verdict.BARE}
_ORDER = [Verdict.SAME, Verdict.BARE, Verdict.UNKNOWN, Verdict.DIFFERENT]
_AHEAD = 3
_INDEX = "pubmed"


def _name(record: SourceRecord) -> Name:
    return (record.source, record.source_id)


def _pair(one: SourceRecord, other: SourceRecord) -> Pair:
    first, second = sorted((_name(one), _name(other)))
    return (first, second)


def _specific(key: Key) -> tuple[int, str]:
    return (ARTICLE_SCHEMES.index(key[0]), key[1])


def _find_primes(records: Iterable[SourceRecord]) -> dict[Key, Key]:
    """Return alias → prime identifier, as any of the records says."""
    primes: dict[Key, Key] = {}
    for record in records:
        for identifier in record.identifiers:
            prime = record.identifier(identifier.scheme)
            if identifier.place == _ALIAS and prime:
                primes.setdefault(identifier.key, (identifier.scheme, prime))
    return primes


def _tell(doubt: Doubt) -> Finding:
    scheme, value = doubt.key
    (source, source_id), (other, other_id) = doubt.pair
    return Finding(
        code=DOUBTFUL,
        subject=f"{scheme}:{value}",
        message=f"{scheme} {value} ties {source} {source_id} to {other} {other_id}, "
        f"but {doubt.reason}; they are kept apart.",
        advice="`harvest quarantine` shows both; `harvest settle` decides.",
    )


def _claimed_twice(
    clusters: Sequence[Cluster], told: Container[Pair]
) -> tuple[Finding, ...]:
    """Return the identifiers that two works claim of which nothing is told yet."""
    claims: dict[Key, list[Cluster]] = defaultdict(list)
    for cluster in clusters:
        for key in dict.fromkeys(key for r in cluster for key in r.article_keys):
            claims[key].append(cluster)
    return tuple(
        Finding(
            code=CLAIMED,
            subject=f"{scheme}:{value}",
            message=f"{scheme} {value} is claimed by "
            + " and ".join(f"{c[0].source} {c[0].source_id}" for c in claimants)
            + "; they are kept apart.",
            advice="Look at both records; one of them names the wrong identifier.",
        )
        for (scheme, value), claimants in sorted(claims.items())
        if any(
            not any(_pair(a, b) in told for a in one for b in other)
            for one, other in combinations(claimants, 2)
        )
    )
