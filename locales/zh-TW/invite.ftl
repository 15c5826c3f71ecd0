invite-private = 邀請和代碼請在跟我的私訊裡要，免得被別人用掉。
invite-role = 請寫上要請誰：/invite 網格員、/invite 志工、/invite 樓長、/invite 部門、/invite 書記，後面可以加網格的代號。
invite-which-area = 是哪裡的？請在後面加代號，例如 /{ $verb } … { $codes }。
invite-not-yours = { $area }不歸你管，請找那裡的書記。
invite-link = 請把這個連結私下傳給那位{ $role }（{ $area }）。只能用一次，七天內有效：
    { $link }
code-grid = 請把下面這一行傳給{ $area }的群組管理員，在群組裡傳出來就綁定好了。只能用一次，七天內有效：
    <code>/setup { $short } { $code }</code>
code-wider = 請把下面這一行傳給{ $area }工作群組的管理員，在群組裡傳出來就綁定好了；也可以把 { $short } staff 換成其中一個網格的代號。只能用一次，七天內有效：
    <code>/setup { $short } staff { $code }</code>
no-right-invite = 邀請成員是書記的事，請找你們的書記。
no-right-member = 登記成員是書記的事，請找你們的書記。
member-group = 請在群組裡回覆那個人說的話，再傳 /member。
member-reply = 請回覆那個人自己說的一句話，再傳 /member 志工。
member-role = 請寫上是什麼人：志工、網格員、樓長、部門、書記；不再是了就寫 none。
member-already = { $name } 已經是了。
member-named = { $name } 現在是{ $area }的{ $role }，辛苦了。
member-ended = { $name } 不再是{ $area }的成員，謝謝一直以來的幫忙。
member-ended-holding = { $name } 不再是{ $area }的成員，謝謝一直以來的幫忙。手上還有 { $n } 件事，請書記用 /assign 派給別人。
member-none = 這裡沒有登記過這個人。
member-last-secretary = 這是這裡唯一的書記，請先用 /invite 書記 請一位接手的。
