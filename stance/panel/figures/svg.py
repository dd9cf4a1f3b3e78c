"""Points of a drawing that a reader can reach: each becomes a button of the page, by pointer, finger and key."""

from __future__ import annotations

import re
from xml.etree import ElementTree
from xml.sax.saxutils import escape

SVG = "http://www.w3.org/2000/svg"
_KEY = re.compile(r"^⟦(\d+)⟧ ")


def keyed(id: int, text: str) -> str:
    """A mark's description that says which point it is."""
    return f"⟦{id}⟧ {text}"


def reachable(svg: str, *, name: str, described_by: str) -> str:
    """The drawing for a page: points are buttons with ``data-point``; the rest, told in the page's text, is silent."""
    ElementTree.register_namespace("", SVG)
    root = ElementTree.fromstring(svg)
    for element in root.iter():
        label = element.get("aria-label") or ""
        key = _KEY.match(label)
        for attribute in ("role", "aria-roledescription", "aria-label", "aria-hidden"):
            element.attrib.pop(attribute, None)
        if key:
            _make_button(element, key[1], label[key.end() :])
    root.set("role", "group")
    root.set("aria-label", name)
    root.set("aria-describedby", described_by)
    return ElementTree.tostring(root, encoding="unicode")


def _make_button(element: ElementTree.Element, point: str, label: str) -> None:
    element.set("data-point", point)
    element.set("role", "button")
    element.set("tabindex", "-1")
    element.set("aria-pressed", "false")
    element.set("aria-label", label)


def as_file(svg: str, *, title: str, description: str) -> str:
    """The drawing as a file of its own: with its title and content in words, and without the numbers of points."""
    start = svg.index(">", svg.index("<svg")) + 1
    told = f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
    return svg[:start] + told + re.sub(r'aria-label="⟦\d+⟧ ', 'aria-label="', svg[start:])
