"""The playground's page as people use it: they look, choose who they are, write and press."""

from driver import Failed, wait_for

GRID, STAFF = -1_001_000_000_001, -1_001_000_000_003
GRID_2 = -1_001_000_000_002
LI, ZHANG, EMILY, WORKER, SECRETARY = 101, 102, 103, 201, 301

# The newest bubble that holds these words; or, of those that have it, the newest key with that text.
BUBBLE = """const [words, key] = arguments;
const all = [...document.querySelectorAll("#messages > [data-id]")].filter((one) => one.textContent.includes(words));
const keyOf = (one) => [...one.querySelectorAll("button")].find((button) => button.textContent.trim() === key);
return (key ? all.map(keyOf).findLast(Boolean) : all.at(-1)) ?? null;"""


class Page:
    def __init__(self, browser, url, place=""):
        self.browser = browser
        browser.open(url + place)
        wait_for("the page", lambda: browser.js('return performance.getEntriesByName("gridbell-ready").length > 0'))
        wait_for("the panel's button", lambda: browser.find("#stored-open"))

    def chat(self, chat):
        """Opens a chat; a person's id is their private one."""
        if chat > 0:
            self.be(chat)
        self.press(f'.chat-list li[data-id="{chat}"] button' if chat < 0 else "#private li button")

    def be(self, who):
        """Becomes somebody, in a chat that has them."""
        if not self.browser.find(f'#who [data-person="{who}"]'):
            self.press("#private li button")  # there all can be chosen
        self.press(f'#who [data-person="{who}"]')

    def press(self, css):
        self.click(css, lambda: self.browser.find(css))

    def click(self, what, look):
        """Clicks what `look()` finds; again if it was drawn anew in between, or something lay over it for a moment."""

        def done():
            element = look()
            if not element:
                return False
            try:
                self.browser.js("arguments[0].scrollIntoView({ block: 'center', inline: 'nearest' })", element)
                self.browser.click(element)
                return True
            except Failed as error:
                if not any(word in str(error) for word in ("stale", "intercepted", "not interactable")):
                    raise
                return False

        wait_for(what, done)

    def writes(self, words):
        """Writes and sends with Enter."""
        self.browser.type(self.browser.find("#text"), words + "\ue007")

    def sends_picture(self, path, words):
        """Chooses a picture and sends it with words."""
        self.browser.type(self.browser.find("#files"), path)
        wait_for("the chosen picture", lambda: self.browser.find("#pictures img"))
        self.writes(words)

    def bubble(self, words, key=None):
        """Waits for a message with these words, or for a key below it."""
        what = f"a message with {words}" + (f" and the key {key}" if key else "")
        return wait_for(what, lambda: self.browser.js(BUBBLE, words, key))

    def taps(self, words, key):
        """Presses a key below a message with these words."""
        self.click(f"the key {key} below {words}", lambda: self.browser.js(BUBBLE, words, key))

    def quiet(self):
        """That nothing was wrong in the page so far."""
        wrong = [line for line in self.browser.console() if not line.startswith(("INFO", "DEBUG"))]
        if wrong:
            raise Failed("the console says:\n" + "\n".join(wrong))
