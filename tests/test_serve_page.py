"""The page of the service in a browser: at two widths, by keyboard alone, under an accessibility check."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="needs the extra serve")
pytest.importorskip("selenium")

from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from stance.examples import read_examples
from stance.serve.settings import Settings
from tests.browser_world import CHROMIUM, DRIVER, chromium
from tests.serve_world import KEY, axe, served

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="no chromium with its chromedriver is installed"),
]
WIDTHS = {"desktop": (1280, 900), "phone": (390, 844)}
ARTICLE = """Ferry Pact Signed

Kazakhstan and Azerbaijan signed a pact on ferries. Azerbaijan praised Kazakhstan as a reliable partner.

🚢 Russia condemned Azerbaijan for the pact. Kazakhstan thanked China for the ships."""
HOSTILE = 'Kazakhstan <img src=x onerror=alert(1)> condemned Russia "><script>alert(2)</script> on Monday.'


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served() as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[webdriver.Chrome]:
    with chromium() as found:
        yield found


@pytest.fixture(params=list(WIDTHS))
def page(request: pytest.FixtureRequest, browser: webdriver.Chrome, address: str) -> Iterator[Page]:
    yield from opened(browser, address, width=request.param)


@pytest.fixture
def desktop(browser: webdriver.Chrome, address: str) -> Iterator[Page]:
    yield from opened(browser, address, width="desktop")


def opened(browser: webdriver.Chrome, address: str, *, width: str) -> Iterator[Page]:
    """A page without corrections; at its end it must have made no error and asked nobody else."""
    size = dict(zip(("width", "height"), WIDTHS[width], strict=True))
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {**size, "deviceScaleFactor": 1, "mobile": width == "phone"}
    )
    browser.get(address)
    browser.execute_script("localStorage.clear(); sessionStorage.clear()")
    browser.get(address)
    page = Page(browser)
    yield page
    logged = [line for line in browser.get_log("browser") if "status of 4" not in line["message"]]  # type: ignore[no-untyped-call]
    assert not logged
    asked = browser.execute_script("return performance.getEntriesByType('resource').map((e) => e.name)")
    assert all(name.startswith(address) for name in asked)
    assert browser.execute_script("return document.documentElement.scrollWidth <= innerWidth"), "nothing is cut off"


class Page:
    """What a user does, by keyboard unless said otherwise."""

    def __init__(self, browser: webdriver.Chrome) -> None:
        self.browser = browser

    def one(self, selector: str) -> Any:
        return self.browser.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector: str) -> list[Any]:
        return self.browser.find_elements(By.CSS_SELECTOR, selector)

    def text(self, selector: str) -> str:
        return str(self.one(selector).get_property("textContent"))

    def press(self, *keys: str) -> None:
        ActionChains(self.browser).send_keys(*keys).perform()

    def tab_to(self, selector: str) -> Any:
        """Press Tab until an element is focused that the selector matches; it has to be visible."""
        for _ in range(120):
            self.press(Keys.TAB)
            focused = self.browser.switch_to.active_element
            if self.browser.execute_script("return arguments[0].matches(arguments[1])", focused, selector):
                assert focused.is_displayed()
                return focused
        raise AssertionError(f"the Tab key never comes to {selector}")

    def until(self, true: Callable[[], object]) -> None:
        WebDriverWait(self.browser, 60, poll_frequency=0.05).until(lambda _: true())

    def read(self, text: str) -> None:
        """Put a text into the field, by script, and read it."""
        self.browser.execute_script("document.querySelector('#text').value = arguments[0]", text)
        self.one("#text").send_keys(Keys.CONTROL, Keys.ENTER)
        self.until(lambda: " sentences, " in self.text("#status"))

    def choose(self, pair: str) -> None:
        """Press the cell of the matrix that speaks of the pair."""
        self.one(f".cell[aria-label^='{pair}']").send_keys(Keys.ENTER)

    def code(self, key: str, *, sentence: int) -> None:
        """Open the sentence's card, and choose the label that begins with the key for the first pair in it."""
        self.one(f"#s{sentence}").send_keys(Keys.ENTER)
        self.tab_to("#card .judgement select")
        self.press(key)
        self.press(Keys.ESCAPE)

    def faults(self) -> list[str]:
        """What the accessibility check finds."""
        script = axe()
        if script is None:
            pytest.skip("needs the package axe-core-python")
        self.browser.execute_script(script.read_text(encoding="utf-8"))
        time.sleep(0.3)  # until nothing moves or fades any more
        found = self.browser.execute_async_script("axe.run(document).then(arguments[0])")
        return [f"{v['id']}: {[node['html'][:120] for node in v['nodes']]}" for v in found["violations"]]


