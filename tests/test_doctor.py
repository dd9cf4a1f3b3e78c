"""``stance doctor``: what is there, what is missing, what is broken, and how fast it is."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

from stance.bundle import sha256
from stance.doctor import examine, extras
from stance.doctor.examine import CODEBOOK
from tests.commandline import invoke
from tests.tiny import shared_bundle

ROOT = Path(__file__).parents[1]


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return Path(shutil.copytree(shared_bundle(), tmp_path / "model"))


def state(manifest: Path, **changes: object) -> None:
    """Change fields of a ``stance.json``."""
    manifest.write_text(json.dumps(json.loads(manifest.read_text("utf-8")) | changes), encoding="utf-8")


def named(model: Path) -> dict[str, tuple[str, str]]:
    return {check.name: (check.state, check.found) for check in examine(str(model), speed=False).checks}


def test_a_whole_installation_is_ready(model: Path) -> None:
    done = invoke("doctor", "--model", model)
    assert done.code == 0, done.out
    assert re.search(r"^onnxruntime +ok +\d", done.out, re.MULTILINE)
    assert re.search(r"^model +ok +tiny 0, [0-9a-f]{12}…: 2 files match", done.out, re.MULTILINE)
    assert re.search(r"^\d+ sentences/s, \d+ pairs/s, \d+\.\d s to the first answer", done.out, re.MULTILINE)
    assert done.out.endswith("ready\n")


def test_json_holds_what_the_table_shows(model: Path) -> None:
    record = json.loads(invoke("doctor", "--model", model, "--format", "json").out)
    assert record["broken"] is False
    assert {"python", "stance", "onnxruntime", "tokenizers", "model", "codebook", "answer"} <= {
        check["name"] for check in record["checks"]
    }
    assert record["speed"]["sentences"] >= 48
    assert record["speed"]["pairs_per_second"] > record["speed"]["sentences_per_second"] > 0
    assert 1 <= record["machine"]["cores"] <= record["machine"]["cores_of_machine"]
    html = next(extra for extra in record["extras"] if extra["name"] == "html")
    assert html["install"] == "pip install 'stance[html]'"
    assert html["complete"] is True


def test_the_speed_is_left_out_where_it_is_not_wanted(model: Path) -> None:
    assert examine(str(model), speed=False).speed is None


def test_a_changed_file_of_the_model_is_broken(model: Path) -> None:
    tokenizer = model / "tokenizer.json"
    tokenizer.write_bytes(tokenizer.read_bytes() + b" ")
    done = invoke("doctor", "--model", model, "--no-speed")
    assert done.code == 1
    assert re.search(r"^model +broken ", done.out, re.MULTILINE)
    assert "broken: model: fetch the model folder again" in done.out
    assert done.out.endswith("something is broken\n")
    assert named(model)["answer"][0] == "broken"


def test_a_model_that_is_not_there_is_broken_and_no_traceback(tmp_path: Path) -> None:
    done = invoke("doctor", "--model", tmp_path / "none", "--no-speed")
    assert done.code == 1
    assert "no such model folder" in " ".join(done.out.split())


def test_the_codebook_is_compared_with_that_of_the_checkout(model: Path) -> None:
    state(model / "stance.json", codebook_sha256=sha256(CODEBOOK))
    assert named(model)["codebook"][0] == "ok"
    state(model / "stance.json", codebook_sha256="0" * 64)
    assert named(model)["codebook"] == (
        "note",
        f"the model goes by 000000000000…, docs/codebook.md is {sha256(CODEBOOK)[:12]}…",
    )
    state(model / "stance.json", codebook_sha256="")
    assert named(model)["codebook"][0] == "note"


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> object:
    """Makes packages look absent, or of another version, to the metadata that the doctor reads."""

    def change(**found: str | None) -> None:
        def answer(name: str) -> str:
            stated = found[name] if name in found else version(name)
            if stated is None:
                raise PackageNotFoundError(name)
            return stated

        monkeypatch.setattr(extras, "version", answer)

    return change


def test_a_missing_extra_is_told_with_its_command_and_breaks_nothing(model: Path, without) -> None:
    without(trafilatura=None, altair="5.0.1")
    done = invoke("doctor", "--model", model, "--no-speed")
    assert done.code == 0
    told = " ".join(done.out.split())
    assert "trafilatura>=2.0: pip install 'stance[html]'" in told
    assert "altair>=5.5: pip install 'stance[plot]'" in told  # there, but too old
    assert "pyarrow" not in told


def test_a_missing_package_of_the_core_is_broken(model: Path, without) -> None:
    without(rich=None, numpy="1.20.0")
    checks = named(model)
    assert checks["rich"] == ("broken", "not installed")
    assert checks["numpy"] == ("broken", "1.20.0, expected >=1.26")


def test_an_extra_that_names_another_extra_needs_its_packages_too() -> None:
    ray = next(extra for extra in extras.read_extras() if extra.name == "ray")
    assert {"ray", "pyarrow", "duckdb"} <= {package.name for package in ray.packages}


def test_installed_metadata_is_read_as_it_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    stated = ["numpy>=1.26", "tokenizers (>=99.0)", "trafilatura>=2.0; extra == 'html'", 'stance[html]; extra == "ray"']
    monkeypatch.setattr(extras, "requires", lambda _name: stated)
    core, *others = extras.read_extras()
    assert [(package.name, package.fits) for package in core.packages] == [("numpy", True), ("tokenizers", False)]
    found = {extra.name: [package.name for package in extra.packages] for extra in others}
    assert found["html"] == found["ray"] == ["trafilatura"]


def test_every_extra_of_users_has_its_use_told() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(extras.USES) == set(project["optional-dependencies"]) - {"dev", "docs", "all"}
