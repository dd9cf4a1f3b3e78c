"""Code in the pages of the documentation: what is there, and the folder that it is run in."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import typer.main

from stance.cli.app import app

ROOT = Path(__file__).parents[1]
WRITTEN = {"cli.md", "actor-cases.md", "performance.md"}  # by a command, without snippets of ours
FENCE = re.compile(r"^(?P<bar>```+)(?P<language>\w*)[^\n]*\n(?P<code>.*?)^(?P=bar)\s*$", re.MULTILINE | re.DOTALL)
# Before a block that cannot run here; the reason is part of the page's source.
NOT_RUN = re.compile(r"<!-- not run: (?P<reason>\S[^>]*?) -->\s*\Z")
INLINE = re.compile(r"`(stance [^`\n]+)`")
INDENTED = re.compile(r"(?:^ {4}.*\n)+", re.MULTILINE)
SHELL = {"console", "sh", "bash", "shell"}


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: where its code begins (line of the page, from 1), and why it is not run, if it is not."""

    language: str
    code: str
    line: int
    reason: str | None


@dataclass(frozen=True, slots=True)
class Command:
    """A call of ``stance`` in a page, as words; ``inline``: in the running text, where arguments may be left out."""

    words: tuple[str, ...]
    line: int
    inline: bool = False


def pages() -> list[Path]:
    """The pages with snippets: the README, the model card, all that is written by hand in docs/."""
    written = [path for path in sorted((ROOT / "docs").glob("*.md")) if path.name not in WRITTEN]
    return [ROOT / "README.md", ROOT / "models" / "default" / "README.md", *written]


def blocks(text: str) -> Iterator[Block]:
    """The fenced blocks of a page."""
    for found in FENCE.finditer(text):
        marked = NOT_RUN.search(text[: found.start()])
        line = text.count("\n", 0, found.start("code")) + 1
        yield Block(found["language"], found["code"], line, marked["reason"] if marked else None)


def python_script(text: str) -> str:
    """The Python of a page as one script, each line at its number in the page, so that a traceback names it."""
    lines: list[str] = []
    for block in blocks(text):
        if block.language == "python" and block.reason is None:
            lines += [""] * (block.line - 1 - len(lines)) + block.code.splitlines()
    return "\n".join(lines)


def commands(text: str) -> Iterator[Command]:
    """The calls of ``stance`` in shell blocks, indented or fenced, and those named in the text."""
    plain = FENCE.sub(lambda found: "\n" * found[0].count("\n"), text)
    for found in INDENTED.finditer(plain):
        yield from _calls(found[0], plain.count("\n", 0, found.start()) + 1)
    for block in blocks(text):
        if block.language in SHELL and block.reason is None:
            yield from _calls(block.code, block.line)
    for found in INLINE.finditer(plain):
        words = shlex.split(found[1].replace("'s ", " "))
        yield Command(tuple(words[1:]), plain.count("\n", 0, found.start()) + 1, inline=True)


def _calls(code: str, line: int) -> Iterator[Command]:
    for offset, text in enumerate(code.splitlines()):
        if re.search(r"(?:^|\|\s*|&&\s*|\$ )stance ", text.strip()):
            yield from (Command(words, line + offset) for words in _split(text.strip().removeprefix("$ ")))


def _split(text: str) -> Iterator[tuple[str, ...]]:
    """The arguments of each ``stance`` in a line of shell; redirections and other programs are left out."""
    lexer = shlex.shlex(text, posix=True, punctuation_chars="|&;<>")
    lexer.whitespace_split = True
    lexer.commenters = "#"
    words: list[str] = []
    redirected = False
    for word in (*lexer, ";"):
        if set(word) <= set("|&;"):
            if words[:1] == ["stance"]:
                yield tuple(words[1:])
            words = []
        elif set(word) <= set("<>"):
            redirected = True
        elif redirected:
            redirected = False
        else:
            words.append(word)


@cache
def root():
    """The command line as its parser sees it."""
    return typer.main.get_command(app)


def check(command: Command) -> None:
    """Parse a command as the command line would, without running it; an inline one only by its names."""
    here, context, words = root(), None, list(command.words)
    name = "stance"
    while hasattr(here, "commands"):
        if words and words[0] in {"--help", "--version", "--show-completion", "--install-completion"}:
            return
        context = here.make_context(name, words, parent=context)
        words = [*context._protected_args, *context.args]
        if not words:
            return
        name, here, words = here.resolve_command(context, words)
    if command.inline:
        known = {option for parameter in here.params for option in parameter.opts} | {"--help"}
        unknown = [word for word in words if word.startswith("-") and word != "-" and word.split("=")[0] not in known]
        assert not unknown, f"stance {name} has no {', '.join(unknown)}"
    else:
        here.make_context(name, words, parent=context)


# What pages call their own files.
NAMED = {
    "article.txt": "central-asia.txt",
    "article.html": "river-talks.html",
    "opinion.txt": "opinion.txt",
    "readout.txt": "pacific.txt",
    "joint-statement.txt": "caucasus.txt",
    "wires.jsonl": "wires.jsonl",
}


def make_world(folder: Path) -> None:
    """The files that pages speak of: examples, articles, pairs.csv, a batch run as out and OUT, panel.csv."""
    from stance.bulk.engine import Task, run_batch
    from stance.bulk.settings import Settings
    from stance.inputs import open_corpus
    from tests.commandline import invoke

    shutil.copytree(ROOT / "examples", folder / "examples")
    for name, example in NAMED.items():
        shutil.copy(ROOT / "examples" / example, folder / name)
    (folder / "pairs.csv").write_text("text,source,target\nGhana thanked Togo.,GHA,TGO\n", encoding="utf-8")
    (folder / "news").mkdir()
    (folder / "wires").mkdir()
    (folder / "news" / "rail.jsonl").write_text("".join(_articles()), encoding="utf-8")
    shutil.copy(ROOT / "examples" / "wires.jsonl", folder / "wires")
    run_batch(Task(corpus=open_corpus([str(folder / "news")]), out=folder / "out", settings=Settings(part_size=100)))
    (folder / "OUT").symlink_to("out")
    done = invoke("panel", folder / "out", "--by", "month", "-o", folder / "panel.csv")
    assert done.code == 0, done.err


SENTENCES = (
    "Kazakhstan thanked Russia for the transit of its oil.",
    "Russia condemned Kazakhstan for the closure of the port.",
    "Kazakhstan declined to join the customs plan of Russia.",
    "Russia and Kazakhstan signed an agreement on railways.",
    "China praised Kazakhstan as a reliable partner.",
)


def _articles() -> Iterator[str]:
    """Some dated articles of our own, in which two states speak of each other."""
    for number in range(12):
        lines = [SENTENCES[(number + step) % len(SENTENCES)] for step in range(3)]
        record = {"title": f"Rail and oil, {number}", "source": f"Paper {number % 2}", "text": " ".join(lines)}
        yield json.dumps(record | {"date": f"2024-0{1 + number % 3}-1{number % 9}"}) + "\n"


def runs_here(words: Sequence[str], files: frozenset[str]) -> bool:
    """Whether a command needs nothing but files that are there: no server, no training, nothing of the user's."""
    if not words or words[0].startswith("-") or words[0] in {"serve", "train", "runs", "batch", "evaluate"}:
        return False
    given = [word for flag, word in zip(("", *words), words, strict=False) if flag not in {"-o", "--output"}]
    named = [word.rstrip("/") for word in given if re.fullmatch(r"\S*(?:/|\.\w{2,5})\S*", word)]
    return "-" not in words and all(word in files for word in named)
