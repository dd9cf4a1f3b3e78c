"""Settings together with the files that they name, so that they can be sent to machines which do not have them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from stance.bulk.settings import Settings
from stance.bundle import Bundle
from stance.errors import DataError
from stance.shipped import MANIFEST


@dataclass(frozen=True, slots=True)
class Packed:
    """A file: its name in the folder, and what it holds."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Parcel:
    """``settings`` with the files of their model folder and their actor CSV, if they name one. Can be pickled."""

    settings: Settings
    model: tuple[Packed, ...]
    actors: Packed | None

    @contextmanager
    def opened(self) -> Iterator[Settings]:
        """The settings over a folder of copies, which is there until the model has been loaded."""
        with TemporaryDirectory(prefix="stance-") as folder:
            model, actors = Path(folder) / "model", Path(folder) / "actors"
            model.mkdir()
            actors.mkdir()
            for file in self.model:
                (model / file.name).write_bytes(file.content)
            if self.actors is not None:
                (actors / self.actors.name).write_bytes(self.actors.content)
            yield replace(self.settings, model=str(model), actors=actors / self.actors.name if self.actors else None)


def pack(settings: Settings) -> Parcel:
    """Read the files that the settings name. Raises BundleError for the model folder, DataError for the actor CSV."""
    bundle = Bundle.load(settings.model)
    names = {*bundle.manifest.files, bundle.weights.name, bundle.tokenizer.name, MANIFEST}
    model = tuple(Packed(name, (bundle.folder / name).read_bytes()) for name in sorted(names))
    return Parcel(settings, model, _packed(settings.actors) if settings.actors else None)


@contextmanager
def opened(settings: Settings | Parcel) -> Iterator[Settings]:
    """Settings whose files are on this machine: a parcel's copies, or those that they name themselves."""
    if isinstance(settings, Settings):
        yield settings
        return
    with settings.opened() as found:
        yield found


def _packed(path: Path) -> Packed:
    try:
        return Packed(path.name, path.read_bytes())
    except OSError as error:
        raise DataError(f"{path} cannot be read ({error.strerror}): expected a CSV of actors") from error
