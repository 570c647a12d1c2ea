"""A real headless Chromium for the tests of the review page."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
SHOTS = Path(__file__).parents[1] / "ci-output"


@contextmanager
def chromium(profile: Path, size: tuple[int, int] = (1280, 860)) -> Iterator[webdriver.Chrome]:
    """A browser with a fresh profile; skips without one, but never in CI."""
    browser, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not (browser and driver):
        if os.environ.get("CI") == "true":
            pytest.fail("CI needs chromium and chromedriver; see .ci/run")
        pytest.skip("needs chromium and chromedriver")
    options = webdriver.ChromeOptions()
    options.binary_location = browser
    for flag in (*FLAGS, f"--user-data-dir={profile}", "--window-size={},{}".format(*size)):
        options.add_argument(flag)
    options.add_experimental_option("prefs", {"download.default_directory": str(profile / "got")})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    started = webdriver.Chrome(options=options, service=Service(driver))
    try:
        yield started
    finally:
        started.quit()


class Page:
    """The review page as a person uses it."""

    def __init__(self, driver: webdriver.Chrome, url: str) -> None:
        self.driver = driver
        driver.get(url)
        self.wait(lambda: driver.find_elements(By.CSS_SELECTOR, "body[data-ready]"))

    def wait(self, condition: Callable[[], object], seconds: float = 10) -> None:
        WebDriverWait(self.driver, seconds, 0.02).until(lambda _: condition())

    def find(self, selector: str):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector: str):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def text(self, selector: str) -> str:
        return self.find(selector).get_attribute("textContent")

    def press(self, *keys: str) -> None:
        """Keys for whatever has the focus."""
        webdriver.ActionChains(self.driver).send_keys(*keys).perform()

    def decided(self, count: int) -> None:
        """Wait until so many changes are decided."""
        self.wait(lambda: self.text("#tally").startswith(f"{count} of "))

    def shot(self, name: str) -> None:
        """Keep a picture for people to look at."""
        SHOTS.mkdir(exist_ok=True)
        self.driver.save_screenshot(str(SHOTS / f"{name}.png"))

    def complaints(self) -> list[str]:
        """What the browser's console says: errors, and what the policy kept from running."""
        return [entry["message"] for entry in self.driver.get_log("browser")]