def test_an_article_is_read_followed_and_corrected_by_keyboard_alone(page: Page) -> None:
    page.press(Keys.TAB)
    page.press(Keys.ENTER)  # the link that skips to the field
    if page.browser.switch_to.active_element.get_attribute("id") != "text":
        page.tab_to("#text")
    page.press("Azerbaijan praised Kazakhstan. Russia condemned Azerbaijan.")
    page.tab_to("#go")
    page.press(Keys.ENTER)
    page.until(lambda: " sentences, " in page.text("#status"))
    assert page.browser.switch_to.active_element.get_attribute("class") == "title"
    page.tab_to(".cell[aria-label^='Azerbaijan toward Kazakhstan']")
    page.press(Keys.ENTER)
    assert page.all("#both h3")[0].text == "Azerbaijan → Kazakhstan"
    page.tab_to(".s.judged:not(.off)")
    page.press(Keys.ENTER)
    page.tab_to("#card select")
    page.press("d")
    assert page.text("#status") == "Kept: Azerbaijan → Kazakhstan, distancing."
    page.press(Keys.ESCAPE)
    assert not page.one("#card").is_displayed()
    assert page.browser.switch_to.active_element.get_attribute("id") == "s0"
    page.tab_to("#kept button")
    page.press(Keys.ENTER)
    assert not page.one("#corrections").is_displayed()


def test_every_state_of_the_page_passes_the_accessibility_check(page: Page) -> None:
    found = {"empty": page.faults()}
    page.press(Keys.TAB)
    page.one("#more summary").send_keys(Keys.ENTER)
    page.one("#go").send_keys(Keys.ENTER)
    found["told"] = page.faults()
    page.read(ARTICLE)
    found["report"] = page.faults()
    page.choose("Azerbaijan toward Kazakhstan")
    found["both"] = page.faults()
    page.code("h", sentence=2)
    page.one("#s2").send_keys(Keys.ENTER)
    for scheme in ("light", "dark"):
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        page.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
        found[scheme] = page.faults()
    page.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    assert not any(found.values()), found


def test_both_directions_stand_side_by_side_or_on_a_phone_one_below_the_other(page: Page) -> None:
    page.read(ARTICLE)
    page.choose("Azerbaijan toward Kazakhstan")
    left, right = page.all("#both .way")
    assert [way.find_element(By.TAG_NAME, "h3").text for way in (left, right)] == [
        "Azerbaijan → Kazakhstan",
        "Kazakhstan → Azerbaijan",
    ]
    assert len(left.find_elements(By.CSS_SELECTOR, ".bars li")) == 5
    beside = page.browser.execute_script("return innerWidth > 640")
    assert (left.rect["y"] == right.rect["y"]) is beside
    page.choose("Azerbaijan toward Kazakhstan")
    assert not page.one("#both").is_displayed()


def test_corrections_are_kept_and_written_as_training_data(desktop: Page, tmp_path: Path) -> None:
    page = desktop
    page.read(ARTICLE)
    page.code("s", sentence=3)
    page.code("n", sentence=1)
    page.browser.refresh()
    assert len(page.all("#kept li")) == 2
    page.browser.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)})
    page.one("#download").click()
    written = tmp_path / "stance-corrections.jsonl"
    page.until(written.exists)
    first, second = read_examples(written)
    assert (first.labels, second.labels) == ({"supportive"}, {"neutral"})
    assert first.text == "🚢 Russia condemned Azerbaijan for the pact."
    names = {first.text[span.start : span.end] for span in (*first.source_spans, *first.target_spans)}
    assert names == {"Russia", "Azerbaijan"}
    assert first.context[-1] == "Azerbaijan praised Kazakhstan as a reliable partner."
    assert first.group == second.group != ""
    assert {"predicted", "model"} <= json.loads(written.read_text(encoding="utf-8").splitlines()[0]).keys()


