"""Judgements to coders and back: what is drawn, and that pair, spans and direction survive every tool."""

from __future__ import annotations

import csv
import io
import json
import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.annotate.codings import Answer, Coding, settle
from stance.annotate.draw import DrawOptions, draw_items
from stance.annotate.exchange import Tool, read_codings, written
from stance.annotate.items import Item, Suggestion
from stance.annotate.sheet import marked
from stance.dataset.open import connect, open_dataset
from stance.errors import ConfigError, DataError
from stance.examples import read_examples
from stance.labels import STANCE_LABELS
from stance.panel.coded import read_coded
from stance.types import Span, StanceExample
from tests.commandline import invoke
from tests.dataset_world import Article, Judged, build_run
from tests.factories import probabilities

LABELS = STANCE_LABELS.names
TOOLS: tuple[Tool, ...] = ("csv", "doccano", "labelstudio")
SUFFIX = {"csv": "csv", "doccano": "jsonl", "labelstudio": "json"}


def item(text: str = "Kenya accused Uganda of raids.", **changes: Any) -> Item:
    example = StanceExample(
        id=changes.pop("id", "3:1:KEN>UGA"),
        text=text,
        source="KEN",
        target="UGA",
        labels=frozenset(LABELS),
        context=("Talks were held.",),
        source_spans=(Span(0, 5),),
        target_spans=(Span(14, 20),),
        voice="action",
        group="run:3",
        corpus="run",
    )
    values = {"source_name": "Kenya", "target_name": "Uganda", "article": 3, "sentence": 1, "probability": 0.125}
    return Item(example=example, **{**values, "random": 0.125, "frame": "dyads=*>*", **changes})


# What a coder does in each tool, and what the tool then writes.
Coder = Callable[[Item], Sequence[str]]


def coded(content: str, tool: Tool, items: Sequence[Item], coder: Coder, *, name: str = "anna") -> str:
    answers = {one.id: coder(one) for one in items}
    return {"csv": _sheet, "doccano": _doccano, "labelstudio": _labelstudio}[tool](content, answers, name)


def _sheet(content: str, answers: Mapping[str, Sequence[str]], name: str) -> str:
    rows = list(csv.DictReader(io.StringIO(content, newline="")))
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, list(rows[0]), delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        chance = row["probability"].replace(".", ",")
        writer.writerow({**row, "label": "|".join(answers[row["item"]]), "coder": name, "probability": chance})
    return stream.getvalue()


def _doccano(content: str, answers: Mapping[str, Sequence[str]], name: str) -> str:  # noqa: ARG001
    return "".join(json.dumps(_exported(json.loads(row), answers)) + "\n" for row in content.split("\n") if row)


def _exported(record: dict[str, Any], answers: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """As doccano writes it: ids of its own, the metadata flat, comments added."""
    entities = [{**one, "id": 900 + one["id"]} for one in reversed(record["entities"])]
    ends = {one["label"]: one["id"] for one in entities}
    relations = [
        {"id": 70 + n, "from_id": ends["source"], "to_id": ends["target"], "type": word}
        for n, word in enumerate(answers[record["stance"]["item"]])
    ]
    return {"id": 12, **record, "Comments": [], "entities": entities, "relations": relations}


def _labelstudio(content: str, answers: Mapping[str, Sequence[str]], name: str) -> str:
    tasks = json.loads(content)
    for number, task in enumerate(tasks, 1):
        words = answers[task["data"]["stance"]["item"]]
        choice = {"from_name": "stance", "to_name": "text", "type": "choices", "id": "x", "origin": "manual"}
        result = [{**choice, "value": {"choices": list(words)}}] if words else []
        done = {"id": number, "completed_by": {"email": name}, "was_cancelled": not words, "result": result}
        task |= {"id": number, "annotations": [done], "predictions": []}
    return json.dumps(tasks)


def export(items: Sequence[Item], tool: Tool, folder: Path) -> str:
    files = written(items, tool, output=folder / f"items.{SUFFIX[tool]}", scheme=STANCE_LABELS)
    return next(iter(files.values()))


def back(content: str, tool: Tool, folder: Path, *, name: str = "anna") -> tuple[Coding, ...]:
    path = folder / f"{name}.{SUFFIX[tool]}"
    path.write_bytes(content.encode("utf-8"))
    return read_codings([path], tool, scheme=STANCE_LABELS)


def round_trip(
    items: Sequence[Item], tool: Tool, folder: Path, coder: Coder, *, name: str = "anna"
) -> tuple[Coding, ...]:
    return back(coded(export(items, tool, folder), tool, items, coder, name=name), tool, folder, name=name)


CHARACTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), include_characters="\n🚢{}[]|;,\"'")
WORDS = st.text(CHARACTERS, min_size=1, max_size=25).filter(lambda text: bool(text.strip()))


