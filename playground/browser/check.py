"""Looks at the page in a real browser: `check.py GRIDBELL PICTURES AXE [lamp|day|talk|keep|reach|speed …]`."""

import pathlib
import sys
import time

import day
import keep
import lamp
import reach
import speed
import talk
from driver import Browser, Failed

CHECKS = {"lamp": lamp.run, "day": day.run, "talk": talk.run, "keep": keep.run, "reach": reach.run, "speed": speed.run}


def main(gridbell, pictures, axe, *wanted):
    pictures, axe = pathlib.Path(pictures), pathlib.Path(axe)
    pictures.mkdir(parents=True, exist_ok=True)
    failed = []
    for name in wanted or CHECKS:
        begun = time.monotonic()
        Browser.failed_at = pictures / f"{name}-failed.png"
        try:
            said = CHECKS[name](gridbell, pictures, *([axe] if name == "reach" else []))
            print(f"{name}: {said} ({time.monotonic() - begun:.0f} s)", flush=True)
        except (Failed, AssertionError) as error:
            failed.append(name)
            print(f"{name}: FAILED: {error}", flush=True)
    print(f"pictures: {pictures}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
