"""The examination: checks that each pass or name a remedy, the extras, the machine, the speed."""

from __future__ import annotations

import math
import os
import platform
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from stance import __version__
from stance.bulk.machine import cores
from stance.doctor.extras import Extra, read_extras
from stance.doctor.speed import Speed, first_answer, measure
from stance.errors import StanceError

State = Literal["ok", "note", "broken"]
LEAST_PYTHON = (3, 11)
CODEBOOK = Path(__file__).parents[2] / "docs" / "codebook.md"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: what was found, and what to do where it is not ``ok``."""

    name: str
    state: State
    found: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Machine:
    """``cores``: those that this process may use, of ``cores_of_machine``. Memory in MB, None where it is not known."""

    system: str
    cores: int
    cores_of_machine: int
    memory: float | None
    memory_free: float | None


@dataclass(frozen=True, slots=True)
class Examination:
    """All that was found; ``speed`` is None where it was not asked for or where the model does not answer."""

    checks: tuple[Check, ...]
    extras: tuple[Extra, ...]
    machine: Machine
    speed: Speed | None

    @property
    def broken(self) -> bool:
        """Whether something that every analysis needs does not work."""
        return any(check.state == "broken" for check in self.checks)


def examine(model: str | None = None, *, speed: bool = True, threads: int = 0) -> Examination:
    """Look at Python, the packages, a model folder and its answers; about two seconds with ``speed``."""
    core, *extras = read_extras()
    answer, measured = _answer(model, speed=speed, threads=threads)
    checks = (_python(), _stance(), *_core(core), *_model(model), answer)
    return Examination(checks, tuple(extras), _machine(), measured)


def _python() -> Check:
    found = f"{platform.python_version()} ({sys.executable})"
    if sys.version_info >= LEAST_PYTHON:
        return Check("python", "ok", found)
    return Check("python", "broken", found, "install Python 3.11 or newer")


def _stance() -> Check:
    return Check("stance", "ok", f"{__version__} ({Path(__file__).parents[1]})")


def _core(core: Extra) -> Iterator[Check]:
    for package in core.packages:
        if package.found is None:
            yield Check(package.name, "broken", "not installed", core.remedy)
        elif not package.fits:
            yield Check(package.name, "broken", f"{package.found}, expected {package.wanted}", core.remedy)
        else:
            yield Check(package.name, "ok", package.found)


def _model(model: str | None) -> Iterator[Check]:
    """The files of the model against their checksums, and the codebook that its labels go by."""
    try:
        from stance.bundle import Bundle, sha256, verify

        faults = verify(model)
        if faults:
            yield Check("model", "broken", "; ".join(faults), "fetch the model folder again")
            return
        bundle = Bundle.load(model)
        info = bundle.info
    except (StanceError, ImportError) as error:
        yield Check("model", "broken", str(error), "fetch the model folder again")
        return
    whole = f"{len(bundle.manifest.files)} files match their checksums"
    yield Check("model", "ok", f"{info.name} {info.version}, {info.sha256[:12]}…: {whole} ({bundle.folder})")
    yield _codebook(info.codebook_sha256, sha256(CODEBOOK) if CODEBOOK.is_file() else None)


def _codebook(stated: str, here: str | None) -> Check:
    if not stated:
        return Check("codebook", "note", "the model does not state its codebook", "see its card for what labels mean")
    if here not in (None, stated):
        remedy = "read the codebook of the model's version beside its scores"
        return Check("codebook", "note", f"the model goes by {stated[:12]}…, docs/codebook.md is {here[:12]}…", remedy)
    return Check("codebook", "ok", f"{stated[:12]}…" + (", that of docs/codebook.md" if here else ""))


def _answer(model: str | None, *, speed: bool, threads: int) -> tuple[Check, Speed | None]:
    """Whether the model reads a sentence, and how fast it goes on. Whatever is raised is what the user came to hear."""
    begun = time.perf_counter()
    try:
        from stance.analyzer import StanceAnalyzer

        analyzer = StanceAnalyzer.load(model, threads=threads)
        predictions = first_answer(analyzer).predictions
        took = time.perf_counter() - begun
        sums = [sum(prediction.probabilities.values()) for prediction in predictions]
        if not sums or not all(math.isclose(total, 1.0, abs_tol=1e-3) for total in sums):
            return Check("answer", "broken", f"probabilities add up to {sums}", "fetch the model folder again"), None
        return Check("answer", "ok", f"{len(sums)} judgements of a sentence"), (
            measure(analyzer, load_seconds=took) if speed else None
        )
    except Exception as error:  # a broken native library raises whatever it likes
        return Check(
            "answer", "broken", f"{type(error).__name__}: {error}", "pip install --force-reinstall stance"
        ), None


def _machine() -> Machine:
    return Machine(
        system=f"{platform.system()} {platform.release()}, {platform.machine()}",
        cores=cores(),
        cores_of_machine=os.cpu_count() or 1,
        memory=_pages("SC_PHYS_PAGES"),
        memory_free=_pages("SC_AVPHYS_PAGES"),
    )


def _pages(name: str) -> float | None:
    """A size that the system counts in pages, in MB."""
    if name not in getattr(os, "sysconf_names", {}):
        return None
    return os.sysconf(name) * os.sysconf("SC_PAGE_SIZE") / 1e6
