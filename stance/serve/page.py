"""The page that the service shows: one file that asks nobody but the service."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from importlib.resources import files
from string import Template

from stance.analyzer import StanceAnalyzer
from stance.report.html_parts import asset, esc
from stance.serve.settings import Settings

# The report's bars carry their widths as style attributes; else only what stands in the page itself may style or run.
_POLICY = (
    "default-src 'none'; script-src 'sha256-{script}'; style-src-elem 'sha256-{style}'; "
    "style-src-attr 'unsafe-inline'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


@dataclass(frozen=True, slots=True)
class Page:
    """The page, and the content security policy that goes with it."""

    html: str
    policy: str

    @classmethod
    def of(cls, analyzer: StanceAnalyzer, settings: Settings) -> Page:
        """The page for a model: its labels and limits stand in it."""
        style = asset("base.css") + asset("report.css") + _asset("page.css")
        script = asset("report.js") + _asset("page.js")
        setup = {
            "labels": analyzer.scheme.names,
            "context": analyzer.classifier.encoder.settings.context,
            "article": settings.limits.article,
            "keyed": settings.key is not None,
        }
        html = Template(_asset("page.html")).substitute(
            css=style, js=script, setup=_in_script(json.dumps(setup)), model=esc(_said(analyzer))
        )
        return cls(html=html, policy=_POLICY.format(script=_sha256(script), style=_sha256(style)))


def _said(analyzer: StanceAnalyzer) -> str:
    return f"{analyzer.model.name} {analyzer.model.version}"


def _in_script(text: str) -> str:
    """JSON that cannot end the element it stands in."""
    return text.replace("<", "\\u003c")


def _sha256(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _asset(name: str) -> str:
    return files("stance.serve").joinpath("assets", name).read_text(encoding="utf-8")
