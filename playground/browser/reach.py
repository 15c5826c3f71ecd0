"""Accessibility by axe-core: the page in light and dark, wide and narrow, with what opens over it."""

import json

from driver import Browser, Demo, Failed, wait_for
from page import GRID, LI, SECRETARY, Page

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
RUN = """const done = arguments[arguments.length - 1];
axe.run(document, { resultTypes: ["violations"] }).then(
  ({ violations }) => done(violations.map((one) => ({ id: one.id, impact: one.impact, help: one.help,
    nodes: one.nodes.slice(0, 4).map((node) => node.html.slice(0, 160) + " :: " + (node.any[0]?.message ?? node.all[0]?.message ?? "")) }))),
  (error) => done([{ id: String(error), impact: "none", help: "", nodes: [] }]));"""


# What a chat may hold besides words.
THINGS = [
    {"photos": [PIXEL, PIXEL], "caption": "两张照片"}, {"voice": PIXEL}, {"document": {"name": "记录.txt", "size": 9}}, {"sticker": "🌹"}, {"dice": "🎲"},
    {"location": {"latitude": 34.2, "longitude": 108.9, "title": "东门"}}, {"contact": True},
    {"poll": {"question": "哪天？", "options": ["周六", "周日"], "several": True}}, {"text": "看 https://example.org 和 /help"},
]
MENU = """document.querySelector(".bubble").dispatchEvent(new MouseEvent("contextmenu", { bubbles: true, clientX: 80, clientY: 200 }))"""


def look(browser, axe, where, found):
    if not browser.js("return typeof axe === 'object'"):
        browser.js(axe)
    browser.js("document.getAnimations().forEach((one) => one.finish?.call && one.playState === 'running' && one.effect?.getTiming().iterations !== Infinity && one.finish())")
    for one in browser.later(RUN):
        found.append(f"{where}: {one['id']} ({one['impact']}): {one['help']}\n    " + "\n    ".join(one["nodes"]))


def run(gridbell, pictures, axe):
    axe, found = axe.read_text(), []
    with Demo(gridbell, "--limits", "off") as demo:
        demo.ask("play/say", {"as": LI, "chat": GRID, "text": "3号楼2单元楼道灯坏了"})
        demo.ask("play/say", {"as": LI, "chat": GRID, "text": "今天太阳真好，大家出来晒被子"})
        for what in THINGS:
            demo.ask("play/say", {"as": SECRETARY, "chat": GRID, **what})
        looked = 0
        for theme in ("light", "dark"):
            for name, width, height, phone in (("wide", 1366, 860, False), ("narrow", 390, 844, True)):
                with Browser(width, height, phone) as browser:
                    page = Page(browser, demo.url)
                    browser.js("localStorage.setItem('gridbell.theme', arguments[0]); localStorage.removeItem('gridbell.hint')", theme)
                    page = Page(browser, demo.url, f"/?{theme}")
                    states = [("begin", None), ("chat", lambda: page.chat(GRID))]
                    if name == "wide":
                        states.append(("due", lambda: page.press(".due-more")))
                        states.append(("stored", lambda: (browser.js("document.querySelector('.menu')?.remove()"), page.press("#stored-open"),
                                                          wait_for("a case", lambda: browser.find(".stored-case:not(.stored-rest)")))))
                        states.append(("day", lambda: (page.press("#day-begin"), page.press("#day-pause"))))
                    shut = lambda: browser.js("document.querySelector('.menu')?.remove(); document.getElementById('dialog').close()")  # noqa: E731
                    opens = lambda css: lambda: (shut(), page.press(css))  # noqa: E731
                    states += [(f"menu {css}", opens(css)) for css in ("#attach", "#emoji", "#about", "#find")]
                    states.append(("hits", lambda: (shut(), browser.type(browser.find("#search-text"), "灯"),
                                                    wait_for("hits", lambda: browser.find("#hits li")))))
                    states.append(("whom", lambda: (browser.js("document.getElementById('search-close').click()"),
                                                    browser.type(browser.find("#text"), "@"), wait_for("people", lambda: browser.find("#suggestions li")))))
                    states.append(("message", lambda: browser.js(MENU)))
                    states.append(("settings", opens("#settings")))
                    states.append(("huge", lambda: (browser.js("document.querySelectorAll('.segments')[2].querySelectorAll('input')[2].click()"), shut())))
                    states.append(("huge whom", lambda: (browser.js("document.getElementById('text').focus()"),
                                                         wait_for("people", lambda: browser.find("#suggestions li")))))
                    for state, reach in states:
                        if reach:
                            reach()
                        look(browser, axe, f"{theme} {name} {state}", found)
                        browser.picture(pictures / f"reach-{theme}-{name}-{state.replace('#', '').replace(' ', '-')}.png")
                        looked += 1
                    page.quiet()
    if found:
        raise Failed("axe-core found:\n" + "\n".join(found))
    return f"axe-core finds nothing in {looked} states of the page"


def version(package):
    return json.loads(package.read_text())["version"]
