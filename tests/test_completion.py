"""Tab: what the shell is offered, and that asking loads nothing heavy."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.completion import get_completion_script

from stance.cli.completion import actor_codes, dyads, model_names
from tests.commandline import command, environment, invoke

# Prints which modules an answer to Tab has loaded, after the answer.
ASK = """
import atexit, json, sys
atexit.register(lambda: print(json.dumps(sorted(sys.modules)), file=sys.stderr))
sys.argv = ["stance"]
from stance.cli import main
main()
"""
HEAVY = {"numpy", "onnxruntime", "tokenizers", "stance.bundle", "torch", "transformers", "pyarrow", "duckdb", "yaml"}


def offered(line: str) -> list[str]:
    """What bash is told for a line that ends where the cursor is."""
    words = line.split(" ")
    done = subprocess.run(
        command(),
        env=environment(_STANCE_COMPLETE="complete_bash", COMP_WORDS=line, COMP_CWORD=str(len(words) - 1)),
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.split()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("stance anal", ["analyze"]),
        ("stance analyze a.txt --format j", ["json", "jsonl"]),
        ("stance analyze a.txt --model def", ["default"]),
        ("stance analyze a.txt --voice KAZ,UZ", ["KAZ,UZB"]),
        ("stance panel OUT --dyads KAZ", ["KAZ-"]),
        ("stance models ve", ["verify"]),
        ("stance models def", ["default"]),
        ("stance models verify def", ["default"]),
        ("stance actors res", ["resolve"]),
        ("stance actors a.txt --format js", ["json", "jsonl"]),
    ],
)
def test_tab_in_bash(line: str, expected: list[str]) -> None:
    assert offered(line) == expected


@pytest.mark.slow
@pytest.mark.parametrize("line", ["stance analyze a.txt --voice KA", "stance analyze a.txt --model d"])
def test_tab_loads_nothing_heavy(line: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        env=environment(_STANCE_COMPLETE="complete_bash", COMP_WORDS=line, COMP_CWORD="4"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip()
    assert not HEAVY & set(json.loads(done.stderr))


def test_codes_are_completed_one_by_one() -> None:
    assert "KAZ,RUS" in actor_codes("KAZ,RU")
    assert actor_codes("kaz") == ["KAZ"]
    assert not actor_codes("no such actor")


def test_dyads_are_completed_actor_by_actor() -> None:
    assert dyads("KAZ") == ["KAZ-"]
    assert {"KAZ-*", "KAZ-RUS"} <= set(dyads("KAZ-"))
    assert dyads("KAZ-RUS,UZB>KAZ") == ["KAZ-RUS,UZB>*", "KAZ-RUS,UZB>KAZ"]


def test_model_names_are_those_of_shipped_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("default", "large", "not-a-model"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "stance.json").touch()
    (tmp_path / "not-a-model" / "stance.json").unlink()
    monkeypatch.setattr("stance.shipped.default_folder", lambda: tmp_path / "default")
    assert model_names("") == ["default", "large"]
    assert model_names("l") == ["large"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_the_script_is_printed_for_each_shell(shell: str) -> None:
    done = invoke("completion", shell)
    assert done.code == 0
    assert done.out == get_completion_script(prog_name="stance", complete_var="_STANCE_COMPLETE", shell=shell) + "\n"


def test_an_unknown_shell_is_refused() -> None:
    done = invoke("completion", "tcsh")
    assert done.code == 2
    assert "'bash', 'zsh', 'fish', 'powershell'" in done.err


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash is installed")
def test_bash_itself_completes_with_the_script(tmp_path: Path) -> None:
    """The script, sourced, with a ``stance`` on the path that is this one."""
    program = tmp_path / "stance"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m stance "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    (tmp_path / "script").write_text(invoke("completion", "bash").out, encoding="utf-8")
    ask = 'source ./script; COMP_WORDS=(stance anal); COMP_CWORD=1; _stance_completion ./stance; echo "${COMPREPLY[@]}"'
    done = subprocess.run(
        ["bash", "--norc", "-c", ask], cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("analyze\n", "")
