"""The dependency direction of docs/architecture.md, on the import graph as written, and what a start really imports."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# A part may import parts of its own layer and of those above it in this list, never of those below.
LAYERS = (
    ("types", "errors", "labels", "after_import"),
    (
        "config",
        "files",
        "tabular",
        "shipped",
        "batch",
        "text",
        "actors",
        "pairs",
        "examples",
        "gold",
        "locate",
        "metrics",
        "aggregate",
        "report",
        "evaluation",
        "dataset",
        "inputs",
        "stories",
        "panel",
        "annotate",
    ),
    ("encode", "passages", "model_config", "model"),
    ("runtime", "classify", "bundle", "card", "fit"),
    ("analyzer",),
    ("bulk", "serve", "doctor"),
    ("integrations", "cli", "__main__"),
)
LAYER = {part: level for level, parts in enumerate(LAYERS) for part in parts}
HEAVY = ("torch", "transformers")
MAY_IMPORT_HEAVY = (
    "stance.model_config",
    "stance.model",
    "stance.fit",
    "stance.runtime.torch",
    "stance.integrations.huggingface.loaders",
    "stance.integrations.huggingface.models",
    "stance.integrations.huggingface.pipeline",
)


@dataclass(frozen=True, slots=True)
class Import:
    """``module`` imports ``target``; ``lazy``: inside a function; ``typing``: for the type checker only."""

    module: str
    target: str
    lazy: bool
    typing: bool
    line: int

    def __str__(self) -> str:
        return f"{self.module}:{self.line} imports {self.target}"


class _Collector(ast.NodeVisitor):
    def __init__(self, module: str, *, package: bool) -> None:
        self.module, self.package = module, package
        self.found: list[Import] = []
        self._lazy = self._typing = False

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        before, self._lazy = self._lazy, True
        self.generic_visit(node)
        self._lazy = before

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815

    def visit_If(self, node: ast.If) -> None:
        before, self._typing = self._typing, self._typing or ast.unparse(node.test).endswith("TYPE_CHECKING")
        for child in node.body:
            self.visit(child)
        self._typing = before
        for child in node.orelse:
            self.visit(child)

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            self._add(alias.name, node.lineno)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        base = node.module or ""
        if node.level:
            parents = self.module.split(".")[: None if self.package and node.level == 1 else -node.level + self.package]
            base = ".".join((*parents, base)).rstrip(".")
        for alias in node.names:
            inner = f"{base}.{alias.name}"
            self._add(inner if inner in modules() else base, node.lineno)

    def visit_Call(self, node: ast.Call) -> None:
        """``import_module("…")`` with a literal name counts as well."""
        called = ast.unparse(node.func)
        if called.endswith(("import_module", "__import__")) and node.args and isinstance(node.args[0], ast.Constant):
            self._add(str(node.args[0].value), node.lineno)
        self.generic_visit(node)

    def _add(self, target: str, line: int) -> None:
        self.found.append(Import(self.module, target, self._lazy, self._typing, line))


@cache
def modules() -> dict[str, Path]:
    """Every module of the library and of the training code, by dotted name."""
    found = {}
    for top in ("stance", "training"):
        for path in sorted((ROOT / top).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports_of(source: str, *, module: str, package: bool = False) -> list[Import]:
    """The imports that a source text states."""
    collector = _Collector(module, package=package)
    collector.visit(ast.parse(source))
    return collector.found


@cache
def all_imports() -> tuple[Import, ...]:
    return tuple(
        found
        for module, path in modules().items()
        for found in imports_of(path.read_text(encoding="utf-8"), module=module, package=path.name == "__init__.py")
    )


def library_imports() -> Iterator[Import]:
    return (found for found in all_imports() if top(found.module) == "stance")


def top(module: str) -> str:
    return module.partition(".")[0]


def part(module: str) -> str:
    return module.split(".")[1]


def is_heavy(target: str) -> bool:
    return top(target) in HEAVY


def wrong_direction(found: Import) -> bool:
    inside = found.module != "stance" and found.target.startswith("stance.")
    return inside and LAYER[part(found.target)] > LAYER[part(found.module)]


def test_every_part_has_a_layer() -> None:
    parts = {part(module) for module in modules() if module.startswith("stance.")}
    assert parts <= LAYER.keys(), f"give {sorted(parts - LAYER.keys())} a layer here and in docs/architecture.md"


def test_imports_point_one_way() -> None:
    assert not [str(found) for found in library_imports() if wrong_direction(found)]


def test_an_import_against_the_direction_is_noticed() -> None:
    up, lazy = "from stance import types", "def f():\n    from stance.cli import main\n"
    assert [wrong_direction(found) for found in imports_of(lazy, module="stance.text.read")] == [True]
    assert [wrong_direction(found) for found in imports_of(up, module="stance.pairs")] == [False]


def test_relative_imports_are_resolved() -> None:
    found = imports_of("from . import fold\nfrom ..types import Span", module="stance.actors.matcher")
    assert [one.target for one in found] == ["stance.actors.fold", "stance.types"]
    found = imports_of("from .fold import fold", module="stance.actors", package=True)
    assert [one.target for one in found] == ["stance.actors.fold"]


def test_no_import_cycles() -> None:
    graph: dict[str, set[str]] = {module: set() for module in modules()}
    for found in all_imports():
        # A package and the modules inside it know each other by nature.
        related = found.target.startswith(f"{found.module}.") or found.module.startswith(f"{found.target}.")
        if not (found.lazy or found.typing or related) and found.target in graph:
            graph[found.module].add(found.target)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"modules import each other in a circle: {' → '.join(error.args[1])}")


def test_the_library_never_imports_training() -> None:
    assert not [str(found) for found in library_imports() if top(found.target) in {"training", "tests"}]


def test_the_domain_types_need_the_standard_library_only() -> None:
    foreign = [
        str(found)
        for found in library_imports()
        if part(f"{found.module}.") in LAYERS[0] and top(found.target) not in {*sys.stdlib_module_names, "stance"}
    ]
    assert not foreign


def test_torch_is_imported_in_its_own_modules_only() -> None:
    wrong = [
        str(found)
        for found in library_imports()
        if is_heavy(found.target)
        and not found.typing
        and found.module not in MAY_IMPORT_HEAVY
        and not (found.lazy and found.module.startswith("stance.integrations."))
    ]
    assert not wrong, "import torch in " + ", ".join(MAY_IMPORT_HEAVY)


def test_nothing_imports_a_torch_module_when_it_is_loaded() -> None:
    gates = {*MAY_IMPORT_HEAVY}
    wrong = [
        str(found)
        for found in library_imports()
        if found.target in gates and not (found.lazy or found.typing) and found.module not in gates
    ]
    assert not wrong, "these modules need torch: import them inside the function that uses them"


START = """
import json, sys
code = 0
try:
    {action}
