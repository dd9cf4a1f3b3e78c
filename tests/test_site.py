"""The documentation as a site: it builds strictly, loads nothing from elsewhere, and is searched without a server."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import stance

pytest.importorskip("material", reason="needs the extra docs")

from training.site_hook import integrations, model_card

ROOT = Path(__file__).parents[1]
CHROMIUM = next((found for name in ("chromium", "google-chrome") if (found := shutil.which(name))), None)
DRIVER = shutil.which("chromedriver")
in_a_browser = pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="no chromium with its chromedriver is installed")
# What a browser fetches by itself; a link that a reader follows is none of these.
FETCHED = re.compile(r"""<(?:script|img|iframe|source)\b[^>]*\bsrc=["'](?:https?:)?//[^"']*["']""")
LINKED = re.compile(r"""<link\b[^>]*\brel=["'](?:stylesheet|preload|preconnect|icon)["'][^>]*//[^>]*>""")
IMPORTED = re.compile(r"""@import[^;]*//|url\(["']?(?:https?:)?//""")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site; any broken link or anchor, any page outside the navigation fails the build."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.slow
def test_every_page_is_built_and_fetches_nothing_from_elsewhere(site: Path) -> None:
    pages = {page.name: page.read_text(encoding="utf-8") for page in site.glob("*.html")}
    assert {path.with_suffix(".html").name for path in (ROOT / "docs").glob("*.md")} < set(pages)
    assert not {name: found for name, text in pages.items() if (found := FETCHED.findall(text) + LINKED.findall(text))}
    styles = [path for path in site.rglob("*.css") if IMPORTED.search(path.read_text(encoding="utf-8"))]
    assert not styles


@pytest.mark.slow
def test_the_reference_shows_signatures_and_docstrings(site: Path) -> None:
    page = (site / "api.html").read_text(encoding="utf-8")
    assert 'id="stance.StanceAnalyzer.analyze"' in page
    assert "adds AUTHOR → actor" in page  # from the docstring of analyze
    assert "macro-F1, five labels" in (site / "model-card.html").read_text(encoding="utf-8")


def test_every_public_name_stands_in_the_reference() -> None:
    page = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^::: stance\.(\w+)$", page, re.MULTILINE))
    assert listed == set(stance.__all__) - {"__version__"}


def test_the_model_card_loses_the_fields_for_hubs_and_nothing_else() -> None:
    card = (ROOT / "models" / "default" / "README.md").read_text(encoding="utf-8")
    assert card.startswith("---")
    assert model_card().lstrip().startswith("# stance")
    assert card.endswith(model_card())


def test_the_reference_of_integrations_names_each_public_module() -> None:
    names = {path.stem for path in (ROOT / "stance" / "integrations").glob("*.py") if path.stem[0] != "_"}
    assert set(re.findall(r"^::: stance\.integrations\.(\w+)$", integrations(), re.MULTILINE)) == names


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM or ""
    profile = f"--user-data-dir={tmp_path_factory.mktemp('profile')}"
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", profile):
        options.add_argument(flag)
    opened = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    opened.set_script_timeout(60)
    yield opened
    opened.quit()


def at(browser, path: Path, *, width: int) -> None:
    size = {"width": width, "height": 844, "deviceScaleFactor": 1, "mobile": width < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.get(path.as_uri())


@pytest.mark.slow
@pytest.mark.browser
@in_a_browser
@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_moves_sideways_or_asks_anybody(site: Path, browser, width: int) -> None:
    wide, asked = [], set()
    for page in sorted(site.glob("*.html")):
        if page.name == "404.html":  # its addresses are absolute: a server shows it wherever a page is missing
            continue
        at(browser, page, width=width)
        wide += [page.name] * browser.execute_script("return document.documentElement.scrollWidth > innerWidth")
        asked |= set(browser.execute_script("return performance.getEntriesByType('resource').map((e) => e.name)"))
    assert not wide
    assert not [name for name in asked if not name.startswith(("file:", "data:", "blob:"))]


@pytest.mark.slow
@pytest.mark.browser
@in_a_browser
def test_the_search_works_from_files_without_a_server(site: Path, browser) -> None:
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.ui import WebDriverWait

    at(browser, site / "index.html", width=1280)
    browser.find_element(By.CSS_SELECTOR, "input.md-search__input").send_keys("Krippendorff")
    results = WebDriverWait(browser, 20).until(
        lambda page: page.find_elements(By.CSS_SELECTOR, "a.md-search-result__link")
    )
    assert any("codebook.html" in link.get_attribute("href") for link in results)
