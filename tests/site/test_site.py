"""The built site in a browser: nothing is asked for elsewhere, and search and API pages work."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

import pytest
from website.api import LIST, packages, page_of
from website.check import Page

from support.checkout import ROOT
from support.site import SITE, Visit, only_with_browser, only_with_site, visiting

pytestmark = [pytest.mark.slow, only_with_site]

PUBLIC = packages((ROOT / LIST).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def visit() -> Iterator[Visit]:
    """Visit the site with one browser for all tests."""
    with visiting() as opened:
        yield opened


@pytest.mark.parametrize("package", PUBLIC)
def test_every_public_name_has_its_place_on_the_page_of_its_package(package: str) -> None:
    anchors = Page(SITE / page_of(package).with_suffix(".html")).anchors
    names = [f"{package}.{name}" for name in import_module(package).__all__]
    assert [name for name in names if name not in anchors] == []


@only_with_browser
def test_pages_open_in_light_and_dark_and_ask_for_nothing_elsewhere(visit: Visit) -> None:
    grounds = set()
    for scheme in ("light", "dark"):
        for path in ("index.html", "docs/reference/api/disposition.html"):
            with visit.page(path, color_scheme=scheme) as page:
                assert "disposition" in page.title()
                grounds.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert len(grounds) == 2
    assert visit.refused == []
    assert visit.errors == []


@only_with_browser
def test_a_page_is_no_wider_than_a_telephone(visit: Visit) -> None:
    with visit.page("docs/how-to/install.html", viewport={"width": 390, "height": 800}) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


@only_with_browser
def test_search_finds_a_page(visit: Visit) -> None:
    with visit.page("index.html") as page:
        page.wait_for_load_state()
        for _ in range(100):  # keys are listened to a while after the page is there
            page.keyboard.press("/")
            page.wait_for_timeout(200)
            if page.evaluate("document.activeElement !== document.body"):
                break
        page.keyboard.type("switching score", delay=10)
        page.wait_for_selector("a[href*='switching']:visible")
    assert visit.refused == []
    assert visit.errors == []
