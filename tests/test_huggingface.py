"""transformers and datasets: the same answers, folders that load and save whole, and registration in either order."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from datasets import Dataset, load_dataset
from datasets.fingerprint import Hasher
from huggingface_hub import HfApi
from safetensors.torch import load_file
from transformers import AutoConfig, AutoModel, pipeline

import stance
from stance.batch import collate
from stance.bundle import Bundle
from stance.card import render
from stance.errors import BundleError, ConfigError, DataError, MissingExtraError
from stance.examples import examples_from_records
from stance.integrations.huggingface import scorer
from stance.model import StanceModel
from stance.report.records import prediction_record
from stance.runtime.onnx import OnnxRuntime
from stance.shipped import default_folder
from stance.types import EncodedSentence
from tests.tiny import tiny_bundle

ROOT = Path(__file__).parents[1]
RECORDS: list[dict[str, Any]] = [
    {"text": "Ghana thanked Togo for the loan.", "source": "GHA", "target": "TGO"},
    {"text": "Ghana thanked Togo for the loan.", "source": "Togo", "target": "Ghana"},
    {"text": "It accused the neighbour of lying.", "source": "Peru", "target": "Chile", "context": ["Peru spoke."]},
    {"text": "Chile sued Peru; Peru sued Chile.", "source": "CHL", "target": "PER", "source_spans": [[0, 5]]},
    {"text": "A reckless move by Oman.", "source": "AUTHOR", "target": "Oman", "voice": "author"},
]
WHOLE = ["README.md", "config.json", "model.safetensors", "stance.json", "tokenizer.json"]


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model folder as training leaves it."""
    return tiny_bundle(tmp_path_factory.mktemp("trained") / "model", onnx=False)


@pytest.fixture(scope="module")
def pipe(trained: Path) -> Any:
    return pipeline("directed-stance", model=str(trained))


@cache
def loaded(folder: Path) -> stance.StanceAnalyzer:
    return stance.StanceAnalyzer.load(folder)


@pytest.fixture(scope="module")
def shipped() -> Any:
    return pipeline("directed-stance", model=str(default_folder()))


