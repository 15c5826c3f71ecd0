"""Plays people against a bot in the playground and compares what the bot did with what is expected."""
import base64
import json
import sys
import time
import urllib.request

ROOT, WAY = sys.argv[1], sys.argv[2]
LI, WANG, GROUP = 101, 102, -1001000000001
# How a bot begins and ends differs by framework: none of this is compared.
HOUSEKEEPING = {"getMe", "getUpdates", "setWebhook", "deleteWebhook", "getWebhookInfo", "setMyCommands", "close"}
# What is compared of a call: what its author chose, not how the framework writes it.
SHOWN = ["chat_id", "text", "caption", "parse_mode", "question", "show_alert", "is_anonymous"]


def call(path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(ROOT + path, data, {"content-type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def journal():
    return [row for row in call("/admin/journal?after=0") if row["method"] not in HOUSEKEEPING]


def wait(what, enough):
    """Waits until `enough()` gives something."""
    for _ in range(300):
        found = enough()
        if found:
            return found
        time.sleep(0.1)
    sys.exit(f"{what} did not come; the journal:\n{json.dumps(shown(), ensure_ascii=False, indent=1)}")


def after(count, what):
    """Waits until the bot made so many calls in all; the last one."""
    return wait(what, lambda: (rows := journal()) and len(rows) >= count and rows[count - 1])


def row(one):
    params = one["params"]
    view = {"method": one["method"], "status": one["status"]}
    view.update({key: params[key] for key in SHOWN if key in params})
    if "reply_parameters" in params:
        view["replies"] = True
    if "options" in params:
        view["options"] = [option if isinstance(option, str) else option["text"] for option in params["options"]]
    keyboard = params.get("reply_markup", {}).get("inline_keyboard", [])
    if keyboard:
        view["buttons"] = [[button["callback_data"] for button in line] for line in keyboard]
    return view


def shown():
    return [row(one) for one in journal()]


def main():
    ready = "setWebhook" if WAY == "webhook" else "setMyCommands"
    wait("the bot", lambda: any(one["method"] == ready for one in call("/admin/journal?after=0")))
    call("/play/start", {"as": LI, "payload": "grid"})
    card = after(1, "an answer to /start")
    for count in (0, 1):
        tap = {"as": LI, "chat": LI, "message": card["message_id"], "data": f"up:{count}"}
        tap = call("/play/tap", tap)
        after(3 + 2 * count, "an answer to a tap")
        wait("the tap's answer", lambda: call(f"/play/tap?id={tap['id']}")["answered"])
    call("/play/say", {"as": WANG, "chat": GROUP, "text": "/poll"})
    poll = after(6, "a poll")
    call("/play/vote", {"as": WANG, "chat": GROUP, "message": poll["message_id"], "options": [1]})
    after(8, "the poll's end")
    call("/play/say", {"as": WANG, "chat": GROUP, "text": "/photo@play_bot"})
    after(10, "a photo")
    picture = base64.b64encode(b"\x89PNG" + bytes(60)).decode()
    call("/play/say", {"as": LI, "chat": LI, "photos": [picture]})
    after(12, "an answer to a photo")
    said = call("/play/say", {"as": LI, "chat": LI, "text": "one"})[0]
    call("/play/edit", {"as": LI, "chat": LI, "message": said["message_id"], "text": "two"})
    after(13, "an answer to an edit")
    time.sleep(0.5)
    with open(sys.argv[3], encoding="utf-8") as file:
        expected = json.load(file)
    done, broken = shown(), call("/admin/violations")
    if not any(one["method"] == "setMyCommands" and one["status"] == 200 for one in call("/admin/journal?after=0")):
        sys.exit("the bot set no commands")
    posted = [one for one in call("/admin/deliveries") if one["status"] == 200]
    if (WAY == "webhook") != bool(posted):
        sys.exit(f"{len(posted)} updates were posted, by {WAY}")
    if done != expected:
        differs = next((n for n, pair in enumerate(zip(done, expected)) if pair[0] != pair[1]), len(expected))
        sys.exit(f"call {differs + 1} differs; the bot did:\n{json.dumps(done, ensure_ascii=False, indent=1)}")
    if broken:
        sys.exit("departures from the contract:\n" + "\n".join(broken))
    print(f"{len(done)} calls as expected, {len(posted)} updates posted, no departure from the contract")


main()
