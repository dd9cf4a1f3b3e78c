"""HTML: one self-contained page that makes no request, for reading and printing."""

from __future__ import annotations

from collections.abc import Sequence
from string import Template

from stance.errors import ConfigError
from stance.report.html_article import article_section, details
from stance.report.html_evidence import evidence_section
from stance.report.html_names import names_section
from stance.report.html_page import Page
from stance.report.html_parts import asset, esc, is_web
from stance.report.html_summary import summary_section
from stance.report.records import SCHEMA_VERSION
from stance.report.view import SkippedGroup, plural, skipped_groups, title_of
from stance.types import Report

_MAX_EXAMPLE = 240


def dumps(reports: Sequence[Report]) -> str:
    """The page of one report."""
    if len(reports) != 1:
        raise ConfigError(f"an HTML page shows one document, found {len(reports)}: write a page for each, or use json")
    return page(reports[0])


def page(report: Report) -> str:
    """The whole page. The template's names are filled once; nothing in a value is expanded again."""
    context = Page.of(report)
    return Template(asset("page.html")).substitute(
        title=esc(title_of(report)),
        css=asset("base.css") + asset("report.css"),
        js=asset("report.js"),
        header=_header(report),
        summary=summary_section(context),
        article=article_section(context),
        evidence=evidence_section(context),
        left_out=_left_out(report),
        names=names_section(report),
        model=_model(report),
        details=details(context),
    )


def _header(report: Report) -> str:
    document = report.document
    published = document.published
    facts = [
        esc(document.id) if title_of(report) != document.id else "",
        f'<time datetime="{published.isoformat()}">{published.day} {published:%B %Y}</time>' if published else "",
        esc(document.source) if document.source else "",
        _address(document.url) if document.url else "",
        plural(len(report.sentences), "sentence"),
        plural(len(report.predictions), "judgement"),
        *(esc(note) for note in report.notes),
    ]
    listed = "".join(f"<li>{fact}</li>" for fact in facts if fact)
    return f'<p class="kicker">Stance report</p><h1>{esc(title_of(report))}</h1><ul class="about">{listed}</ul>'


def _address(url: str) -> str:
    """A link for web addresses only: anything else (``javascript:`` …) stays text."""
    if not is_web(url):
        return esc(url)
    shown = url.split("://", 1)[1].split("/", 1)[0]
    return f'<a href="{esc(url)}" rel="noopener noreferrer" title="{esc(url)}">{esc(shown)}</a>'


def _left_out(report: Report) -> str:
    groups = skipped_groups(report)
    cut = sum(prediction.truncated for prediction in report.predictions)
    note = f"<p>{plural(cut, 'judgement')} made on a sentence that was cut for the model.</p>" if cut else ""
    body = note + "".join(_group(group) for group in groups) or "<p>Nothing was left out.</p>"
    return f'<section id="left-out" aria-labelledby="h-left"><h2 id="h-left">Left out</h2>{body}</section>'


def _group(group: SkippedGroup) -> str:
    items = "".join(f"<li>{esc(_short(item.text))}</li>" for item in group.items)
    return (
        f'<details class="skipped"><summary>{esc(group.reason)} <span class="count">'
        f"{plural(len(group.items), group.kind)}</span></summary><ul>{items}</ul></details>"
    )


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _MAX_EXAMPLE else flat[: _MAX_EXAMPLE - 1].rstrip() + "…"


def _model(report: Report) -> str:
    model = report.model
    rows = (
        ("Model", f"{model.name} {model.version}"),
        ("Encoder", model.encoder),
        ("Weights (sha256)", model.sha256),
        ("Labels", ", ".join(model.labels)),
        ("Document", report.document.id),
        ("Report schema", SCHEMA_VERSION),
    )
    listed = "".join(f"<div><dt>{name}</dt><dd>{esc(value)}</dd></div>" for name, value in rows)
    return (
        '<section id="model" aria-labelledby="h-model"><h2 id="h-model">How this was made</h2>'
        "<p>A model read each sentence and gave every ordered pair of actors a label from hostile to supportive, with "
        "probabilities. A pair’s score is the mean over the lines that take a position, with a 95% bootstrap interval; "
        "neutral lines are counted beside it. Read the lines before you rely on a score.</p>"
        f"<dl>{listed}</dl></section>"
    )
