"""A browser driven by its WebDriver interface, and a demo to open in it. Only Python's own library."""

import base64
import json
import pathlib
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

PATIENCE = 20.0  # seconds that anything may take
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # how WebDriver marks an element


class Failed(Exception):
    """What was expected did not happen."""


def wait_for(what, look, patience=PATIENCE):
    """Looks until `look()` gives something; what it gave."""
    until = time.monotonic() + patience
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > until:
            raise Failed(f"waited in vain for {what}")
        time.sleep(0.05)


class Demo:
    """A running `gridbell demo`."""

    def __init__(self, gridbell, *options):
        self.log = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            [gridbell, "demo", "--no-open", "--port", "0", *options], stdout=subprocess.PIPE, stderr=self.log, text=True
        )
        self.url = self.process.stdout.readline().strip()
        if not self.url.startswith("http"):
            self.stop()
            raise Failed(f"the demo printed no address: {self.url}")

    def ask(self, path, body=None):
        """Asks the stand-in, as the page does."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/{path}", data, {"content-type": "application/json"})
        with urllib.request.urlopen(request, timeout=120) as answer:
            return json.load(answer)

    def stop(self):
        self.process.terminate()
        self.process.wait(20)
        self.log.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


def started(tries=10):
    """A driver and its port. The port that it chose may be taken in that instant on one of the two loopbacks: then it
    ends, and another is started."""
    for _ in range(tries):
        driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        for line in driver.stdout:
            if "successfully on port" in line:
                return driver, line.strip().rstrip(".").rsplit(" ", 1)[1]
        driver.wait(10)
        time.sleep(0.2)
    raise Failed("chromedriver does not start")


class Browser:
    """One window of a headless Chromium. If what is done in it fails, a picture of that is left at `failed_at`."""

    failed_at = None

    def __init__(self, width, height, phone=False, language="zh-CN", scale=1):
        self.driver, port = started()
        self.base = f"http://127.0.0.1:{port}"
        self.session = None
        options = {
            "args": ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", "--force-color-profile=srgb",
                     f"--window-size={width},{height}", f"--lang={language}", f"--force-device-scale-factor={scale}"],
            "prefs": {"intl.accept_languages": language},
        }
        metrics = {"width": width, "height": height, "pixelRatio": scale, "touch": phone, "mobile": phone}
        options["mobileEmulation"] = {"deviceMetrics": metrics}  # else the window's frame would be part of its size
        wanted = {"goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}, "timeouts": {"script": 180_000}}
        try:
            self.session = self.call("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})["sessionId"]
        except BaseException:
            self.stop()
            raise
        self.base += f"/session/{self.session}"

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, data, {"content-type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=200) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            value = json.load(error)["value"]
            raise Failed(f"{value['error']}: {value['message'].splitlines()[0]}") from None

    def open(self, url):
        self.call("POST", "/url", {"url": url})

    def js(self, script, *args):
        """Runs a script in the page; what it returns."""
        return self.call("POST", "/execute/sync", {"script": script, "args": list(args)})

    def later(self, script, *args):
        """The same for a script that calls its last argument when it is done."""
        return self.call("POST", "/execute/async", {"script": script, "args": list(args)})

    def find(self, css):
        found = self.call("POST", "/elements", {"using": "css selector", "value": css})
        return found[0] if found else None

    def click(self, element):
        self.call("POST", f"/element/{element[ELEMENT]}/click", {})

    def type(self, element, text):
        self.call("POST", f"/element/{element[ELEMENT]}/value", {"text": text})

    def picture(self, path):
        pathlib.Path(path).write_bytes(base64.b64decode(self.call("GET", "/screenshot")))

    def console(self):
        """What the page wrote to its console since the last look."""
        return [f"{line['level']}: {line['message']}" for line in self.call("POST", "/se/log", {"type": "browser"})]

    def stop(self):
        if self.session:
            try:
                self.call("DELETE", "")
            except (Failed, OSError):
                pass  # it is gone already
        self.driver.terminate()
        self.driver.wait(10)

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        if kind and self.failed_at:
            self.picture(self.failed_at)
        self.stop()
