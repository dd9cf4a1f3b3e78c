"""Masked names: what the model reads does not tell who the actors are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.actors.catalogue import Catalogue
from stance.actors.naming import CatalogueNames
from stance.config import load_yaml
from stance.encode import ARMED_GROUPS, ORGANISATIONS, STATES, EncodeSettings, PassageEncoder, load_tokenizer
from stance.errors import BundleError, ConfigError
from stance.labels import STANCE_LABELS
from stance.passages import from_examples
from stance.types import AUTHOR, Span, StanceExample
from tests.tiny import tiny_tokenizer
from training.corpora.augment import ActorSwapper
from training.data import training_items
from training.experiment import CorpusUse, DataSettings, Experiment

NAMES = CatalogueNames(Catalogue.load())


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> PassageEncoder:
    path = tmp_path_factory.mktemp("masks") / "tokenizer.json"
    tiny_tokenizer().save(str(path))
    return PassageEncoder(tokenizer=load_tokenizer(path), settings=EncodeSettings(names="masked"), actors=NAMES)


def example(text: str, source: str, target: str, *, context: tuple[str, ...] = ()) -> StanceExample:
    """``source`` and ``target`` as CODE or CODE=mention."""
    codes, spans = [], []
    for end in (source, target):
        code, _, mention = end.partition("=")
        codes.append(code)
        spans.append((Span(text.index(mention), text.index(mention) + len(mention)),) if mention else ())
    return StanceExample(
        id="1", text=text, context=context, source=codes[0], target=codes[1], labels=frozenset({"neutral"}),
        source_spans=spans[0], target_spans=spans[1],
    )  # fmt: skip


def read(encoder: PassageEncoder, *examples: StanceExample) -> str:
    """What the model sees, as words in small letters."""
    (indexed,) = from_examples(examples, name_of=NAMES.name)
    (sentence,) = encoder.encode(indexed.passage)
    return " ".join(encoder.tokenizer.id_to_token(token) for token in sentence.ids).replace(" ##", "")


def test_names_demonyms_capitals_and_leaders_become_one_stand_in(encoder: PassageEncoder) -> None:
    seen = read(
        encoder,
        example(
            "Kazakh officials said Astana would not follow Moscow, and Putin was told.",
            "KAZ=Kazakh officials",
            "RUS=Moscow",
            context=("Kazakhstan trades with Russia.", "The Russian embassy is new."),
        ),
    )
    first, second = (name.lower() for name in STATES[:2])
    assert seen == (
        f"[CLS] {first} trades with {second} . the {second} embassy is new . [SEP] [E] {first} officials [/E] said "
        f"{first} would not follow [E] {second} [/E] , and {second} was told . [SEP]"
    )


def test_each_kind_has_names_of_its_own_and_author_has_none(encoder: PassageEncoder) -> None:
    seen = read(encoder, example("NATO warned Hamas.", "NATO=NATO", "HAMAS=Hamas"))
    assert seen == f"[CLS] [E] {ORGANISATIONS[0].lower()} [/E] warned [E] {ARMED_GROUPS[0].lower()} [/E] . [SEP]"
    seen = read(encoder, example("Peru waits.", AUTHOR.code, "PER=Peru"))
    assert seen == f"[CLS] [E] {STATES[0].lower()} [/E] waits . [SEP]"


def test_an_implied_actor_goes_by_its_stand_in(encoder: PassageEncoder) -> None:
    seen = read(encoder, example("It thanked Togo.", "MLI", "TGO=Togo"))
    first, second = (name.lower() for name in STATES[:2])
    assert seen == f"[CLS] [E] {first} [/E] it thanked [E] {second} [/E] . [SEP]"


def test_a_stand_in_is_no_name_that_the_rest_of_the_text_uses(encoder: PassageEncoder) -> None:
    seen = read(encoder, example(f"Mali met Togo in {STATES[0]}.", "MLI=Mali", "TGO=Togo"))
    assert f"[E] {STATES[1].lower()} [/E] met [E] {STATES[2].lower()} [/E]" in seen
    own = read(encoder, example(f"{STATES[0]} met Togo.", f"{'NOR'}={STATES[0]}", "TGO=Togo"))
    assert f"[E] {STATES[0].lower()} [/E] met [E] {STATES[1].lower()} [/E]" in own, "its own name is as good as another"


def test_the_article_of_a_name_goes_with_it() -> None:
    text = "The United States and the Peruvian fleet left the US."
    assert [span.of(text) for span in NAMES.spans("USA", text)] == ["The United States", "the US"]
    assert [span.of(text) for span in NAMES.spans("PER", text)] == ["Peruvian"]
    assert NAMES.spans("AUTHOR", text) == NAMES.spans("NO_SUCH", text) == ()


SENTENCES = (
    "{0} condemned {1} and thanked {2}.",
    "Officials of {0} said that {1} had asked {2} for grain.",
    "{1}, an ally of {0}, was not invited to {2}.",
)
PLACES = ("Kazakhstan", "Brazil", "Japan", "Egypt", "Canada", "Vietnam", "Poland", "Mexico", "Angola", "Sweden")
CODES = dict(zip(PLACES, ("KAZ", "BRA", "JPN", "EGY", "CAN", "VNM", "POL", "MEX", "AGO", "SWE"), strict=True))


@given(
    sentence=st.sampled_from(SENTENCES),
    one=st.permutations(PLACES).map(lambda found: tuple(found[:3])),
    other=st.permutations(PLACES).map(lambda found: tuple(found[:3])),
)
def test_the_input_is_the_same_whoever_the_actors_are(
    encoder: PassageEncoder, sentence: str, one: tuple[str, ...], other: tuple[str, ...]
) -> None:
    def seen(places: tuple[str, ...]) -> str:
        text = sentence.format(*places)
        ends = [f"{CODES[place]}={place}" for place in places]
        pairs = ((0, 1), (1, 0), (0, 2))
        return read(encoder, *(example(text, ends[s], ends[t], context=(text,)) for s, t in pairs))

    assert seen(one) == seen(other)


def test_swapped_examples_read_alike(encoder: PassageEncoder) -> None:
    judged = (
        example(
            "Egyptian troops left Mali after Egypt and the Malian army fell out.", "EGY=Egyptian troops", "MLI=Mali"
        ),
        example(
            "Egyptian troops left Mali after Egypt and the Malian army fell out.", "MLI=Mali", "EGY=Egyptian troops"
        ),
    )
    swapper = ActorSwapper(NAMES.catalogue)
    for seed in range(5):
        swapped = swapper.swap_sentence(judged, seed=seed)
        assert swapped
        assert swapped[0].text != judged[0].text
        assert read(encoder, *swapped) == read(encoder, *judged)


def test_masks_without_names_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "tokenizer.json"
    tiny_tokenizer().save(str(path))
    with pytest.raises(BundleError, match="the model reads masked names"):
        PassageEncoder(tokenizer=load_tokenizer(path), settings=EncodeSettings(names="masked"))


def test_a_passage_can_be_learned_with_several_stand_ins_and_as_written(encoder: PassageEncoder) -> None:
    judged = example("Kazakhstan thanked Russia.", "KAZ=Kazakhstan", "RUS=Russia")
    given: dict[str, Any] = {"encoder": encoder, "scheme": STANCE_LABELS, "name_of": NAMES.name}
    settings = DataSettings(train=(CorpusUse(corpus="x"),), dev=(CorpusUse(corpus="x"),), copies=3, written=True)
    items = training_items([judged], settings=settings, **given)
    texts = [" ".join(map(encoder.tokenizer.id_to_token, item.sentence.ids)).replace(" ##", "") for item in items]
    assert len(set(texts)) == 4
    assert ["kazakhstan" in text for text in texts] == [False, False, False, True]
    assert all(
        item.sentence.pairs == ((0, 1),) and item.allowed.tolist() == items[0].allowed.tolist() for item in items
    )


def test_copies_are_of_masked_names() -> None:
    path = Path(__file__).parents[1] / "configs" / "experiments" / "default.yaml"
    with pytest.raises(ConfigError, match=r"need encode\.names masked"):
        load_yaml(path, Experiment, overrides=["encode.names=written"])
