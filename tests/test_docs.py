"""The pages keep their word: Python snippets run, commands exist, links are well-formed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import typer

from tests.commandline import invoke
from tests.snippets import ROOT, Command, blocks, check, commands, make_world, pages, python_script, runs_here

PAGES = {str(page.relative_to(ROOT)): page.read_text(encoding="utf-8") for page in pages()}
with_python = [name for name, text in PAGES.items() if python_script(text)]
with_commands = [name for name, text in PAGES.items() if any(True for _ in commands(text))]

EXAMPLE = """\
Words.

    stance analyze a.txt | stance predict - --format csv   # a note
    make demo

```python
first = 1
```

<!-- not run: needs a cluster -->
```python
cluster()
```

```python
print(first + 1)
```

Then `stance batch --workers 2`.
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "world"
    make_world(folder)
    return folder


@pytest.fixture
def world(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the folder for one page, with the names of the files in it as they were before."""
    copy = shutil.copytree(made, tmp_path / "world", symlinks=True)
    monkeypatch.chdir(copy)
    return copy


@pytest.mark.slow
@pytest.mark.parametrize("name", with_python)
def test_the_python_of_a_page_runs_from_top_to_bottom(name: str, world: Path) -> None:
    script = world / f"page_{Path(name).stem.replace('-', '_')}.py"  # a name that no package has
    script.write_text(python_script(PAGES[name]), encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "HF_HUB_OFFLINE": "1", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, script], cwd=world, env=environment, capture_output=True, text=True, check=False, timeout=600
    )
    assert done.returncode == 0, f"{name} (lines are those of the page)\n{done.stderr}"


@pytest.mark.parametrize("name", with_commands)
def test_every_command_of_a_page_exists_with_its_options(name: str) -> None:
    for command in commands(PAGES[name]):
        try:
            check(command)
        except typer.TyperException as error:
            pytest.fail(f"{name}:{command.line}: stance {' '.join(command.words)}: {error.format_message()}")


@pytest.mark.slow
@pytest.mark.parametrize("name", with_commands)
def test_commands_that_need_only_files_at_hand_run(name: str, world: Path) -> None:
    files = frozenset(str(path.relative_to(world)) for path in world.rglob("*"))
    for command in commands(PAGES[name]):
        if not command.inline and runs_here(command.words, files):
            done = invoke(*command.words)
            assert done.code == 0, f"{name}:{command.line}: stance {' '.join(command.words)}\n{done.err}"


def test_the_readme_and_the_quick_start_are_among_what_runs() -> None:
    assert {"README.md", "docs/index.md", "docs/actors.md", "docs/batch.md", "docs/serve.md"} <= set(with_python)
    ran = [command.words for command in commands(PAGES["README.md"]) if runs_here(command.words, frozenset())]
    assert ("actors", "The Kremlin declined to comment.") in ran


def test_blocks_that_are_not_run_say_why(record_property: Callable[[str, object], None]) -> None:
    reasons = {f"{name}:{block.line}": block.reason for name, text in PAGES.items() for block in blocks(text)}
    for place, reason in reasons.items():
        if reason is not None:
            record_property(place, reason)  # into the report of the run
            assert len(reason.split()) >= 3, f"{place}: {reason!r} is no reason"
    marked = sum(len(re.findall(r"^<!-- not run\b", text, re.MULTILINE)) for text in PAGES.values())
    assert marked == sum(reason is not None for reason in reasons.values()), "a marker stands right before its block"


def test_a_script_keeps_the_lines_of_its_page() -> None:
    script = python_script(EXAMPLE)
    assert "cluster" not in script
    lines = EXAMPLE.splitlines()
    assert [line for line in script.splitlines() if line] == ["first = 1", "print(first + 1)"]
    assert script.splitlines().index("print(first + 1)") == lines.index("print(first + 1)")


def test_commands_are_found_in_pipes_and_in_the_text() -> None:
    assert list(commands(EXAMPLE)) == [
        Command(("analyze", "a.txt"), 3),
        Command(("predict", "-", "--format", "csv"), 3),
        Command(("batch", "--workers", "2"), 19, inline=True),
    ]


@pytest.mark.parametrize(
    "words", [("analyse", "a.txt"), ("analyze", "a.txt", "--formt", "json"), ("analyze", "a.txt", "--format", "docx")]
)
def test_a_command_that_does_not_exist_is_refused(words: tuple[str, ...]) -> None:
    with pytest.raises(typer.TyperException):
        check(Command(words, 1))


def test_links_to_other_sites_are_well_formed() -> None:
    found = {
        (name, address)
        for name, text in PAGES.items()
        for address in re.findall(r"\]\(((?:https?:|//|www\.)[^)\s]*)\)", text)
    }
    assert found
    for name, address in found:
        parts = urlsplit(address)
        assert parts.scheme in {"http", "https"}, (name, address)
        assert re.fullmatch(r"[\w-]+(\.[\w-]+)+(:\d+)?", parts.netloc), (name, address)