except SystemExit as stop:
    code = stop.code or 0
sys.stdout.flush()
print(json.dumps([code, sorted(sys.modules)]), file=sys.stderr)
"""


def loaded_after(action: str) -> set[str]:
    """The modules that a new interpreter holds after ``action``, which must succeed."""
    command = [sys.executable, "-c", START.format(action=action)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    code, names = json.loads(done.stderr.splitlines()[-1])
    assert code == 0, "\n".join((done.stdout, *done.stderr.splitlines()[:-1]))
    return set(names)


def test_import_stance_loads_nothing_else() -> None:
    loaded = loaded_after("import stance")
    assert {name for name in loaded if top(name) == "stance"} == {"stance", "stance.after_import"}
    assert not {name for name in loaded if name in {*HEAVY, "numpy", "onnxruntime", "rich", "typer", "pydantic"}}


def test_help_loads_no_heavy_package() -> None:
    loaded = loaded_after("sys.argv = ['stance', '--help']; from stance.cli import main; main()")
    assert "stance.cli.app" in loaded
    assert not loaded & {*HEAVY, "numpy", "onnxruntime", "pyarrow", "trafilatura", "datasets", "sklearn"}


def test_an_analysis_loads_no_torch() -> None:
    action = "sys.argv = ['stance', 'analyze', 'examples/central-asia.txt']; from stance.cli import main; main()"
    loaded = loaded_after(action)
    assert "onnxruntime" in loaded
    assert not loaded & {*HEAVY, "datasets", "sklearn", "pyarrow"}


def test_every_public_name_is_there() -> None:
    import stance

    assert sorted(stance.__all__) == dir(stance)
    assert not [name for name in stance.__all__ if getattr(stance, name) is None]
    with pytest.raises(AttributeError, match="no attribute 'Analyser'"):
        _ = stance.Analyser
