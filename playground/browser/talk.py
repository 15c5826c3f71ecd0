"""All that people do in a chat, with the mouse and the keyboard, while a neighbour looks on from a phone."""

from driver import Browser, Demo, Failed, wait_for
from lamp import lit
from page import GRID, LI, SECRETARY, Page

ENTER, TAB, UP, ESCAPE = "\ue007", "\ue004", "\ue013", "\ue00c"
CHIEF = 302  # the chief of building 3, on her phone


class Talk(Page):
    """What goes beyond writing and pressing."""

    def text(self, css):
        return self.browser.js("return document.querySelector(arguments[0])?.innerText ?? ''", css)

    def count(self, css):
        return self.browser.js("return document.querySelectorAll(arguments[0]).length", css)

    def does(self, words, item):
        """Chooses from the menu of a message, with the keyboard."""
        bubble = "return [...document.querySelectorAll('.bubble')].findLast((one) => one.querySelector('.words')?.innerText.includes(arguments[0])) ?? null"
        self.browser.type(wait_for(words, lambda: self.browser.js(bubble, words)), ENTER)
        self.chooses(item)

    def chooses(self, item):
        """Presses what is called so in the menu or dialog that is open."""
        find = """return [...document.querySelectorAll(".menu button, dialog[open] button, dialog[open] label")]
          .find((one) => one.innerText.trim().includes(arguments[0]) || one.getAttribute("aria-label") === arguments[0]) ?? null"""
        self.click(item, lambda: self.browser.js(find, item))

    def types(self, keys):
        self.browser.type(self.browser.find("#text"), keys)

    def sees(self, what, css, words=""):
        wait_for(what, lambda: any(words in one for one in self.browser.js(
            "return [...document.querySelectorAll(arguments[0])].map((one) => one.innerText + ' ' + (one.getAttribute('aria-label') ?? ''))", css)))

    def again(self):
        self.browser.call("POST", "/refresh", {})
        wait_for("the page", lambda: self.browser.js('return performance.getEntriesByName("gridbell-ready").length > 0'))


def words(li, phone):
    li.chat(GRID)
    li.be(LI)
    li.writes("今天谁去买菜")
    li.does("谁去买菜", "回复")
    li.writes("我想要两根黄瓜")
    li.sees("the quote", ".quote", "谁去买菜")
    li.does("两根黄瓜", "回应 👍")
    li.sees("the reaction", ".pill", "👍")
    li.types(UP)
    li.types("和葱" + ENTER)
    li.sees("the edit", ".stamp", "已修改")
    phone.sees("the edit on the phone", ".bubble", "黄瓜和葱")
    li.types("@张" + TAB + "你去吗" + ENTER)
    li.sees("the mention", ".mention", "@张明")
    li.types("/re")
    li.sees("the bot's commands", "#suggestions li", "/report")
    li.types(ESCAPE)
    phone.sees("who is typing", "#chat-subtitle.typing", "李奶奶")
    li.again()
    if li.browser.js("return document.getElementById('text').value") != "/re":
        raise Failed("what was written is gone after a reload")
    li.types("\b\b\b")
    li.does("谁去买菜", "删除")
    li.chooses("删除")
    wait_for("the deletion", lambda: "今天谁去买菜" not in phone.browser.js("return [...document.querySelectorAll('.words')].map((one) => one.innerText)"))


def things(li, pictures):
    photo = lit(pictures / "talk.png")
    li.browser.type(li.browser.find("#files"), f"{photo}\n{photo}")
    wait_for("two pictures", lambda: li.count("#pictures img") == 2)
    li.writes("两张照片")
    li.sees("the album", ".photos.count-2 ~ .words", "两张照片")
    li.press("#record")
    wait_for("a second of sound", lambda: li.text("#record-time") >= "0:01")
    li.press("#record-send")
    li.sees("the voice message", ".voice")
    for item, css in [("位置", ".place"), ("掷骰子", ".sticker .value"), ("自己的名片", ".bubble a[href^='tel:']")]:
        li.press("#attach")
        li.chooses(item)
        if item == "位置":
            li.chooses("发送")
        li.sees(item, css)
    li.press("#emoji")
    li.chooses("贴纸 🌹")
    li.sees("the sticker", ".sticker", "🌹")
    li.press("#attach")
    li.chooses("投票")
    for place, text in enumerate(["周末大扫除在哪天？", "周六", "周日"]):
        field = li.browser.js("return document.querySelectorAll('dialog input[type=text]')[arguments[0]]", place)
        li.browser.type(field, text)
    li.chooses("可多选")
    li.chooses("发送")
    for choice in ("周六", "周日"):
        li.click(choice, lambda: li.browser.js("return [...document.querySelectorAll('.choice')].findLast((one) => one.innerText.trim() === arguments[0]) ?? null", choice))
    li.press(".vote")
    wait_for("both bars", lambda: li.count(".result .own") == 2)
    li.browser.picture(pictures / "talk-things.png")


def around(li, phone, pictures):
    li.does("两张照片", "转发")
    li.chooses("Gridbell")
    li.sees("that it was forwarded", "#toast", "已转发")
    li.press("#find")
    li.browser.type(li.browser.find("#search-text"), "黄瓜")
    li.sees("the hit", "#hits mark", "黄瓜")
    li.browser.type(li.browser.find("#search-text"), ENTER)
    li.sees("which hit it is", "#search-count", "1 / 1")
    li.browser.type(li.browser.find("#search-text"), ESCAPE)
    li.be(SECRETARY)
    li.does("两张照片", "置顶")
    phone.sees("what is pinned", "#pinned", "两张照片")

    phone.press("#back")
    unread = f'#groups li[data-id="{GRID}"] .badge'
    li.writes("通知：周三停水")
    li.types("@孙" + TAB + "请转告" + ENTER)
    phone.sees("unread messages", unread, "@ 2")
    phone.again()
    phone.sees("the same after a reload", unread, "@ 2")
    phone.press(f'#groups li[data-id="{GRID}"] button')
    phone.sees("where the unread begin", ".fresh")
    phone.browser.picture(pictures / "talk-phone.png")

    li.press("#about")
    li.chooses("开启话题")
    li.press("#topics [aria-label='新话题']")
    li.browser.type(wait_for("the field", lambda: li.browser.find("dialog input[type=text]")), "团购" + ENTER)
    li.sees("the topic", "#topics [aria-pressed=true]", "团购")
    li.writes("土豆五斤一袋")
    wait_for("only the topic", lambda: "黄瓜" not in li.text("#messages") and "土豆" in li.text("#messages"))
    phone.sees("which topic it is", ".topic", "团购")


def look(li, pictures):
    li.press("#settings")
    for item in ("深色", "特大", "繁體中文"):
        li.chooses(item)
    li.again()
    root = li.browser.js("const root = document.documentElement; return [root.lang, root.dataset.theme, root.dataset.size]")
    if root != ["zh-TW", "dark", "huge"]:
        raise Failed(f"language, appearance and size are {root} after a reload")
    li.browser.picture(pictures / "talk-large.png")


def run(gridbell, pictures):
    with Demo(gridbell, "--limits", "off") as demo, Browser(1366, 860) as wide, Browser(390, 844, phone=True) as narrow:
        phone = Talk(narrow, demo.url, f"/#as={CHIEF}&chat={GRID}")
        li = Talk(wide, demo.url)
        words(li, phone)
        things(li, pictures)
        around(li, phone, pictures)
        look(li, pictures)
        li.quiet()
        phone.quiet()
    return "words, files, voice, places, polls, pins, search, topics, unread counts; looks that last"