def test_a_choice_is_shown_again_and_can_be_taken_back(desktop: Page) -> None:
    page = desktop
    page.read(ARTICLE)
    page.code("s", sentence=3)
    assert "fixed" in page.one("#s3").get_attribute("class")
    page.one("#s3").send_keys(Keys.ENTER)
    assert page.all("#card select")[0].get_property("value") == "supportive"
    page.tab_to("#card .judgement select")
    page.press(Keys.HOME)
    assert not page.all("#kept li")
    assert "fixed" not in page.one("#s3").get_attribute("class")


def test_text_from_outside_stays_text(desktop: Page) -> None:
    page = desktop
    page.one("#more summary").click()
    page.one("#title").send_keys(HOSTILE)
    page.one("#format").send_keys("plain")
    page.read(HOSTILE)
    page.choose("Kazakhstan toward Russia")
    page.code("h", sentence=0)
    assert HOSTILE in page.text("#article")
    assert page.text(".title") == HOSTILE
    assert HOSTILE in page.text("#kept")
    assert not page.all("img, #result script, #kept script, #overlay script")


def test_files_are_opened_or_dropped(desktop: Page, tmp_path: Path) -> None:
    page = desktop
    record = tmp_path / "wire.json"
    record.write_text(json.dumps({"headline": "Wire", "body": ARTICLE}), encoding="utf-8")
    page.one("#file").send_keys(str(record))
    page.until(lambda: "wire.json opened" in page.text("#status"))
    page.one("#go").click()
    page.until(lambda: " sentences, " in page.text("#status"))
    assert page.text(".title") == "Wire"
    drop = """
        const carried = new DataTransfer();
        for (const [name, content] of arguments[0]) carried.items.add(new File([content], name));
        for (const type of ["dragenter", "dragover", "drop"])
          document.body.dispatchEvent(new DragEvent(type, { dataTransfer: carried, bubbles: true, cancelable: true }));
    """
    page.browser.execute_script(drop, [["note.md", "# A **note**"]])
    page.until(lambda: "note.md opened" in page.text("#status"))
    assert page.one("#text").get_property("value") == "# A **note**"
    assert page.one("#format").get_property("value") == "md"
    page.browser.execute_script(drop, [["a.pdf", "%PDF"]])
    page.until(lambda: "a.pdf: expected" in page.text("#problem"))
    page.browser.execute_script(drop, [["a.txt", "a"], ["b.txt", "b"]])
    page.until(lambda: "found 2 files" in page.text("#problem"))


def test_problems_are_told_and_the_field_is_focused(desktop: Page) -> None:
    page = desktop
    page.one("#go").click()
    assert "no text yet" in page.text("#problem")
    page.one("#more summary").click()
    page.one("#date").send_keys("soon")
    page.one("#text").send_keys("Russia.", Keys.CONTROL, Keys.ENTER)
    page.until(lambda: "not a date: 'soon'" in page.text("#problem"))
    assert page.browser.switch_to.active_element.get_attribute("id") == "text"
    page.one("#date").clear()
    page.one("#text").send_keys(Keys.CONTROL, Keys.ENTER)
    page.until(lambda: " sentences, " in page.text("#status"))
    assert "No pairs found" in page.text("#result")
    assert page.text("#problem") == ""


def test_the_key_is_asked_for_where_there_is_one(browser: webdriver.Chrome) -> None:
    with served(Settings(port=0, key=KEY)) as address:
        for page in opened(browser, address, width="desktop"):
            page.one("#text").send_keys("Russia thanked China.", Keys.CONTROL, Keys.ENTER)
            page.until(lambda page=page: "API key" in page.text("#problem"))
            assert page.browser.switch_to.active_element.get_attribute("id") == "key"
            page.press(KEY)
            page.press(Keys.ENTER)
            page.until(lambda page=page: " sentences, " in page.text("#status"))
