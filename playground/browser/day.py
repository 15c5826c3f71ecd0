"""The played day, from its first step to its last, hurried; on the way it is stopped, stepped and taken over by hand."""

from driver import Browser, Demo, Failed, wait_for
from page import Page


def run(gridbell, pictures):
    with Demo(gridbell, "--limits", "off") as demo, Browser(390, 844, phone=True, scale=2) as browser:
        page = Page(browser, demo.url)
        mode = lambda: browser.js("return document.body.dataset.day")  # noqa: E731
        words = lambda: browser.js("return document.getElementById('day-now').textContent")  # noqa: E731
        page.press("#day-begin")
        wait_for("the first step", words)
        page.press("#day-pause")
        first = words()
        wait_for("the pause", lambda: mode() == "paused")
        page.press("#day-pause")
        wait_for("the play", lambda: mode() == "running")
        page.press("#back")  # somebody takes over, so it waits for them
        wait_for("the pause for whoever takes over", lambda: mode() == "paused")
        if "换你来了" not in browser.js("return document.getElementById('day-more').textContent"):
            raise Failed("nobody is told that it is their turn")
        seen = [first]
        while mode() != "over":
            number = len(seen)
            page.press("#day-next")
            browser.js("document.getElementById('day-next').click()")  # hurries it to its end, unless it is there
            wait_for("the end of a step", lambda: mode() in ("paused", "over"), 90)
            more = browser.js("return document.getElementById('day-more').textContent")
            if "已经有人" in more:
                raise Failed(f"a step found nothing to do: {words()}")
            browser.picture(pictures / f"day-{number:02}.png")
            seen.append(words())
        if len(set(seen)) < 13:
            raise Failed(f"only these steps were seen: {seen}")
        cards = browser.js("return document.getElementById('messages').textContent")
        if "合在一起办" not in cards:
            raise Failed("the lamp that was reported twice did not become one")
        page.press("#day-stored")
        wait_for("the cases in the panel", lambda: browser.js("return document.querySelectorAll('.stored-case:not(.stored-rest)').length") == 5)
        kept = browser.js("return document.getElementById('stored').textContent")
        for talk in ("晒被子", "lovely weather", "饺子", "灯坏了", "黑漆漆", "收音机", "煤气味"):
            if talk in kept:
                raise Failed(f"the panel shows {talk}")
        if "群里闲聊 3 句" not in kept:
            raise Failed(f"the panel does not count the talk: {kept}")
        browser.picture(pictures / "day-99-stored.png")
        page.press("#stored-close")
        page.press("#day-stop")
        wait_for("the bar to go", lambda: browser.find("#day[hidden]"))
        page.quiet()
    return f"{len(set(seen))} steps, stopped, taken over, each stepped by hand; the panel shows 5 cases and nothing that was said"
