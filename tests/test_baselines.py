"""The majority and the lexicon baseline, on sentences written for these tests."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from stance.errors import DataError
from stance.labels import STANCE_LABELS
from stance.types import AUTHOR, Actor, DirectedPair, Mention, Sentence, Span, StanceExample
from training.baselines import LexiconClassifier, MajorityClassifier
from training.evaluate import main
from training.lexicon import Entry, Lexicon, noun_forms, verb_forms


@pytest.fixture(scope="module")
def lexicon() -> LexiconClassifier:
    return LexiconClassifier(Lexicon.load(scheme=STANCE_LABELS), scheme=STANCE_LABELS)


def spans(text: str, name: str) -> tuple[Span, ...]:
    return (Span(text.index(name), text.index(name) + len(name)),) if name in text else ()


def example(text: str, *, source: str = "Arland", target: str = "Borland", label: str = "neutral") -> StanceExample:
    return StanceExample(
        id=text,
        text=text,
        source=source,
        target=target,
        labels=frozenset(label.split()),
        source_spans=spans(text, source),
        target_spans=spans(text, target),
    )


def read(lexicon: LexiconClassifier, text: str, *, source: str = "Arland", target: str = "Borland") -> str:
    (found,) = lexicon.predict_examples([example(text, source=source, target=target)])
    return found.label


@pytest.mark.parametrize(
    ("text", "there", "back"),
    [
        ("Arland condemned Borland over the raid.", "hostile", "neutral"),
        ("Borland was condemned by Arland on Friday.", "hostile", "neutral"),
        ("Borland was sharply criticised on the first day by the Arland delegation.", "distancing", "neutral"),
        ("Arland criticized the new law of Borland.", "distancing", "neutral"),
        ("Arland's support for Borland has grown.", "supportive", "neutral"),
        ("Arland and Borland signed a treaty.", "cooperative", "cooperative"),
        ("Arland signed a treaty with Borland.", "cooperative", "cooperative"),
        ("Talks between Arland and Borland went on.", "cooperative", "cooperative"),
        ("Arland will not support Borland.", "distancing", "neutral"),
        ("Arland refused to help Borland.", "distancing", "neutral"),
        ("Arland didn't attack Borland.", "neutral", "neutral"),
        ("Arland lies north of Borland.", "neutral", "neutral"),
    ],
)
def test_lexicon_reads_direction_voice_and_negation(
    lexicon: LexiconClassifier, text: str, there: str, back: str
) -> None:
    assert read(lexicon, text) == there
    assert read(lexicon, text, source="Borland", target="Arland") == back


def test_the_nearest_cue_decides(lexicon: LexiconClassifier) -> None:
    text = "Arland praised Corland and attacked Borland."
    assert read(lexicon, text) == "hostile"
    assert read(lexicon, text, target="Corland") == "supportive"


def test_a_cue_out_of_reach_says_nothing(lexicon: LexiconClassifier) -> None:
    filler = "in a speech about rain and wind and all that falls from the sky in the north of the land " * 2
    assert read(lexicon, f"Arland attacked {filler} while Borland slept.") == "neutral"


def test_an_actor_without_a_span_stands_before_the_text(lexicon: LexiconClassifier) -> None:
    assert read(lexicon, "Condemned Borland.", source="Elsewhere") == "hostile"
    assert read(lexicon, "Arland condemned it.", target="Elsewhere") == "neutral"


def test_a_name_is_no_cue() -> None:
    war = LexiconClassifier(Lexicon([Entry("war", "noun", "hostile", False)]), scheme=STANCE_LABELS)
    found = war.read("The War Office wrote to Borland.", sources=(Span(4, 14),), targets=(Span(24, 31),))
    assert found == "neutral"


def test_the_author_takes_no_side(lexicon: LexiconClassifier) -> None:
    assert read(lexicon, "Aggression by Borland.", source=AUTHOR.code) == "neutral"


def test_probabilities_follow_the_certainty(lexicon: LexiconClassifier) -> None:
    (found,) = lexicon.predict_examples([example("Arland condemned Borland.")])
    assert found.probabilities["hostile"] == pytest.approx(0.8)
    assert sum(found.probabilities.values()) == pytest.approx(1)
    assert found.label_set == ("hostile",)
    assert found.score == pytest.approx(0.8 * -2 + 0.05 * 2)


def test_predict_reads_the_mentions_of_its_own_sentence(lexicon: LexiconClassifier) -> None:
    text = "Arland spoke first. Arland attacked Borland."
    sentences = (Sentence(0, Span(0, 19), text[:19]), Sentence(1, Span(20, 44), text[20:]))
    arland, borland = Actor("ARL", "Arland", "state"), Actor("BOR", "Borland", "state")

    def mention(actor: Actor, start: int, sentence: int) -> Mention:
        return Mention(actor, Span(start, start + len(actor.name)), actor.name, sentence, "name")

    first, second = mention(arland, 0, 0), mention(arland, 20, 1)
    other = mention(borland, text.index("Borland"), 1)
    pairs = (
        DirectedPair(1, arland, borland, (first, second), (other,)),
        DirectedPair(1, borland, arland, (other,), (first, second)),
    )
    found = lexicon.predict(sentences, pairs)
    assert [(p.pair, p.label) for p in found] == [(pairs[0], "hostile"), (pairs[1], "neutral")]


def test_majority_answers_with_the_commonest_label() -> None:
    examples = [example("A", label=label) for label in ("neutral", "neutral", "hostile", "hostile distancing")]
    majority = MajorityClassifier.fit(examples, scheme=STANCE_LABELS)
    found = majority.predict_examples(examples)
    assert {p.label for p in found} == {"neutral"}
    assert found[0].probabilities["hostile"] == pytest.approx(1 / 3)
    assert found[0].probabilities["supportive"] == 0
    pair = found[0].pair
    assert majority.predict((), (pair,))[0].label == "neutral"


def test_majority_needs_a_label() -> None:
    with pytest.raises(DataError, match="none of 1 examples"):
        MajorityClassifier.fit([example("A", label="hostile distancing")], scheme=STANCE_LABELS)


def test_forms_of_verbs_and_nouns() -> None:
    assert verb_forms("accuse") == ("accuse", "accuses", "accused", "accusing")
    assert verb_forms("rely") == ("rely", "relies", "relied", "relying")
    assert verb_forms("agree") == ("agree", "agrees", "agreed", "agreeing")
    assert verb_forms("clash") == ("clash", "clashes", "clashed", "clashing")
    assert verb_forms("delay") == ("delay", "delays", "delayed", "delaying")
    assert noun_forms("treaty") == ("treaty", "treaties")
    assert noun_forms("talks") == ("talks",)
    fight = Entry("fight back", "verb", "hostile", False, ("fought",))
    assert set(fight.inflected()) >= {"fight back", "fought back", "fighting back"}
    assert set(Entry("air strike", "noun", "hostile", False).inflected()) == {"air strike", "air strikes"}


def test_the_longest_cue_is_found() -> None:
    lexicon = Lexicon([Entry("help", "verb", "supportive", False), Entry("help", "noun", "supportive", False),
                       Entry("request help from", "verb", "cooperative", False)])  # fmt: skip
    assert [cue.entry.label for cue in lexicon.find("Arland Requested help from Borland, helpless.")] == ["cooperative"]


def test_the_shipped_lexicon_covers_every_label_and_repeats_nothing() -> None:
    entries = Lexicon.load(scheme=STANCE_LABELS).entries
    assert len(entries) > 300
    assert {entry.label for entry in entries} == {"hostile", "distancing", "cooperative", "supportive"}
    assert len({(entry.lemma, entry.kind) for entry in entries}) == len(entries)


def test_every_wrong_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "lexicon.csv"
    path.write_text("lemma,kind,label,mutual,forms\nlike,verb,warm,no,\nhate,adverb,hostile,perhaps,\nlone\n")
    with pytest.raises(DataError) as caught:
        Lexicon.load(path, scheme=STANCE_LABELS)
    assert [problem.removeprefix(str(path)).split(":")[1] for problem in caught.value.problems] == ["2", "3", "3", "4"]
    path.write_text("lemma,label\n")
    with pytest.raises(DataError, match="expected the columns lemma, kind"):
        Lexicon.load(path, scheme=STANCE_LABELS)


ROWS = (
    "file line source target label also source_text target_text voice",
    "01 1 FRA DEU hostile - France Germany action",
    "01 1 DEU FRA neutral - Germany France author",
    "01 2 FRA DEU cooperative - France Germany action",
    "01 2 DEU FRA neutral - Germany France author",
)


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    (tmp_path / "gold" / "articles").mkdir(parents=True)
    lines = "# source: written for this test\nFrance condemned Germany.\nFrance thanked Germany.\n"
    (tmp_path / "gold" / "articles" / "01_x.txt").write_text(lines, encoding="utf-8")
    table = "".join("\t".join(row.split()) + "\n" for row in ROWS)
    for name in ("gold.tsv", "coder_1.tsv", "coder_2.tsv"):
        (tmp_path / "gold" / name).write_text(table, encoding="utf-8")
    return tmp_path / "gold"


def test_the_command_sets_baselines_and_second_coder_side_by_side(
    gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {name: tmp_path / f"out.{name}" for name in ("predictions", "found", "json")}
    options = [part for name, path in files.items() for part in (f"--{name}", str(path))]
    assert main([str(gold), "--baseline", "lexicon", "--beside", *options]) == 0
    first, *_ = capsys.readouterr().out.split("\n\n")
    rows = {row[0]: row[1:5] for line in first.splitlines()[2:] if (row := line.replace("|", " ").split())}
    assert rows["lexicon"][:3] == ["1.000"] * 3
    assert rows["majority"][2] == "0.000"
    assert first.count("lexicon") == 1
    assert rows["second"][1:] == ["1.000"] * 3
    assert json.loads(files["json"].read_text())["found"]["hits"] == 2
    assert files["predictions"].read_text().count("\n") == 5
    assert "01\t1\tFRA\tDEU\thostile\t-1.5" in files["found"].read_text()


def test_the_command_compares_coders(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(gold), "--coders", "coder_1.tsv", "coder_2.tsv"]) == 0
    assert "second coder" in capsys.readouterr().out


def test_the_command_names_what_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path), "--baseline", "majority"]) == 2
    assert "holds no articles" in capsys.readouterr().err
