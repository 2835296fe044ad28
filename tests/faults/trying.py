"""One scenario with one thing going wrong, and all that must hold afterwards."""

from __future__ import annotations

import shutil
import signal
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.faults.command import NO_FAULT, Ended, Fault, run_here
from tests.faults.disk import Disk
from tests.faults.oracle import leftovers, look, of_version
from tests.faults.scenarios import BATCH, FILES, data_directory, spelled, write_files
from tests.faults.shim import Action, Kind
from tests.faults.trace import read_trace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.faults.cases import Case
    from tests.faults.command import FaultyCommand
    from tests.faults.disk import Keeps
    from tests.faults.oracle import Articles, Seen
    from tests.faults.scenarios import Scenario
    from tests.faults.trace import Call

FAILED = 1
# Done, but something was left out, a line for each.
INCOMPLETE = 3
NO_INDEX = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A scenario that is ready to fail.

    Attributes:
        disk: What it starts from; copied for each try.
        old, new: What is seen before, and after it has gone well.
        archives: What the archive may hold after each batch that was committed.
        final: What is seen when it has been healed.
        trace: The calls of a run that goes well.
        seconds: How long it takes.
    """

    scenario: Scenario
    disk: Path
    old: Seen
    new: Seen
    archives: tuple[Articles | None, ...]
    final: Seen
    trace: tuple[Call, ...]
    seconds: float


class Trying:
    """Runs scenarios in one place, each try on a fresh copy of where it starts."""

    def __init__(self, place: Path, command: FaultyCommand) -> None:
        self._command = command
        self._files = place / "files"
        self._files.mkdir()
        write_files(self._files)
        self._prepared: dict[str, Prepared] = {}
        self._place = place
        self._disk = place / "disk"
        self._log = place / "log"

    def prepare(self, scenario: Scenario) -> Prepared:
        """Make the directory that a scenario starts from, and run it once without a fault."""
        if scenario.name not in self._prepared:
            self._prepared[scenario.name] = self._prepare(scenario)
        return self._prepared[scenario.name]

    def _prepare(self, scenario: Scenario) -> Prepared:
        template = self._place / scenario.name
        template.mkdir()
        for words in scenario.before:
            ended = run_here(*spelled(words, self._files, template))
            assert ended.status == 0, ended
        old = look(data_directory(template))
        started = time.monotonic()
        ended = self._run(scenario, template, NO_FAULT)
        seconds = time.monotonic() - started
        assert ended.status == 0, ended
        new = look(data_directory(self._disk))
        trace = tuple(read_trace(self._log))
        for words in scenario.after:
            assert run_here(*spelled(words, self._files, self._disk)).status == 0
        return Prepared(
            scenario=scenario,
            disk=template,
            old=old,
            new=new,
            archives=_archives(scenario, old, new),
            final=look(data_directory(self._disk)),
            trace=trace,
            seconds=seconds,
        )

    def problems(self, prepared: Prepared, case: Case) -> list[str]:
        """Let one call fail; return what is wrong then, or after the commands that heal."""
        ended = self._run(prepared.scenario, prepared.disk, case.fault)
        return [*_wrong_end(ended, case.fault), *self._wrong_or_not_healed(prepared, ended)]

    def problems_when_killed(self, prepared: Prepared, share: float) -> list[str]:
        """Kill the command after a share of its time, wherever it is; return what is wrong."""
        fault = Fault(action=Action.KILL_BEFORE, kill_after=share * prepared.seconds)
        ended = self._run(prepared.scenario, prepared.disk, fault)
        return [*_wrong_end(ended, fault), *self._wrong_or_not_healed(prepared, ended)]

    def problems_without_power(
        self, prepared: Prepared, calls: int, keeps: Keeps, seed: int
    ) -> list[str]:
        """Let the power fail after so many calls; return what is wrong when it is back."""
        disk = Disk(prepared.disk, self._disk)
        for call in prepared.trace[:calls]:
            disk.apply(call)
        shutil.rmtree(self._disk)
        disk.lose_power(self._disk, keeps, seed)
        stored = sum(call.kind is Kind.STORED for call in prepared.trace[:calls])
        status = 0 if calls == len(prepared.trace) else -signal.SIGKILL
        return self._wrong_or_not_healed(prepared, Ended(status, "", "", acknowledged=stored))

    def _wrong_or_not_healed(self, prepared: Prepared, ended: Ended) -> list[str]:
        try:
            return [*self._wrong_state(prepared, ended), *self._not_healed(prepared)]
        except Exception as error:  # noqa: BLE001 - to be told of, with where it happened
            return [f"{type(error).__name__}: {error}"]

    def _run(self, scenario: Scenario, template: Path, fault: Fault) -> Ended:
        shutil.rmtree(self._disk, ignore_errors=True)
        shutil.copytree(template, self._disk)
        arguments = spelled(scenario.command, self._files, self._disk)
        log = self._log if fault is NO_FAULT else None
        return self._command.run(arguments, self._disk, fault, batch=BATCH, log=log)

    def _wrong_state(self, prepared: Prepared, ended: Ended) -> Iterator[str]:
        seen = look(data_directory(self._disk))
        is_untouched = not ended.acknowledged and seen.articles == prepared.old.articles
        if not is_untouched and seen.articles not in prepared.archives[ended.acknowledged :]:
            yield f"the archive has lost or half an import: {_size(seen.articles)}"
        if seen.answers not in (prepared.old.answers, prepared.new.answers):
            yield "answers of neither the old nor the new generation"
        if ended.status == 0 and seen != prepared.new:
            yield "it says that it is done, and is not"
        if ended.status == 0 and not (self._disk / prepared.scenario.makes).exists():
            yield "it says that it is done, and nothing was made"
        verified = run_here("verify", "--data", str(data_directory(self._disk)))
        if verified.status != _verified(prepared, seen):
            yield f"verify ends with {verified.status}: {verified.err.strip()}"

    def _not_healed(self, prepared: Prepared) -> Iterator[str]:
        data = data_directory(self._disk)
        for words in prepared.scenario.after:
            healed = run_here(*spelled(words, self._files, self._disk))
            if healed.status:
                yield f"{words[0]} ends with {healed.status}: {healed.err.strip()}"
            if left := leftovers(data):
                yield f"left after {words[0]}: {', '.join(sorted(left))}"
        if look(data) != prepared.final:
            yield "not healed"
        verified = run_here("verify", "--data", str(data))
        if verified.status:
            yield f"verify of the healed ends with {verified.status}: {verified.err.strip()}"
        if prepared.scenario.makes:
            yield from self._not_made(prepared)

    def _not_made(self, prepared: Prepared) -> Iterator[str]:
        """Yield what is wrong with a backup that is there, or else is made now."""
        made, restored = self._disk / prepared.scenario.makes, self._disk / "restored"
        if not made.exists():
            again = run_here(*spelled(prepared.scenario.command, self._files, self._disk))
            if again.status:
                yield f"made again, it ends with {again.status}: {again.err.strip()}"
        ended = run_here("restore", str(made), "--data", str(restored))
        seen = look(restored)
        if seen.articles != prepared.old.articles:
            yield f"what was made is not whole: {ended.err.strip()}"
        # An index that could not be read is left out.
        if seen.answers not in {prepared.old.answers, None}:
            yield "what was made answers otherwise"
        if beside := {path.name for path in self._disk.glob(f"{made.name}?*")}:
            yield f"left beside it: {beside}"


def _wrong_end(ended: Ended, fault: Fault) -> Iterator[str]:
    lines = ended.err.strip().splitlines()
    if "Traceback" in ended.err or "Exception ignored" in ended.err:
        yield f"a traceback: {lines[-1]}"
    if ended.status < 0:
        if "KILL" not in fault.action.name and "TEAR" not in fault.action.name:
            yield f"killed by signal {-ended.status}"
    elif ended.status not in {0, FAILED, INCOMPLETE, NO_INDEX}:
        yield f"exit code {ended.status}: {ended.err}"
    elif ended.status in {FAILED, NO_INDEX} and len(lines) != 1:
        yield f"{len(lines)} lines: {ended.err}"


def _verified(prepared: Prepared, seen: Seen) -> int:
    """Return how verify must end: what is missing, and what does not fit, is told."""
    old, new = prepared.old, prepared.new
    if seen.articles is None:
        return FAILED
    if seen.answers is None:
        return NO_INDEX
    is_half_restored = (
        seen.articles == new.articles != old.articles and seen.answers == old.answers != new.answers
    )
    return FAILED if is_half_restored else 0


def _archives(scenario: Scenario, old: Seen, new: Seen) -> tuple[Articles | None, ...]:
    """Return what the archive may hold, in the order in which it comes to hold it."""
    if not scenario.imported:
        return old.articles, new.articles
    assert new.articles is not None
    held = dict(old.articles or {})
    archives: list[Articles] = [dict(held)]
    for at, article in enumerate(FILES[scenario.imported], start=1):
        before = held.get(article.id)
        held[article.id] = new.articles[article.id]
        if before not in {None, held[article.id]}:
            held[of_version(article.id, 1)] = before
        if at % BATCH == 0:
            archives.append(dict(held))
    return (*archives, new.articles)


def _size(articles: Articles | None) -> str:
    return "none" if articles is None else f"{len(articles)} articles"
