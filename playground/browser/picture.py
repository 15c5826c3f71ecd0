"""Makes the README's pictures: `picture.py GRIDBELL FOLDER`. The day is played step by step, and each step is seen twice."""

import io
import pathlib
import sys
import time

from PIL import Image

from driver import Browser, Demo, Failed, wait_for
from page import Page

MONDAY = 1_772_413_200_000  # 2026-03-02, nine in the morning in China
WIDTH, HEIGHT = 1200, 720
BEGUN, SEEN, LAST = 1000, 2300, 5000  # ms that a step's beginning, its outcome and the very end are shown
COLOURS = 200
LARGEST = 2_000_000  # bytes


def frames_of(browser):
    """Plays one step; its pictures but the first second's, as they came."""
    browser.js("document.getElementById('day-next').click()")
    time.sleep(0.9)
    taken = []
    while browser.js("return document.body.dataset.day") == "step":
        taken.append(shot(browser))
        time.sleep(0.25)
    return taken


def shot(browser):
    path = pathlib.Path("/tmp") / f"gridbell-{id(browser)}.png"
    browser.picture(path)
    picture = Image.open(io.BytesIO(path.read_bytes())).convert("RGB")
    path.unlink()
    return picture


def begin(browser, url, language):
    Page(browser, url)
    browser.js("localStorage.setItem('gridbell.language', arguments[0]); localStorage.setItem('gridbell.theme', 'light')", language)
    page = Page(browser, url, "/?day")
    page.press("#day-begin")
    page.press("#day-pause")
    return page


def the_day(gridbell, path):
    """Every step twice: as it begins, and what came of it."""
    frames = []
    with Demo(gridbell, "--limits", "off", "--story-start", str(MONDAY)) as demo, Browser(WIDTH, HEIGHT, language="en-US") as browser:
        page = begin(browser, demo.url, "en")
        steps = browser.js("return document.getElementById('day-done').max")
        for _ in range(int(steps) - 1):
            taken = frames_of(browser)
            if len(taken) < 3:
                raise Failed("a step was over before it was seen")
            frames += [(taken[len(taken) // 3], BEGUN), (taken[-2], SEEN)]
        browser.js("document.getElementById('day-next').click()")
        wait_for("the end", lambda: browser.js("return document.body.dataset.day") == "over")
        time.sleep(1)
        frames.append((shot(browser), LAST))
        page.quiet()
    # One palette for all, so that what did not change is not written again.
    sheet = Image.new("RGB", (WIDTH // 2, HEIGHT // 2 * len(frames)))
    for place, (picture, _) in enumerate(frames):
        sheet.paste(picture.resize((WIDTH // 2, HEIGHT // 2), Image.Resampling.NEAREST), (0, HEIGHT // 2 * place))
    palette = sheet.quantize(COLOURS, dither=Image.Dither.NONE)
    small = [picture.quantize(palette=palette, dither=Image.Dither.NONE) for picture, _ in frames]
    small[0].save(path, save_all=True, append_images=small[1:], duration=[ms for _, ms in frames], loop=0, optimize=True)
    if path.stat().st_size > LARGEST:
        raise Failed(f"{path} has {path.stat().st_size} bytes")
    print(f"{path}: {len(frames)} pictures, {sum(ms for _, ms in frames) // 1000} s, {path.stat().st_size // 1000} kB")


def the_page(gridbell, path):
    """The lamp, reported and taken, with what was stored beside it."""
    with Demo(gridbell, "--limits", "off", "--story-start", str(MONDAY)) as demo, Browser(1366, 820, scale=2) as browser:
        begin(browser, demo.url, "zh-CN")
        for _ in range(5):
            frames_of(browser)
        last = frames_of(browser)[-2]
        last.quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path}: {path.stat().st_size // 1000} kB")


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[2])
    the_day(sys.argv[1], folder / "day.gif")
    the_page(sys.argv[1], folder / "playground.png")
