"""`demo --keep`: after a restart the chats are there, with their pictures, and their cards can be pressed."""

import tempfile

from driver import Browser, Demo, wait_for
from lamp import LAMP, lit
from page import GRID, LI, WORKER, Page


def run(gridbell, pictures):
    with tempfile.TemporaryDirectory() as folder, Browser(1366, 860) as browser:
        options = ("--limits", "off", "--keep", folder)
        with Demo(gridbell, *options) as demo:
            page = Page(browser, demo.url)
            page.chat(GRID)
            page.be(LI)
            page.writes(LAMP)
            page.bubble("还没有人接")
            page.sends_picture(lit(pictures / "keep.png"), "就是这盏")
        with Demo(gridbell, *options) as demo:
            page = Page(browser, demo.url)
            page.bubble("就是这盏")
            shown = "return [...document.querySelectorAll('.photo img')].some((one) => one.complete && one.naturalWidth === 320)"
            wait_for("the picture", lambda: browser.js(shown))
            page.be(WORKER)
            page.taps("#1 照明", "我来")
            page.bubble("李建国 接了")
            # The address of the first run leads nowhere now, which the browser may have said.
            browser.picture(pictures / "keep.png")
    return "the chat, its picture and its card were there after a restart"
