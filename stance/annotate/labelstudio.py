"""Label Studio: tasks as JSON with a labelling configuration, and its export of the type "JSON" read back.

The answer is a choice; direction is that of the task, whose source and target stand in its data and are coloured in the
text. A coder may mark source and target anew where the colours are wrong, and draw a relation between the marks: one
from target to source adds a judgement of the other direction. Results are as in https://labelstud.io/guide/task_format
(relations: ``from_id``, ``to_id``, ``direction`` right, left or bi, ``labels``).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from stance.annotate.codings import Coding
from stance.annotate.guide import answers, question
from stance.annotate.items import Item, cells, item_of
from stance.annotate.relations import ROLES, Arrow, Drawn, Stretch, codings_of, read_arrows, spans_of
from stance.errors import DataError
from stance.labels import LabelScheme
from stance.report.html_parts import Mark, esc, marked
from stance.types import Span

CHOICE, MARKS, TEXT, NOTE = "stance", "role", "text", "note"
"""Names of the controls and of the text in the configuration."""
HOW = """## In Label Studio

Make a project, paste the XML file under Settings, Labeling Interface, Code, and import the JSON file. Read the
sentence with the coloured source and target, tick one answer (keys 1 to 7), or two neighbouring labels, and submit.
Only where the colours are wrong, mark source and target in the second copy of the sentence. A relation from a
marked target to a marked source adds a judgement in the other direction. For several coders per task raise the
annotations per task in the settings; export as JSON (not JSON-MIN)."""


def tasks(items: Sequence[Item]) -> str:
    """The tasks; a task has predictions only where its item has a suggestion."""
    return json.dumps([_task(item) for item in items], ensure_ascii=False, indent=1) + "\n"


def config(scheme: LabelScheme) -> str:
    """The labelling configuration that the tasks are made for."""
    choices = "\n".join(
        f"    <Choice value={quoteattr(name)} hint={quoteattr(meaning)} hotkey={quoteattr(str(number))}/>"
        for number, (name, meaning) in enumerate(answers(scheme).items(), 1)
    )
    relations = "\n".join(f"    <Relation value={quoteattr(name)}/>" for name in scheme.names)
    return f"""<View>
  <Style>
    .stance-before {{ color: #666; }}
    .stance-source {{ background: #fdd49e; font-weight: bold; }}
    .stance-target {{ background: #c7e9c0; font-weight: bold; }}
    .htx-text {{ white-space: pre-wrap; }}
  </Style>
  <Header value="$question"/>
  <HyperText name="shown" value="$html" inline="true" selectionEnabled="false"/>
  <Choices name="{CHOICE}" toName="{TEXT}" choice="multiple" showInline="true" required="true">
{choices}
  </Choices>
  <Header size="6" value="Only where the colours are wrong: mark source and target here"/>
  <Labels name="{MARKS}" toName="{TEXT}">
    <Label value="source" background="#f16913"/>
    <Label value="target" background="#238b45"/>
  </Labels>
  <Relations>
{relations}
  </Relations>
  <Text name="{TEXT}" value="$text" granularity="word"/>
  <TextArea name="{NOTE}" toName="{TEXT}" placeholder="Remarks" maxSubmissions="1"/>
</View>
"""


def read_labelstudio(path: Path, *, coder: str, scheme: LabelScheme, problems: list[str]) -> list[Coding]:
    """The codings of an export of the type JSON, one for each annotation; coders are who completed them.

    ``coder`` is meant where an annotation names nobody. A task that nobody annotated gives none; that it is missing
    shows in the number of items drawn, which every item carries.
    """
    found: list[Coding] = []
    for number, task in enumerate(_tasks(path), 1):
        place = f"{path}: task {task.get('id', f'number {number}') if isinstance(task, dict) else number}"
        if not isinstance(task, dict) or not isinstance((task.get("data") or {}).get("stance"), dict):
            problems.append(f"{place}: no item of stance annotate export: data.stance is missing")
            continue
        item = item_of(task["data"]["stance"], place=place, scheme=scheme, problems=problems)
        if item is None:
            continue
        for annotation in task.get("annotations") or ():
            found += _codings(item, annotation, place=place, coder=coder, scheme=scheme, problems=problems)
    return found


def _task(item: Item) -> dict[str, Any]:
    task: dict[str, Any] = {
        "data": {"question": question(item), "html": _html(item), "text": item.example.text, "stance": cells(item)}
    }
    if item.suggestion:
        task["predictions"] = [{"model_version": item.suggestion.model, "result": _suggested(item)}]
    return task


def _html(item: Item) -> str:
    """Earlier sentences and the sentence with both actors coloured."""
    text = item.example.text
    marks = [
        Mark(span, f"stance-{role}", role)
        for role, spans in (("source", item.example.source_spans), ("target", item.example.target_spans))
        for span in spans
    ]
    before = f'<p class="stance-before">{esc(item.before)}</p>' if item.before else ""
    return f"{before}<p>{marked(text, Span(0, len(text)), marks)}</p>"


def _suggested(item: Item) -> list[dict[str, Any]]:
    assert item.suggestion is not None
    choice = {"id": "stance", "from_name": CHOICE, "to_name": TEXT, "type": "choices"}
    marks = [
        {
            "id": f"{role}-{number}",
            "from_name": MARKS,
            "to_name": TEXT,
            "type": "labels",
            "value": {"start": span.start, "end": span.end, "text": span.of(item.example.text), "labels": [role]},
        }
        for role, spans in (("source", item.example.source_spans), ("target", item.example.target_spans))
        for number, span in enumerate(spans)
    ]
    return [{**choice, "value": {"choices": list(item.suggestion.labels)}}, *marks]


def _tasks(path: Path) -> Sequence[Any]:
    expected = "expected an export of Label Studio of the type JSON"
    try:
        found = json.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror}): {expected}") from error
    except ValueError as error:  # not UTF-8, or not JSON
        raise DataError(f"{path}: not JSON ({error}): {expected}") from error
    if not isinstance(found, list):
        raise DataError(f"{path}: found {type(found).__name__}: {expected}, a list of tasks")
    if found and isinstance(found[0], dict) and "annotation_id" in found[0]:
        raise DataError(f"{path}: this is JSON-MIN, which has neither skipped tasks nor relations: {expected}")
    return found


def _codings(
    item: Item,
    annotation: Mapping[str, Any],
    *,
    place: str,
    coder: str,
    scheme: LabelScheme,
    problems: list[str],
) -> Iterator[Coding]:
    try:
        who = _who(annotation.get("completed_by")) or coder
        results = [] if annotation.get("was_cancelled") else annotation.get("result") or []
        words = [word for one in results if one.get("from_name") == CHOICE for word in one["value"]["choices"]]
        note = " / ".join(str(part) for one in results if one.get("from_name") == NOTE for part in one["value"]["text"])
        stretches = {
            one["id"]: _stretch(one["value"], item.example.text) for one in results if one.get("from_name") == MARKS
        }
        arrows = [_arrow(one) for one in results if one.get("type") == "relation"]
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        problems.append(f"{place}: its result is not as Label Studio writes it ({error})")
        return
    drawn = read_arrows(arrows, stretches, place=place, problems=problems)
    whole = Span(0, len(item.example.text))
    given = {role: spans_of(list(stretches.values()), role, within=whole) for role in ROLES}
    spans = {
        "source": given["source"] or item.example.source_spans,
        "target": given["target"] or item.example.target_spans,
    }
    both = Drawn(tuple(dict.fromkeys((*words, *drawn.asked))), drawn.turned)
    yield from codings_of(item, both, spans, coder=who, note=note, place=place, scheme=scheme, problems=problems)


def _who(completed_by: Any) -> str:
    """A number, or an object with the e-mail address, whichever the edition writes."""
    if isinstance(completed_by, dict):
        return str(completed_by.get("email") or completed_by.get("username") or completed_by.get("id") or "")
    return "" if completed_by is None else str(completed_by)


def _stretch(value: Mapping[str, Any], text: str) -> Stretch:
    """Offsets count characters or, in older editions, UTF-16 units: the text that is stored with them tells."""
    (role,) = value["labels"]
    if role not in ROLES:
        raise ValueError(f"a mark is labelled {role!r}: expected source or target")
    span, said = Span(int(value["start"]), int(value["end"])), value.get("text")
    if said is not None and span.of(text) != said:
        units = text.encode("utf-16-le")
        start, end = (len(units[: 2 * place].decode("utf-16-le", "ignore")) for place in (span.start, span.end))
        span = Span(start, end)
        if span.of(text).strip() != str(said).strip():
            raise ValueError(f"the mark {said!r} does not stand at {value['start']}")
    return Stretch(role, span)


def _arrow(result: Mapping[str, Any]) -> Arrow:
    start, end = result["from_id"], result["to_id"]
    direction = result.get("direction") or "right"
    if direction == "left":
        start, end = end, start
    return Arrow(start, end, tuple(result.get("labels") or ()), both=direction == "bi")
