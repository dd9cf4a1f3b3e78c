"""A headless browser, for tests that see a page as its user does."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

CHROMIUM = next((found for name in ("chromium", "google-chrome") if (found := shutil.which(name))), None)
DRIVER = shutil.which("chromedriver")
FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--force-prefers-reduced-motion")

# What a click on a button saves, in place of the file that it would write.
_SAVED = """
const [button, done] = arguments, make = URL.createObjectURL;
URL.createObjectURL = (blob) => { URL.createObjectURL = make; blob.text().then(done); return make.call(URL, blob); };
button.click();
"""


@contextmanager
def chromium() -> Iterator[webdriver.Chrome]:
    """A browser with a profile of its own, and its console kept for reading."""
    with tempfile.TemporaryDirectory(prefix="stance-browser-") as profile:
        options = webdriver.ChromeOptions()
        options.binary_location = CHROMIUM or ""
        for flag in (*FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        opened = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
        opened.set_script_timeout(120)
        try:
            yield opened
        finally:
            opened.quit()


def saved_report(browser: webdriver.Chrome, address: str, text: str) -> Any:
    """The report that the page saves as JSON after reading the text."""
    browser.get(address)
    browser.execute_script("document.querySelector('#text').value = arguments[0]", text)
    browser.find_element(By.ID, "go").click()
    buttons = WebDriverWait(browser, 120).until(lambda page: page.find_elements(By.CSS_SELECTOR, ".save button"))
    (button,) = (one for one in buttons if "JSON" in one.text)
    return json.loads(browser.execute_async_script(_SAVED, button))
