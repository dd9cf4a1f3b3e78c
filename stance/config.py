"""Strict configuration: YAML file + dotted overrides → a frozen pydantic model, every problem reported at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar, get_args

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from stance.errors import ConfigError, did_you_mean

Loc = tuple[int | str, ...]


class StrictModel(BaseModel):
    """Base of every configuration: unknown keys are errors, values are frozen after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True, protected_namespaces=())


ModelT = TypeVar("ModelT", bound=BaseModel)


def load_yaml(path: Path | str, model: type[ModelT], *, overrides: Sequence[str] = ()) -> ModelT:
    """Read ``path``, apply ``overrides`` ("a.b=c", values parsed as YAML) and check the result against ``model``.

    Raises ConfigError with the file and every problem: unknown keys name the legal ones and the nearest.
    """
    path = Path(path)
    root = _parse(path)
    values = _values(root, path)
    overridden = {_apply(values, override) for override in overrides}
    try:
        return model.model_validate(values)
    except ValidationError as error:
        lines = _lines(root)
        problems = [
            f"{_place(path, tuple(item['loc']), lines, overridden)}: {_describe(item, model)}"
            for item in error.errors(include_url=False)
        ]
        raise ConfigError("\n".join((f"{path}: {len(problems)} problem(s)", *(f"  {p}" for p in problems)))) from error


def _parse(path: Path) -> yaml.Node | None:
    try:
        return yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror}): give the path of a YAML file") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not UTF-8 text ({error.reason}): give the path of a YAML file") from error
    except yaml.YAMLError as error:
        raise ConfigError(f"{path}: not valid YAML: {' '.join(str(error).split())}") from error


def _values(root: yaml.Node | None, path: Path) -> dict[str, Any]:
    if root is None:
        return {}
    if not isinstance(root, yaml.MappingNode):
        found = "list" if isinstance(root, yaml.SequenceNode) else "single value"
        raise ConfigError(f"{path}: expected keys and values ('name: value'), found a {found}")
    twice = [f"  {path}:{line}: {key!r} is given twice" for key, line in _duplicates(root)]
    if twice:
        raise ConfigError("\n".join((f"{path}: {len(twice)} repeated key(s): keep one of each", *twice)))
    values: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return values


def _duplicates(node: yaml.Node) -> Iterator[tuple[str, int]]:
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _duplicates(item)
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                yield key.value, key.start_mark.line + 1
            seen.add(key.value)
            yield from _duplicates(value)


def _apply(values: dict[str, Any], override: str) -> Loc:
    """Write one override into ``values`` and return the location that it touched."""
    name, sep, text = override.partition("=")
    keys = name.strip().split(".")
    if not sep or not all(keys):
        raise ConfigError(f"override {override!r}: expected name=value, for example train.epochs=3")
    try:
        value = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ConfigError(f"override {override!r}: {text!r} is not a YAML value: quote it") from error
    _set(values, keys, value, override)
    return tuple(keys)


def _set(node: Any, keys: Sequence[str], value: Any, override: str) -> None:
    """Descend through mappings and lists (by number), making the mappings that are missing."""
    key: int | str = keys[0]
    if isinstance(node, list):
        if not keys[0].isdigit() or int(keys[0]) >= len(node):
            raise ConfigError(f"override {override!r}: {keys[0]!r} must be a position from 0 to {len(node) - 1}")
        key = int(keys[0])
    elif not isinstance(node, dict):
        raise ConfigError(f"override {override!r}: {keys[0]!r} has no place, because what holds it is {node!r}")
    if len(keys) == 1:
        node[key] = value
        return
    if isinstance(node, dict) and node.get(key) is None:
        node[key] = {}
    _set(node[key], keys[1:], value, override)


def _lines(node: yaml.Node | None, loc: Loc = ()) -> dict[Loc, int]:
    """Location in the document → line number, for every key and list item."""
    found: dict[Loc, int] = {}
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            found[*loc, key.value] = key.start_mark.line + 1
            found |= _lines(value, (*loc, key.value))
    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            found[*loc, index] = item.start_mark.line + 1
            found |= _lines(item, (*loc, index))
    return found


def _place(path: Path, loc: Loc, lines: Mapping[Loc, int], overridden: set[Loc]) -> str:
    if any(_texts(loc)[: len(o)] == o or o[: len(loc)] == _texts(loc) for o in overridden if loc):
        return f"{path} with overrides: {_dotted(loc)}"
    for end in range(len(loc), 0, -1):
        if loc[:end] in lines:
            return f"{path}:{lines[loc[:end]]}: {_dotted(loc)}"
    return f"{path}: {_dotted(loc)}" if loc else str(path)


def _texts(loc: Loc) -> Loc:
    return tuple(str(part) for part in loc)


def _dotted(loc: Loc) -> str:
    return ".".join(str(part) for part in loc)


def _describe(item: Mapping[str, Any], model: type[BaseModel]) -> str:
    loc: Loc = tuple(item["loc"])
    if item["type"] == "extra_forbidden":
        legal = _legal_keys(model, loc[:-1])
        return f"unknown key {str(loc[-1])!r}: expected one of {', '.join(legal)}{did_you_mean(str(loc[-1]), legal)}"
    if item["type"] == "missing":
        return "missing: this key is required"
    return f"{item['msg']}, found {item['input']!r}"


def _legal_keys(model: type[BaseModel], loc: Loc) -> list[str]:
    """The field names of the model(s) found at ``loc`` below ``model``."""
    models = [model]
    for part in loc:
        named = [m for m in models if part in m.model_fields]
        if named:  # otherwise a list position, a mapping key or a union tag: the models stay the same
            models = [inner for m in named for inner in _models_in(m.model_fields[str(part)].annotation)]
        elif [m.__name__ for m in models if m.__name__ == part]:
            models = [m for m in models if m.__name__ == part]
    return sorted({field.alias or name for m in models for name, field in m.model_fields.items()})


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in _models_in(part)]