def predicted(folder: Path, records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the package itself says of the records."""
    analyzer = loaded(folder)
    examples = examples_from_records(enumerate(records), place="test", labelled=False)
    return list(map(prediction_record, examples, analyzer.predict(examples)))


def assert_same(found: list[dict[str, Any]], expected: list[dict[str, Any]]) -> None:
    assert [(one["label"], one["label_set"], one["truncated"]) for one in found] == [
        (one["label"], one["label_set"], one["truncated"]) for one in expected
    ]
    values = [[[*one["probabilities"].values(), one["score"]] for one in side] for side in (found, expected)]
    np.testing.assert_allclose(*values, atol=1e-6)


def test_torch_weights_answer_as_the_analyzer_does(pipe: Any, trained: Path) -> None:
    found = pipe(RECORDS)
    assert_same(found, predicted(trained, RECORDS))
    assert len({round(one["score"], 3) for one in found}) == len(RECORDS)
    assert list(found[0]["probabilities"]) == AutoConfig.from_pretrained(trained).labels


def test_the_shipped_onnx_model_answers_as_the_analyzer_does(shipped: Any) -> None:
    assert_same(shipped(RECORDS), predicted(default_folder(), RECORDS))
    assert shipped(RECORDS[0])["label"] == "cooperative"
    assert shipped.device == torch.device("cpu")


def test_without_a_name_the_shipped_model_is_meant(shipped: Any) -> None:
    assert pipeline("directed-stance").model.bundle.folder == shipped.model.bundle.folder


def test_a_model_in_memory_speaks_as_it_is_now(trained: Path) -> None:
    model = AutoModel.from_pretrained(trained)
    with torch.no_grad():
        model.head.out.bias += torch.tensor([100.0, 0, 0, 0, 0])
    assert {one["label"] for one in pipeline("directed-stance", model=model)(RECORDS)} == {"hostile"}


def test_one_record_gives_one_answer(pipe: Any) -> None:
    (expected,) = pipe([RECORDS[0]])
    assert pipe(RECORDS[0]) == expected
    assert pipe([]) == []


class Items(torch.utils.data.Dataset[dict[str, Any]]):
    """A data set of torch: length and items."""

    def __len__(self) -> int:
        return len(RECORDS)

    def __getitem__(self, place: int) -> dict[str, Any]:
        return RECORDS[place]


@pytest.mark.parametrize("size", [1, 2, None])
def test_streams_give_what_lists_give(pipe: Any, size: int | None) -> None:
    expected = pipe(RECORDS)
    empty: dict[str, Any] = {"context": [], "source_spans": [], "voice": None}
    rows = Dataset.from_list([empty | one for one in RECORDS])
    for stream in ((one for one in RECORDS), rows, rows.to_iterable_dataset(), Items()):
        assert_same(list(pipe(stream, batch_size=size)), expected)


def test_a_stream_is_read_as_it_is_asked_for(pipe: Any) -> None:
    def endless() -> Iterator[dict[str, Any]]:
        while True:
            yield from RECORDS[1:3]

    answers = pipe(endless(), batch_size=2)
    assert [next(answers)["source"] for _ in range(3)] == ["Togo", "Peru", "Togo"]


def test_earlier_sentences_and_an_overlay_of_actors_count(trained: Path, pipe: Any, tmp_path: Path) -> None:
    bare = pipeline("directed-stance", model=str(trained), context=0)
    assert abs(bare(RECORDS[2])["score"] - pipe(RECORDS[2])["score"]) > 1e-4
    overlay = tmp_path / "actors.csv"
    overlay.write_text("text,code,how\nLagoon League,GHA,name\n", encoding="utf-8")
    record = {"text": "The Lagoon League thanked Togo.", "source": "GHA", "target": "Togo"}
    known = pipeline("directed-stance", model=str(trained), actors=str(overlay))
    assert abs(known(record)["score"] - pipe(record)["score"]) > 1e-4


@pytest.mark.parametrize(
    ("records", "problem"),
    [
        ([RECORDS[0], {"text": "Ghana spoke.", "source": "Ghana"}], "record:2: target is missing"),
        ([{**RECORDS[0], "source_span": [[0, 5]]}], "did you mean 'source_spans'"),
        ([{**RECORDS[0], "target_spans": [[0, 500]]}], "outside the text"),
        (["Ghana thanked Togo."], "record:1: expected a dict with text, source, target, found 'Ghana thanked"),
        ([{**RECORDS[0], "target": "GHA"}], "two distinct actors"),
    ],
)
def test_wrong_records_are_named(pipe: Any, records: list[Any], problem: str) -> None:
    with pytest.raises(DataError, match=problem):
        pipe(records)


def test_records_of_a_stream_are_counted_through(pipe: Any) -> None:
    with pytest.raises(DataError, match="record:6: text is missing"):
        list(pipe((one for one in [*RECORDS, {"text": "", "source": "a", "target": "b"}]), batch_size=2))


def test_what_is_no_record_and_no_option_is_refused(pipe: Any, trained: Path) -> None:
    with pytest.raises(ConfigError, match="give a dict"):
        pipe("Ghana thanked Togo.")
    with pytest.raises(ConfigError, match="unknown option 'contxt': expected actors, context"):
        pipeline("directed-stance", model=str(trained), contxt=1)


def test_a_trained_folder_loads_and_saves_whole(trained: Path, tmp_path: Path, pipe: Any) -> None:
    model = AutoModel.from_pretrained(trained)
    assert isinstance(model, StanceModel)
    model.save_pretrained(tmp_path / "copy")
    assert sorted(path.name for path in (tmp_path / "copy").iterdir()) == WHOLE
    copy = Bundle.load(tmp_path / "copy")
    assert (copy.folder / "README.md").read_text(encoding="utf-8") == render(copy.manifest)
    assert copy.manifest.version == Bundle.load(trained).manifest.version
    assert_same(predicted(copy.folder, RECORDS), pipe(RECORDS))


def test_weights_that_changed_lose_the_figures_of_the_old_ones(trained: Path, tmp_path: Path) -> None:
    measured = tmp_path / "measured"
    AutoModel.from_pretrained(trained).save_pretrained(measured)
    manifest = json.loads((measured / "stance.json").read_text(encoding="utf-8"))
    (measured / "stance.json").write_text(json.dumps(manifest | {"metrics": {"dev": {"accuracy": 0.5}}}), "utf-8")
    model = AutoModel.from_pretrained(measured)
    model.save_pretrained(tmp_path / "same")
    assert Bundle.load(tmp_path / "same").manifest.metrics == {"dev": {"accuracy": 0.5}}
    with torch.no_grad():
        model.head.out.bias += 1
    model.save_pretrained(tmp_path / "changed")
    changed = Bundle.load(tmp_path / "changed").manifest
    assert (changed.version, changed.metrics) == ("0+changed", {})
    assert "accuracy" not in (tmp_path / "changed" / "README.md").read_text(encoding="utf-8")


def test_weights_are_never_mixed_in_one_folder(trained: Path, tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"of another model")
    with pytest.raises(BundleError, match=r"model\.onnx of another model: save into an empty folder"):
        AutoModel.from_pretrained(trained).save_pretrained(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["model.onnx"]


def test_no_pickles(trained: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="safetensors only"):
        AutoModel.from_pretrained(trained, use_safetensors=False)
    with pytest.raises(ConfigError, match="safetensors only"):
        AutoModel.from_pretrained(trained).save_pretrained(tmp_path, safe_serialization=False)


def test_an_onnx_folder_has_no_torch_weights_but_can_be_saved(shipped: Any, tmp_path: Path) -> None:
    with pytest.raises(BundleError, match=r"no torch weights .* run it with pipeline\(\"directed-stance\""):
        AutoModel.from_pretrained(default_folder())
    shipped.save_pretrained(tmp_path)
    expected = {path.name: path.read_bytes() for path in default_folder().iterdir()}
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == expected
    with pytest.raises(ConfigError, match=r"model\.onnx runs on the CPU"):
        shipped.model.to("cuda")


def test_the_onnx_graph_can_be_called_like_a_module(shipped: Any) -> None:
    sentence = EncodedSentence(ids=(101, 2000, 2001, 102), slots=((1,), (2,)), pairs=((0, 1), (1, 0)))
    batch = collate([sentence], pad_id=0)
    logits = shipped.model(**{name: torch.from_numpy(array) for name, array in batch.arrays().items()})
    np.testing.assert_array_equal(logits.numpy(), OnnxRuntime(default_folder() / "model.onnx").run(batch))


def test_a_changed_file_is_noticed(trained: Path, tmp_path: Path) -> None:
    AutoModel.from_pretrained(trained).save_pretrained(tmp_path)
    (tmp_path / "tokenizer.json").write_text("{}", encoding="utf-8")
    with pytest.raises(BundleError, match=r"tokenizer\.json: checksum"):
        AutoModel.from_pretrained(tmp_path)


class Hub:
    """Stands for the hub: what was created, and the files of the one commit."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.files: dict[str, bytes] = {}
        self.asked: list[Any] = []
        monkeypatch.setattr(HfApi, "create_repo", self._create)
        monkeypatch.setattr(HfApi, "upload_folder", self._upload)

    def _create(self, repo_id: str, **settings: Any) -> Any:
        self.asked.append((repo_id, settings))
        return type("Made", (), {"repo_id": f"ada/{repo_id}"})

    def _upload(self, *, repo_id: str, folder_path: str, **settings: Any) -> str:
        self.asked.append((repo_id, settings))
        self.files = {path.name: path.read_bytes() for path in Path(folder_path).iterdir()}
        return "an address"


def test_what_is_pushed_is_the_whole_folder_with_its_card(trained: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hub = Hub(monkeypatch)
    model = AutoModel.from_pretrained(trained)
    assert model.push_to_hub("gulf-model", private=True, tags=["gulf"], commit_message="First") == "an address"
    (made, created), (name, committed) = hub.asked
    assert (made, created["private"], name, committed["commit_message"]) == (
        "gulf-model",
        True,
        "ada/gulf-model",
        "First",
    )
    assert sorted(hub.files) == WHOLE
    card = hub.files["README.md"].decode()
    assert "- gulf" in card
    assert "stance-detection" in card
    assert "# stance · tiny 0" in card


def test_saving_can_push_too(trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hub = Hub(monkeypatch)
    AutoModel.from_pretrained(trained).save_pretrained(tmp_path / "mine", push_to_hub=True)
    assert [name for name, _ in hub.asked] == ["mine", "ada/mine"]
    assert hub.files == {path.name: path.read_bytes() for path in (tmp_path / "mine").iterdir()}


def test_a_pipeline_is_saved_and_pushed_without_code(
    pipe: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe.save_pretrained(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == WHOLE
    config = json.loads((tmp_path / "config.json").read_text(encoding="utf-8"))
    assert not {"custom_pipelines", "auto_map", "_name_or_path"} & (config.keys() | config["encoder"].keys())
    hub = Hub(monkeypatch)
    pipe.push_to_hub("gulf-model")
    assert sorted(hub.files) == WHOLE


def test_from_the_hub_come_the_files_that_the_manifest_names(
    trained: Path, pipe: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, list[str], dict[str, Any]]] = []

    def snapshot(name: str, *, allow_patterns: list[str], **settings: Any) -> str:
        asked.append((name, allow_patterns, settings))
        return str(trained)

    monkeypatch.setattr("huggingface_hub.snapshot_download", snapshot)
    config = AutoConfig.from_pretrained(trained)
    model = AutoModel.from_pretrained("ada/gulf-model", config=config, revision="v1", local_files_only=True)
    assert_same(pipeline("directed-stance", model=model)(RECORDS), pipe(RECORDS))
    (first, manifest, settings), (second, files, _) = asked
    assert (first, second, manifest) == ("ada/gulf-model", "ada/gulf-model", ["stance.json"])
    assert sorted(files) == WHOLE
    assert str(settings["revision"]) == "v1"


@pytest.fixture
def table(tmp_path: Path) -> Any:
    """A data set in a file, with an id and a label column of its own."""
    path = tmp_path / "pairs.jsonl"
    rows = [{"id": "s1", "label": 3, "context": [], **one} for one in RECORDS[:3]]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return load_dataset("json", data_files=str(path), split="train", cache_dir=str(tmp_path / "cache"))


def test_a_data_set_gets_columns_and_keeps_its_own(table: Any, trained: Path) -> None:
    scored = table.map(scorer(trained), batched=True)
    expected = predicted(trained, RECORDS[:3])
    assert scored["stance_label"] == [one["label"] for one in expected]
    assert scored["stance_label_set"] == [one["label_set"] for one in expected]
    np.testing.assert_allclose(scored["stance_score"], [one["score"] for one in expected], atol=1e-6)
    np.testing.assert_allclose(
        scored["stance_p_hostile"], [one["probabilities"]["hostile"] for one in expected], atol=1e-6
    )
    assert scored["label"] == [3, 3, 3]
    single = table.select([2]).map(scorer(trained, prefix="m_"))
    assert single["m_label"] == [expected[2]["label"]]


def test_a_second_map_comes_from_the_cache(table: Any, trained: Path) -> None:
    first = table.map(scorer(trained), batched=True)
    again = table.map(scorer(trained), batched=True)
    assert again.cache_files == first.cache_files != table.cache_files
    written = Path(first.cache_files[0]["filename"]).stat().st_mtime_ns
    table.map(scorer(trained), batched=True)
    assert Path(first.cache_files[0]["filename"]).stat().st_mtime_ns == written
    assert table.map(scorer(trained, context=0), batched=True).cache_files != first.cache_files


def test_the_cache_asks_for_the_model_and_the_actors(trained: Path, tmp_path: Path) -> None:
    other = tiny_bundle(tmp_path / "other", seed=1, onnx=False)
    overlay = tmp_path / "actors.csv"
    overlay.write_text("text,code,how\nLagoon League,GHA,name\n", encoding="utf-8")
    plain, changed = (
        scorer(trained, actors=overlay),
        overlay.write_text("text,code,how\nReef League,GHA,name\n", "utf-8"),
    )
    assert changed
    scorers = (scorer(trained), scorer(other), plain, scorer(trained, actors=overlay), scorer(trained, prefix=""))
    assert len({Hasher.hash(one) for one in scorers}) == len(scorers)


@pytest.mark.parametrize(
    ("columns", "problem"),
    [
        ({"text": ["a"], "source": ["b"]}, "column 'target' is missing"),
        ({"text": ["a"], "source": ["b"], "target": ["c"], "contxt": [[]]}, "did you mean 'context'"),
    ],
)
def test_wrong_columns_are_named(trained: Path, columns: dict[str, list[Any]], problem: str) -> None:
    with pytest.raises(DataError, match=problem):
        Dataset.from_dict(columns).map(scorer(trained), batched=True)


def run(code: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error::RuntimeWarning", "-c", code, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


LOADS = """
{first}
{second}
from transformers import AutoConfig, AutoModel
from transformers.pipelines import check_task
assert type(AutoConfig.from_pretrained(sys.argv[1])).__name__ == "StanceConfig"
assert type(AutoModel.from_pretrained(sys.argv[1])).__name__ == "DirectedStanceModel"
print(check_task("directed-stance")[1]["impl"].__name__)
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("import sys, stance", "assert not {'torch', 'transformers'} & sys.modules.keys()"),
        (
            "import sys, transformers; had = 'torch' in sys.modules",
            "import stance; assert had == ('torch' in sys.modules)",
        ),
        ("import sys; from transformers import AutoConfig, AutoModel, pipeline", "import stance"),
        ("import sys, stance; import transformers.modeling_utils", ""),
        ("import sys, stance.model", ""),
        ("import sys, stance.fit", ""),
    ],
)
def test_import_stance_registers_in_either_order(first: str, second: str, trained: Path) -> None:
    code = LOADS.format(first=first, second=second)
    assert run(code, str(trained)).splitlines()[-1] == "DirectedStancePipeline"


def test_a_new_model_can_be_made_of_a_configuration(trained: Path, tmp_path: Path) -> None:
    model = AutoModel.from_config(AutoConfig.from_pretrained(trained))
    assert isinstance(model, StanceModel)
    with pytest.raises(ConfigError, match="load it with from_pretrained"):
        pipeline("directed-stance", model=model)
    model.save_pretrained(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["config.json", "model.safetensors"]


@pytest.mark.slow
def test_the_scorer_is_the_same_in_another_process_and_needs_no_torch() -> None:
    from_elsewhere = run(
        "import sys; from stance.integrations.huggingface import scorer\n"
        f"answer = scorer()({{k: [v] for k, v in {RECORDS[0]!r}.items()}})\n"
        "assert answer['stance_label'] == ['cooperative'] and 'torch' not in sys.modules\n"
        "from datasets.fingerprint import Hasher; print(Hasher.hash(scorer()))"
    )
    assert from_elsewhere == Hasher.hash(scorer())


def test_the_weights_on_disk_are_those_in_memory(trained: Path) -> None:
    stored, model = load_file(trained / "model.safetensors"), AutoModel.from_pretrained(trained)
    assert stored.keys() == model.state_dict().keys()
    assert all(torch.equal(stored[name], value) for name, value in model.state_dict().items())


def test_without_transformers_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from stance.integrations import huggingface

    monkeypatch.setitem(huggingface._HOME, "Missing", "pipeline_of_nothing")
    with pytest.raises(MissingExtraError, match=r"pip install 'stance\[huggingface\]'"):
        _ = huggingface.Missing
