"""The playground in a browser: one visit, from the first decision to a link."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from support.site import SITE, only_with_browser, only_with_site, visiting

if TYPE_CHECKING:
    from playwright.sync_api import Page

LONG = 180_000  # ms, for a machine that does much else

only_with_playground = pytest.mark.skipif(
    not (SITE / "playground").exists() and not os.environ.get("CI"),
    reason="the site has no playground: npm or an index was not reached when it was built",
)


def outcome(page: Page, expected: str) -> None:
    """Wait until an outcome is shown, and no text is wrong."""
    page.wait_for_selector(f"#pg-answer:not(.pg-old)[data-outcome={expected}]", timeout=LONG)
    assert page.query_selector("#pg-problems li") is None


def edit(page: Page, name: str, before: str, after: str) -> None:
    """Change what stands in a text, as somebody who types."""
    field = page.locator(f"#pg-{name}")
    text = field.input_value()
    assert before in text
    field.fill(text.replace(before, after, 1))


@pytest.mark.slow
@only_with_site
@only_with_browser
@only_with_playground
def test_a_visit_from_the_first_decision_to_a_link() -> None:
    assert (SITE / "playground").exists(), "npm or an index was not reached when the site was built"
    with (
        visiting() as visit,
        visit.page("playground/index.html", viewport={"width": 390, "height": 800}) as page,
    ):
        outcome(page, "rework")
        assert "9 major (7 allowed)" in page.inner_text("#pg-answer")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390

        # An edited lot is decided anew; what is missing is asked for.
        edit(page, "lot", '"units": 9', '"units": 0')
        page.wait_for_function(
            "!document.getElementById('pg-answer').innerText.includes('9 major')"
        )
        page.fill("#pg-lot", "lot: {id: PO-1}")
        outcome(page, "hold")
        assert "To be told" in page.inner_text("#pg-answer")

        # A broken rule shows its message and line, and leads there.
        page.focus("#pg-tab-lot")
        page.keyboard.press("ArrowRight")
        assert page.locator("#pg-policy").is_visible()
        edit(page, "policy", "lot.category ==", "lot.categry ==")
        problem = page.wait_for_selector("#pg-problems li", timeout=LONG)
        assert problem is not None
        assert "lot.categry is not known" in problem.inner_text()
        assert "did you mean lot.category?" in problem.inner_text()
        page.click("#pg-problems button:has-text('policy, line 16')")
        chosen = "(field => field.value.slice(field.selectionStart, field.selectionEnd))"
        line = page.evaluate(f"{chosen}(document.activeElement)")
        assert line.strip().startswith("when: lot.categry")
        edit(page, "policy", "lot.categry", "lot.category")
        outcome(page, "hold")

        # Cases are run, and what they show is told.
        page.focus("#pg-tab-policy")
        page.keyboard.press("ArrowRight")
        page.wait_for_selector("#pg-answer:not(.pg-old) >> text=2 of 2 cases passed", timeout=LONG)
        page.focus("#pg-tab-cases")
        page.keyboard.press("ArrowRight")
        outcome(page, "hold")

        # A link holds what was edited, and names what is an example.
        page.click("#pg-link")
        page.wait_for_function("location.hash.includes('lot=')")
        link = page.evaluate("location.hash")
        assert "policy=a%20customer" in link
        page.select_option("#pg-examples-lot", "toy-wheels")
        outcome(page, "rework")
        page.evaluate("link => { location.hash = link }", link)
        outcome(page, "hold")
        assert page.input_value("#pg-lot") == "lot: {id: PO-1}"

        # One that holds nothing is said to.
        page.evaluate("location.hash = 'lot=~!!'")
        page.wait_for_selector("text=the link holds no lot that can be read", timeout=LONG)
        assert visit.refused == []
        assert visit.errors == []
