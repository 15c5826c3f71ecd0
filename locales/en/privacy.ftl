privacy-chatter = <b>Chatter</b> Not a word of it is stored, only how many messages a day had. One exception: a photo without words is remembered for ten minutes (the chat, its author as a code that names nobody, the message's number, the encrypted file and the album) so that your next words can say what it is; then it is deleted. Where the secretary has me only read, I note which messages I would have acted on, not what they say, tell the secretary in the evening and delete it.
privacy-report = <b>What you report</b> Your words, the place, the file numbers of photos and voice messages, your name and Telegram number, and what you did (claimed, confirmed, rated). Whatever tells who you are is encrypted, and the key is not in the database. For “me too” only that you joined.
privacy-wish = <b>What you wish</b> Your words and who you are are encrypted; only the member of staff who lets it be posted sees them, to bring the two of you together. Other staff see the words without telephone numbers and rooms. What is posted was looked at and perhaps reworded, and does not say your name. Whoever claims it stands on the card and knows only whom of the staff to ask. Thanks that you write are posted below it without your name. Why a wish is not posted you are told in private.
privacy-vote = <b>How you vote</b> An open vote can be seen in the group anyway; I keep an encrypted copy to check the count and delete it after sixty days. Of a secret vote I keep only an unrecognisable “has voted” and one encrypted total. Who chose what is in nothing that is stored, and “has voted” is deleted at the close. Buttons pass through Telegram: it, and whoever ran a changed program, could see them, and I cannot prevent that.
privacy-meeting = <b>Meetings</b> Time, place, topics and what was decided are kept, the words encrypted. If you say that you come, or cannot, the group sees a number only; the secretary who called the meeting sees the name. It is deleted thirty days after the meeting.
privacy-learn = <b>Learning to read</b> Only where the community wants it and you sent /learn on do I keep: the words without phone and room numbers, and what was put right (no request, category, place), sealed. Nothing of private reports, nothing of chatter. /learn off deletes it.
privacy-who = <b>Who sees it</b> The card in the group: number, category, place without the room, your words without telephone numbers, who has it. What you report in private is for the community's staff only and never goes to the group. No card names who reported.
privacy-how-long = <b>How long</b> Cases are the community's ledger and stay until you ask me to forget. The text of what I send is deleted once it is sent. A command that failed is kept encrypted for seven days, so that the fault can be found.
privacy-others = <b>Beyond me</b> Telegram sees the groups and our private chat. Whoever runs this bot and has the key can open what is stored.
privacy-forget = <b>Forgetting</b> /forget deletes your name, words and photos; unfinished cases keep category and place only, so that somebody can finish them.
forget-question = Shall I forget you? Your name, words, photos and every “me too” are deleted for good. Unfinished cases keep category and place only; somebody will finish them, but I can no longer tell you the result.
forget-wishes = Your wishes are taken back, and those you claimed and did not hand over yet go back on the wall.
forget-roles = Your roles here end too{ $n ->
    [0] .
    [one] , and the case you hold waits for somebody else.
   *[other] , and the { $n } cases you hold wait for somebody else.
} If you only need some days off, /away is enough.
forget-yes = Forget me
forget-no = Not now
forget-done = Done, all forgotten. What you wrote in groups yourself is still on Telegram; delete it there if you like. You are welcome any time.
forget-kept = Good, nothing was changed.
forget-not-yours = This asks somebody else. To be forgotten yourself, send /forget.
learn-on = Thank you. When I misread something you report in the group and somebody puts it right, I keep the words without phone and room numbers, and the correction, to learn from; without your name. /learn off ends that and deletes what was kept.
learn-off = All right, nothing is kept any more, and what was kept is deleted.
learn-is-on = You agreed that I keep corrections to learn from. /learn off ends that and deletes what was kept.
learn-is-off = I keep no corrections of yours. If you would like me to learn to read better, send /learn on.
