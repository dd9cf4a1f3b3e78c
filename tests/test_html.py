from __future__ import annotations

import html
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from stance.errors import ConfigError
from stance.report import render, render_many
from stance.report.html_parts import Mark, how_found, marked
from stance.types import Mention, Report, Span
from tests.factories import Line, actor, central_asia_report, empty_report, make_report, many_actors_report

ATTACK = "\"><script>alert('x')</script><img src=x onerror=alert(1)>$title ${css} </style>"
VOID = {"meta", "img", "br", "hr", "input", "link", "path"}
CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)


class Page(HTMLParser):
    """Collects tags, attributes and visible text, and notes tags that do not match."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.faults: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] not in ("style", "script"):
            self.text.append(data)

    @property
    def visible(self) -> str:
        return " ".join("".join(self.text).split())

    def having(self, name: str) -> Iterator[str]:
        return (value or "" for _, attributes in self.tags for key, value in attributes.items() if key == name)


def hostile_report() -> Report:
    names = {"KAZ": ("KAZ", "name"), "RUS": ("RUS", "name")}
    lines = [
        Line(f"KAZ {ATTACK} RUS", ("KAZ>RUS hostile .9 direct_quote", "RUS>KAZ neutral .8")),
        Line(f"skip {ATTACK}", skipped=ATTACK),
    ]
    return make_report(
        lines,
        names=names,  # type: ignore[arg-type]
        id=ATTACK,
        title=ATTACK,
        source=ATTACK,
        url="javascript:alert(1)//" + ATTACK,
        skipped=((ATTACK, ATTACK),),
    )


REPORTS = [central_asia_report(), many_actors_report(), hostile_report(), empty_report(), empty_report("")]
ids = ["central-asia", "many", "hostile", "no-actors", "no-text"]


@pytest.mark.parametrize("report", REPORTS, ids=ids)
def test_page_is_well_formed_and_shows_every_sentence(report: Report) -> None:
    page = Page(render(report, format="html"))
    assert not page.faults
    assert not page.open
    for sentence in report.sentences:
        assert " ".join(sentence.text.split()) in page.visible
    for item in report.skipped:
        assert item.reason in page.visible
    numbers = list(page.having("id"))
    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize("report", REPORTS, ids=ids)
def test_page_makes_no_request(report: Report) -> None:
    source = render(report, format="html")
    page = Page(source)
    assert not {tag for tag, _ in page.tags} & {
        "link",
        "img",
        "iframe",
        "object",
        "embed",
        "base",
        "form",
        "audio",
        "video",
    }
    assert not list(page.having("src"))
    assert "@import" not in source
    assert not re.search(r"url\(", source)
    policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
    assert policy in page.having("content")


def test_web_addresses_are_links_and_others_text() -> None:
    assert "https://steppe.example/between-two-neighbours" in Page(render(central_asia_report(), format="html")).having(
        "href"
    )
    assert all(href.startswith("#") for href in Page(render(hostile_report(), format="html")).having("href"))


def test_hostile_text_stays_text() -> None:
    page = Page(render(hostile_report(), format="html"))
    assert sum(tag == "script" for tag, _ in page.tags) == 1
    assert sum(tag == "style" for tag, _ in page.tags) == 1
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    assert "$title ${css}" in page.visible


def test_only_one_report_fits_a_page() -> None:
    with pytest.raises(ConfigError, match="shows one document, found 2"):
        render_many(REPORTS[:2], format="html")


def test_matrix_cells_point_to_their_evidence_in_the_right_direction() -> None:
    report = central_asia_report()
    page = Page(render(report, format="html"))
    cells = {a["data-dyad"]: a["aria-label"] for tag, a in page.tags if tag == "button" and a.get("class") == "cell"}
    blocks = {a["id"]: a for tag, a in page.tags if tag == "details" and a.get("class") == "dyad"}
    for index, dyad in enumerate(report.dyads):
        assert (cells[str(index)] or "").startswith(f"{dyad.source.name} toward {dyad.target.name}: ")
        assert blocks[f"d{index}"]["data-name"] == f"{dyad.source.name} → {dyad.target.name}"


def test_sentences_carry_their_judgements_and_default_to_the_strongest() -> None:
    page = Page(render(central_asia_report(), format="html"))
    sentence = next(attributes for _, attributes in page.tags if attributes.get("id") == "s4")
    assert sentence["data-level"] == "-2"  # RUS → UKR hostile outweighs KAZ → RUS distancing
    assert len((sentence["data-l"] or "").split()) == 3
    assert sentence["tabindex"] == "0"


def test_pairs_of_many_actors_are_listed_beside_the_matrix() -> None:
    page = Page(render(many_actors_report(), format="html"))
    assert "table" in {tag for tag, _ in page.tags}
    assert "ranked" in page.having("class")


def test_text_that_no_step_covers_is_still_shown() -> None:
    report = make_report([Line("KAZ met RUS."), Line("Loose words.")], names={})
    page = Page(render(_without_last_sentence(report), format="html"))
    assert "Loose words." in page.visible
    assert "loose" in page.having("class")


def _without_last_sentence(report: Report) -> Report:
    return replace(report, sentences=report.sentences[:-1])


def test_how_an_actor_was_found_is_told() -> None:
    named = Mention(actor("KAZ"), Span(0, 7), "Tokayev", 2, "speaker", "Tokayev")
    assert how_found((named,), sentence=2, author=False) == "“Tokayev” (speaker)"
    assert how_found((named,), sentence=5, author=False) == "“Tokayev” (speaker, sentence 3)"
    assert how_found((), sentence=5, author=False) == "implied by the context"
    assert how_found((), sentence=5, author=True) == "the text’s own voice"


def test_overlapping_marks_lose_no_text() -> None:
    marks = [Mark(Span(0, 6), "m", "outer"), Mark(Span(2, 4), "m", "inner"), Mark(Span(4, 9), "m", "beyond")]
    page = Page(marked("abcdefghij", Span(0, 8), marks))
    assert page.visible == "abcdefgh"
    assert list(page.having("title")) == ["outer"]


def test_colour_is_never_the_only_channel() -> None:
    source = render(central_asia_report(), format="html")
    for level in (-2, -1, 0, 1, 2):
        assert re.search(rf'\.s\[data-level="{level}"\]::before {{ content: "[^"]+"; }}', source)


def test_contrast_of_text_on_every_tint_is_at_least_aa() -> None:
    style = render(central_asia_report(), format="html")
    for theme in style.split("prefers-color-scheme: dark")[:2]:
        colours = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6})", theme.split("--serif")[0]))
        for name in ("n2", "n1", "z0", "p1", "p2"):
            assert _contrast(colours[name], colours["ink"]) >= 4.5, name
            assert _contrast(colours[name], colours[f"{name}-ink"]) >= 4.5, name
        for name in ("ink", "soft", "faint"):
            assert _contrast(colours["paper"], colours[name]) >= 4.5, name


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--enable-logging=stderr",
    "--dump-dom",
)
PROBE = """<script>
window.addEventListener("load", () => {
  const press = (node, key) => node.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  const out = [];
  const note = (name, value) => out.push(name + "=" + value);
  const card = document.getElementById("card");
  const s4 = document.getElementById("s4");
  document.querySelector('.cell[aria-label^="Kazakhstan toward Russia"]').click();
  note("following", document.body.classList.contains("following"));
  note("s4", s4.dataset.level);
  note("lit", document.querySelectorAll(".s.judged:not(.off)").length);
  note("blocks", document.querySelectorAll(".dyad:not([hidden])").length);
  s4.focus();
  press(s4, "Enter");
  note("card", !card.hidden && card.querySelectorAll(".judgement").length);
  note("focus", document.activeElement.id);
  press(document.activeElement, "Escape");
  note("closed", card.hidden);
  note("back", document.activeElement.id);
  press(document.body, "Escape");
  note("cleared", !document.body.classList.contains("following"));
  s4.click();
  note("tapped", !card.hidden);
  note("wide", document.documentElement.scrollWidth > innerWidth);
  document.title = out.join(" ");
});
</script>"""


def run_page(source: str, folder: Path, *, size: str = "500,900") -> tuple[str, list[str]]:
    """Load a page in headless Chromium: the title that its script set, and the errors on the console."""
    assert CHROMIUM is not None
    path = folder / "page.html"
    path.write_text(source, encoding="utf-8")
    run = subprocess.run(
        [CHROMIUM, *FLAGS, f"--window-size={size}", f"--user-data-dir={folder / 'profile'}", path.as_uri()],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    title = re.search(r"<title>([^<]*)</title>", run.stdout)
    assert title
    return html.unescape(title.group(1)), [line for line in run.stderr.splitlines() if "CONSOLE" in line]


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no chromium or chrome is installed")
def test_page_works_in_a_browser_without_errors(tmp_path: Path) -> None:
    title, errors = run_page(render(central_asia_report(), format="html") + PROBE, tmp_path)
    assert not errors
    wanted = "following=true s4=-1 lit=5 blocks=1 card=3 focus=card closed=true back=s4 cleared=true tapped=true"
    assert title == f"{wanted} wide=false"
