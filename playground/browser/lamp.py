"""A lamp from the report to the digest, all of it with the mouse and the keyboard."""

import struct
import zlib

from driver import Browser, Demo, wait_for
from page import GRID, LI, SECRETARY, STAFF, WORKER, EMILY, Page

CHOICE = "return [...document.querySelectorAll('.poll .choice')].findLast((one) => one.textContent.trim() === arguments[0]) ?? null"
LAMP = "3号楼2单元楼道灯坏了"


def lit(path):
    """Writes a small picture of something bright."""
    width, height = 320, 240
    rows = b"".join(
        b"\0" + bytes(v for x in range(width) for v in (255, 240 - abs(x - 160) // 2, 200 - abs(y - 90))) for y in range(height)
    )
    chunk = lambda name, data: struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))  # noqa: E731
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
    return str(path)


def run(gridbell, pictures):
    photo = lit(pictures / "lit.png")
    with Demo(gridbell, "--limits", "off") as demo, Browser(1366, 860) as browser:
        page = Page(browser, demo.url)
        browser.picture(pictures / "lamp-0-begin.png")
        page.chat(GRID)
        page.be(LI)
        page.writes(LAMP)
        page.bubble("还没有人接")
        browser.picture(pictures / "lamp-1-reported.png")

        page.be(WORKER)
        page.taps("#1 照明", "我来")
        page.bubble("李建国 接了")
        page.sends_picture(photo, "办结 1 换了新灯泡")
        page.bubble("办好后的照片")
        page.bubble("说办好了")
        browser.picture(pictures / "lamp-2-done.png")

        page.be(LI)
        page.taps("#1 照明", "好了")
        page.bubble("反映的邻居也确认了")
        browser.picture(pictures / "lamp-3-confirmed.png")

        page.be(SECRETARY)
        page.writes("/poll 要不要换声控灯 | 要 | 先不换 | until 明晚8点")
        page.bubble("预览发到你的私聊里了")
        page.chat(SECRETARY)
        page.taps("投票预览", "发布")
        page.bubble("发出去了")
        page.chat(GRID)
        for who, choice in [(LI, "要"), (WORKER, "要"), (EMILY, "先不换")]:
            page.be(who)
            page.click(f"the choice {choice}", lambda: browser.js(CHOICE, choice))
            wait_for("the bars", lambda: browser.find(".poll .results"))
        wait_for("three voters", lambda: browser.js("return document.querySelector('.poll-total').textContent.includes('3')"))
        browser.picture(pictures / "lamp-4-poll.png")

        # What is due next is named, and one press goes there.
        wait_for("the digest as what is next", lambda: "18:00" in browser.js("return document.getElementById('due').textContent"))
        page.press(".due-next")
        page.bubble("今天的网格")
        wait_for("the clock", lambda: "18:0" in browser.js("return document.getElementById('now').textContent"))
        browser.picture(pictures / "lamp-5-digest.png")
        page.press(".due-more")
        page.press('.menu [role="menuitem"]')
        page.chat(STAFF)
        page.bubble("各网格今天")

        page.press("#stored-open")
        wait_for("the case in the panel", lambda: browser.find(".stored-case:not(.stored-rest)"))
        said = browser.js("return document.getElementById('stored').textContent")
        if LAMP in said or "#1" not in said or "李建国" not in said:
            raise AssertionError(f"the panel says: {said}")
        browser.picture(pictures / "lamp-6-stored.png")
        page.quiet()
    return "reported, claimed, finished with a photo, confirmed; a poll; the digest; nothing in the console"
