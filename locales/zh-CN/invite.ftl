invite-private = 邀请和代码请在跟我的私聊里要，免得被别人用掉。
invite-role = 请写上请谁来：/invite 网格员、/invite 志愿者、/invite 楼栋长、/invite 部门、/invite 书记，后面可以加网格的代号。
invite-which-area = 是哪里的？请在后面加代号，例如 /{ $verb } … { $codes }。
invite-not-yours = { $area }不归你管，请找那里的书记。
invite-link = 请把这个链接私下发给那位{ $role }（{ $area }）。只能用一次，七天内有效：
    { $link }
code-grid = 请把下面这一行发给{ $area }的群管理员，在群里发出来就绑定好了。只能用一次，七天内有效：
    <code>/setup { $short } { $code }</code>
code-wider = 请把下面这一行发给{ $area }工作群的管理员，在群里发出来就绑定好了；也可以把 { $short } staff 换成其中一个网格的代号。只能用一次，七天内有效：
    <code>/setup { $short } staff { $code }</code>
no-right-invite = 邀请成员是书记的事，请找你们的书记。
no-right-member = 登记成员是书记的事，请找你们的书记。
member-group = 请在群里回复那个人说的话，再发 /member。
member-reply = 请回复那个人自己说的一句话，再发 /member 志愿者。
member-role = 请写上是什么人：志愿者、网格员、楼栋长、部门、书记；不再是了就写 none。
member-already = { $name } 已经是了。
member-named = { $name } 现在是{ $area }的{ $role }，辛苦了。
member-ended = { $name } 不再是{ $area }的成员，谢谢一直以来的帮忙。
member-ended-holding = { $name } 不再是{ $area }的成员，谢谢一直以来的帮忙。手上还有 { $n } 件事，请书记用 /assign 派给别人。
member-none = 这里没有登记过这个人。
member-last-secretary = 这是这里唯一的书记，请先用 /invite 书记 请一位接手的。