@st.composite
def items(draw: st.DrawFn) -> Item:
    text = draw(WORDS)
    spans = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 6)).map(
        lambda pair: Span(pair[0], min(pair[0] + pair[1], len(text)))
    )
    found = [tuple(sorted(set(draw(st.lists(spans, max_size=2))))) for _ in range(2)]
    example = replace(
        item().example,
        text=text,
        context=tuple(draw(st.lists(WORDS, max_size=2))),
        source_spans=found[0],
        target_spans=found[1],
        voice=draw(st.sampled_from([None, "action", "direct_quote"])),
    )
    return replace(
        item(),
        example=example,
        source_name=draw(WORDS),
        before=draw(st.text(CHARACTERS, max_size=20)),
        probability=draw(st.floats(1e-9, 1)),
    )


@pytest.mark.parametrize("tool", TOOLS)
@given(asked=items(), words=st.sets(st.sampled_from(LABELS), min_size=1, max_size=2))
@settings(deadline=None, max_examples=60)
def test_pair_spans_direction_and_probability_survive_a_tool(
    tool: Tool, asked: Item, words: set[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    (coding,) = round_trip([asked], tool, tmp_path_factory.mktemp("trip"), lambda _: sorted(words))
    made = coding.example()
    assert (made.source, made.target) == ("KEN", "UGA")
    assert replace(made, id="", labels=frozenset(), origin="") == replace(
        asked.example, id="", labels=frozenset(), origin=""
    )
    assert (made.labels, coding.coder) == (words, "anna")
    assert replace(coding.item, example=asked.example) == asked


@pytest.mark.parametrize("tool", ["doccano", "labelstudio"])
def test_an_arrow_from_target_to_source_is_another_judgement(tool: Tool, tmp_path: Path) -> None:
    content = coded(export([item()], tool, tmp_path), tool, [item()], lambda _: ["hostile"])
    (asked, turned) = back(_with_arrow(content, tool), tool, tmp_path)
    assert (asked.example().source, asked.example().target, asked.answer.labels) == ("KEN", "UGA", {"hostile"})
    other = turned.example()
    assert (other.source, other.target, other.labels) == ("UGA", "KEN", {"cooperative"})
    assert (other.source_spans, other.target_spans) == ((Span(14, 20),), (Span(0, 5),))
    assert turned.added
    assert turned.id == "3:1:UGA>KEN"


def _with_arrow(content: str, tool: Tool) -> str:
    """A second arrow, from the target to the source."""
    if tool == "doccano":
        record = json.loads(content)
        first = record["relations"][0]
        record["relations"].append(
            {"id": 8, "from_id": first["to_id"], "to_id": first["from_id"], "type": "cooperative"}
        )
        return json.dumps(record)
    tasks = json.loads(content)
    marks = [_mark("a", 0, 5, "source"), _mark("b", 14, 20, "target")]
    arrow = {"from_id": "a", "to_id": "b", "type": "relation", "direction": "left", "labels": ["cooperative"]}
    tasks[0]["annotations"][0]["result"] += [*marks, arrow]
    return json.dumps(tasks)


def _mark(name: str, start: int, end: int, role: str, text: str = "") -> dict[str, Any]:
    value = {"start": start, "end": end, "labels": [role], **({"text": text} if text else {})}
    return {"id": name, "from_name": "role", "to_name": "text", "type": "labels", "value": value}


def test_marks_of_a_coder_replace_the_spans_also_where_the_tool_counts_utf_16_units(tmp_path: Path) -> None:
    asked = item("🚢 Kenya accused Uganda.", id="1:0:KEN>UGA")
    tasks = json.loads(coded(export([asked], "labelstudio", tmp_path), "labelstudio", [asked], lambda _: ["hostile"]))
    tasks[0]["annotations"][0]["result"].append(_mark("m", 3, 8, "source", "Kenya"))
    (coding,) = back(json.dumps(tasks), "labelstudio", tmp_path)
    assert [span.of(asked.example.text) for span in coding.source_spans] == ["Kenya"]
    assert coding.target_spans == asked.example.target_spans
    tasks[0]["annotations"][0]["result"].append(_mark("n", 0, 2, "target", "Uganda"))
    with pytest.raises(DataError, match="the mark 'Uganda' does not stand at 0"):
        back(json.dumps(tasks), "labelstudio", tmp_path)


def test_what_the_model_says_is_shown_only_where_it_was_asked_for(tmp_path: Path) -> None:
    shown = replace(item(), suggestion=Suggestion(labels=("hostile",), model="m 1"))
    for tool in TOOLS:
        assert "hostile" not in export([item()], tool, tmp_path)
        assert "hostile" in export([shown], tool, tmp_path)
    (task,) = json.loads(export([shown], "labelstudio", tmp_path))
    assert [one["type"] for one in task["predictions"][0]["result"]] == ["choices", "labels", "labels"]


def test_the_configuration_fits_the_tasks(tmp_path: Path) -> None:
    files = written([item()], "labelstudio", output=tmp_path / "items.json", scheme=STANCE_LABELS)
    config = ElementTree.fromstring(files[tmp_path / "items.config.xml"])
    choices = [choice.get("value") for choice in config.iter("Choice")]
    assert choices == [*LABELS, "not_a_pair", "unclear"]
    (task,) = json.loads(files[tmp_path / "items.json"])
    asked_for = {name[1:] for node in config.iter() if (name := node.get("value", "")).startswith("$")}
    assert asked_for <= task["data"].keys()
    assert '<span class="stance-source" title="source">Kenya</span>' in task["data"]["html"]
    assert set(LABELS) <= {word.strip("`") for word in files[tmp_path / "items.guide.md"].split()}


def test_text_of_an_article_cannot_become_markup(tmp_path: Path) -> None:
    nasty = item("<img src=x onerror=alert(1)> Uganda & co")
    (task,) = json.loads(export([nasty], "labelstudio", tmp_path))
    assert "<img" not in task["data"]["html"]


def test_a_sentence_is_marked_for_readers() -> None:
    assert marked(item()) == "[[Kenya]] accused {{Uganda}} of raids."


@pytest.mark.parametrize("tool", TOOLS)
def test_all_problems_are_told_at_once_by_place(tool: Tool, tmp_path: Path) -> None:
    asked = [item(), item(id="4:0:KEN>UGA")]
    answers = {"3:1:KEN>UGA": ["hostil"], "4:0:KEN>UGA": ["not_a_pair", "neutral"]}
    with pytest.raises(DataError) as error:
        round_trip(asked, tool, tmp_path, lambda one: answers[one.id])
    said = str(error.value)
    assert "unknown answer 'hostil': expected one of" in said
    assert "not_a_pair and neutral: keep one of the two" in said
    places = {
        "csv": (".csv:2:", ".csv:3:"),
        "doccano": (".jsonl:1:", ".jsonl:2:"),
        "labelstudio": ("task 1:", "task 2:"),
    }
    assert all(place in said for place in places[tool])


def test_files_that_are_something_else_are_refused(tmp_path: Path) -> None:
    wrong = {
        "labelstudio": ('[{"id": 1, "annotation_id": 3}]', "JSON-MIN"),
        "doccano": ('{"text": "x", "label": []}\n', "its key 'stance' is missing"),
        "csv": ("a,b\n1,2\n", "no column"),
    }
    for tool, (content, said) in wrong.items():
        with pytest.raises(DataError, match=said):
            back(content, tool, tmp_path)  # type: ignore[arg-type]
    for tool, broken in (("labelstudio", '[{"id": 1, "data": {"stance": {"article": 3}}}]'), ("csv", "article\n")):
        with pytest.raises(DataError):
            back(broken, tool, tmp_path)  # type: ignore[arg-type]
    changed = json.loads(export([item()], "doccano", tmp_path)) | {"text": "Kenya"}
    with pytest.raises(DataError, match="the text is not the one that was written"):
        back(json.dumps(changed), "doccano", tmp_path)


def test_one_coder_twice_or_files_of_two_draws_are_refused(tmp_path: Path) -> None:
    sheet = coded(export([item()], "csv", tmp_path), "csv", [item()], lambda _: ["neutral"])
    turned = sheet.replace(";KEN;UGA;", ";UGA;KEN;")
    for name, content in (("a", sheet), ("b", sheet), ("c", turned)):
        (tmp_path / f"{name}.csv").write_text(content, "utf-8")
    with pytest.raises(DataError, match="coder anna answers 3:1:KEN>UGA here and at"):
        read_codings([tmp_path / "a.csv", tmp_path / "b.csv"], "csv", scheme=STANCE_LABELS)
    with pytest.raises(DataError, match="has another text or pair"):
        read_codings([tmp_path / "a.csv", tmp_path / "c.csv"], "csv", scheme=STANCE_LABELS)


def coding(coder: str, *labels: str, verdict: str = "labels") -> Coding:
    answer = Answer(verdict, frozenset(labels))  # type: ignore[arg-type]
    return Coding(item=item(), coder=coder, answer=answer, place="x:1")


def test_coders_are_kept_apart_or_settled() -> None:
    three = [coding("a", "hostile"), coding("b", "hostile"), coding("c", "neutral")]
    assert settle(three, merge="apart") == tuple(three)
    assert settle(three, merge="majority")[0].answer.labels == {"hostile"}
    assert settle(three, merge="set")[0].answer.labels == {"hostile", "neutral"}
    (even,) = settle(three[1:], merge="majority")
    assert (even.answer.labels, even.coder) == ({"hostile", "neutral"}, "b+c")
    unsure = [coding("a", verdict="unclear"), coding("b", verdict="not_a_pair"), coding("c", verdict="skipped")]
    assert settle(unsure, merge="majority")[0].answer.verdict == "not_a_pair"
    assert settle(unsure[::2], merge="set")[0].answer.verdict == "unclear"


# What is drawn from a run.
def corpus(articles: int = 60) -> list[Article]:
    """Two lines an article; the surer, the later; every fifth article is printed twice."""
    made = []
    for n in range(articles):
        lines = (
            Judged(
                "KAZ",
                "RUS",
                LABELS[n % 5],
                0.3 + n / 100,
                text=f"🚢 Astana and Moscow, {n}.",
                named=("Astana", "Moscow"),
            ),
            Judged("RUS", "KAZ", "neutral", 0.95, text=f"Reply {n}."),
        )
        made += [Article(lines, date(2024, 1 + n % 4, 5), story=f"story {n}")] * (2 if n % 5 == 0 else 1)
    return made


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_run(tmp_path_factory.mktemp("annotate") / "run", corpus())


def drawn(run: Path, **options: Any) -> tuple[Item, ...]:
    return draw_items(open_dataset(run), DrawOptions(**options)).items


def _entropy(chances: Sequence[float]) -> float:
    return -sum(p * math.log(p) for p in chances)


def _closeness(chances: Sequence[float]) -> float:
    return sorted(chances)[-2] - max(chances)


@pytest.mark.parametrize(("measure", "unsure"), [("entropy", _entropy), ("margin", _closeness)])
def test_the_uncertain_part_is_what_the_model_is_least_sure_of(
    run: Path, measure: str, unsure: Callable[[Sequence[float]], float]
) -> None:
    found = {one.example.text for one in drawn(run, n=30, measure=measure) if one.probability == 1}
    chances = {n: list(probabilities(LABELS[n % 5], 0.3 + n / 100).values()) for n in range(60)}
    worst = sorted(chances, key=lambda n: -unsure(chances[n]))[:15]
    assert found == {f"🚢 Astana and Moscow, {n}." for n in worst}, "each copied line once"


def test_the_size_of_the_label_set_is_a_measure_too(run: Path) -> None:
    sizes = dict[str, int]()
    with connect(open_dataset(run)) as connection:
        sizes.update(connection.execute("SELECT sentence_text, len(label_set) FROM judgements").fetchall())
    chosen = {one.example.text for one in drawn(run, n=12, measure="set", uncertain=1)}
    assert min(sizes[text] for text in chosen) >= max(size for text, size in sizes.items() if text not in chosen)


def test_items_carry_spans_context_and_story(run: Path) -> None:
    by_source = {one.example.source: one for one in drawn(run, n=40)}
    named, reply = by_source["KAZ"].example, by_source["RUS"].example
    assert [span.of(named.text) for span in (*named.source_spans, *named.target_spans)] == ["Astana", "Moscow"]
    assert reply.source_spans == reply.target_spans == ()
    assert reply.context[0].startswith("🚢 Astana and Moscow")
    assert named.group.startswith("run:")


@pytest.mark.slow
def test_items_are_drawn_as_often_as_their_probability_says(run: Path) -> None:
    draws, seen, said = 60, Counter[str](), dict[str, float]()
    for seed in range(draws):
        for one in drawn(run, n=30, uncertain=0.4, seed=seed):
            seen[one.id] += 1
            said[one.id] = one.probability or 0
    assert {seen[name] for name, chance in said.items() if chance == 1} == {draws}
    others = [(seen[name] / draws, chance) for name, chance in said.items() if chance < 1]
    often, chances = (sum(column) / len(others) for column in zip(*others, strict=True))
    assert often == pytest.approx(chances, rel=0.15)


def test_the_weighted_draw_counts_the_whole_run(run: Path) -> None:
    items = drawn(run, n=60, weighting="none", uncertain=0.5)
    with connect(open_dataset(run)) as connection:
        (total,) = connection.execute("SELECT count(*) FROM judgements").fetchone() or (0,)
    random = [one for one in items if one.random is not None]
    assert sum(1 / (one.random or 1) for one in random) == pytest.approx(total)
    assert sum(1 / (one.probability or 1) for one in items) == pytest.approx(total, rel=0.25)


def test_strata_take_turns_in_the_uncertain_part(run: Path) -> None:
    sure = [one for one in drawn(run, n=20, by=("dyad",)) if one.probability == 1]
    assert Counter(one.example.source for one in sure) == {"KAZ": 5, "RUS": 5}


def test_without_a_random_part_no_probability_is_claimed(run: Path, tmp_path: Path) -> None:
    found = drawn(run, n=6, uncertain=1.0)
    assert {(one.probability, one.random) for one in found} == {(None, None)}
    sheet = tmp_path / "all.csv"
    sheet.write_text(coded(export(found, "csv", tmp_path), "csv", found, lambda _: ["neutral"]), "utf-8")
    with pytest.raises(DataError, match="probability is ''"):
        read_coded(sheet, scheme=STANCE_LABELS)
    with pytest.raises(ConfigError, match="uncertain share"):
        drawn(run, uncertain=1.5)


# From the command line to what the other commands read.
@pytest.mark.parametrize("tool", TOOLS)
def test_the_result_is_what_training_evaluation_and_the_panel_read(tool: Tool, run: Path, tmp_path: Path) -> None:
    from training.corpora.own import Config, rows

    exported = tmp_path / f"items.{SUFFIX[tool]}"
    said = invoke("annotate", "export", run, "--to", tool, "-n", "40", "--weight", "none", "-o", exported)
    assert said.code == 0, said.err
    assert "20 that the model is least sure of" in said.err
    found = drawn(run, n=40, weighting="none")
    answers = _answers(found)
    filled = tmp_path / f"anna.{SUFFIX[tool]}"
    filled.write_text(coded(exported.read_text("utf-8"), tool, found, lambda one: answers[one.id]), "utf-8")
    paths = [tmp_path / f"coded.{suffix}" for suffix in ("jsonl", "csv", "tsv")]
    for path in paths:
        done = invoke("annotate", "import", filled, "--from", tool, "-o", path, "--gold", tmp_path / "gold.csv")
        assert done.code == 0, done.err
        assert f"anna: {len(found)} of {len(found)} items: {len(found) - 1} labelled, 1 no pair" in done.err
    first, second, third = (read_examples(path) for path in paths)
    assert [replace(one, origin="") for one in first] == [replace(one, origin="") for one in second]
    assert [one.id for one in first] == [one.id for one in third]
    assert {one.id.removesuffix("@anna"): one.labels for one in first} == {
        name: set(words) for name, words in answers.items() if words != ["not_a_pair"]
    }
    sample = read_coded(tmp_path / "gold.csv", scheme=STANCE_LABELS)
    assert len(sample.rows) == len(found)
    assert {row.probability for row in sample.rows} == {one.probability for one in found}
    corrected = invoke("panel", run, "--gold", tmp_path / "gold.csv", "--by", "all", "--weight", "none")
    assert (corrected.code, "corrected_mean" in corrected.out) == (0, True)
    corpus = Config.model_construct(name="mine", reader="own")
    assert len(list(rows(corpus, path=paths[0], folder=tmp_path))) == len(first)


def _answers(found: Sequence[Item]) -> dict[str, list[str]]:
    return {one.id: ["not_a_pair"] if n == 0 else [LABELS[n % 5]] for n, one in enumerate(found)}


def test_the_random_part_alone_has_its_own_probabilities(run: Path, tmp_path: Path) -> None:
    found = drawn(run, n=40)
    filled = tmp_path / "anna.csv"
    filled.write_text(coded(export(found, "csv", tmp_path), "csv", found, lambda _: ["neutral"]), "utf-8")
    done = invoke("annotate", "import", filled, "--from", "csv", "--random")
    rows = [json.loads(row) for row in done.out.splitlines()]
    assert {row["item"]: row["probability"] for row in rows} == {
        one.id: one.random for one in found if one.random is not None
    }
    assert {row["draw"] for row in rows} == {"random"}


def test_a_sheet_of_stance_sample_is_read_too(run: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "sample.csv"
    assert invoke("sample", run, "-n", "8", "-o", sheet).code == 0
    with sheet.open(encoding="utf-8", newline="") as file:
        rows = [{**row, "label": "cooperative"} for row in csv.DictReader(file)]
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    done = invoke("annotate", "import", sheet, "--from", "csv", "-o", tmp_path / "coded.jsonl")
    assert done.code == 0, done.err
    assert {one.text for one in read_examples(tmp_path / "coded.jsonl")} == {row["sentence_text"] for row in rows}


def test_a_tool_names_its_suffix_and_a_coder_must_be_there(run: Path, tmp_path: Path) -> None:
    assert "suffix" in invoke("annotate", "export", run, "--to", "doccano", "-o", tmp_path / "x.csv").err
    filled = tmp_path / "anna.csv"
    filled.write_text(coded(export([item()], "csv", tmp_path), "csv", [item()], lambda _: ["neutral"]), "utf-8")
    done = invoke("annotate", "import", filled, "--from", "csv", "--coder", "ben")
    assert (done.code, "no such coder; found anna" in done.err) == (2, True)


def test_unclear_and_skipped_items_are_left_out_and_counted(tmp_path: Path) -> None:
    asked = [replace(item(id=f"{n}:0:KEN>UGA"), drawn=5) for n in range(4)]
    answers: Iterator[list[str]] = iter([["unclear"], [], ["negative"], ["hostile", "unclear"]])
    filled = tmp_path / "ls.json"
    words = {one.id: next(answers) for one in asked}
    filled.write_text(
        coded(export(asked, "labelstudio", tmp_path), "labelstudio", asked, lambda one: words[one.id]), "utf-8"
    )
    done = invoke("annotate", "import", filled, "--from", "labelstudio")
    assert "anna: 4 of 5 items: 2 labelled, 1 unclear, 1 without an answer" in done.err
    assert [json.loads(row)["label"] for row in done.out.splitlines()] == [["hostile", "distancing"], "hostile"]
