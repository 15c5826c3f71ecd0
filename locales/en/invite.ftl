invite-private = Please ask for invitations and codes in our private chat, so that nobody else uses them.
invite-role = Please say whom you invite: /invite worker, /invite volunteer, /invite chief, /invite department or /invite secretary, then the grid's code if you like.
invite-which-area = For which area? Please add its code, as in /{ $verb } … { $codes }
invite-not-yours = { $area } is not yours; please ask its secretary.
invite-link = Please pass this link privately to the { $role } ({ $area }). It works once, within seven days:
    { $link }
code-grid = Please pass this line to an administrator of the group of { $area }; sent there, it joins the group. It works once, within seven days:
    <code>/setup { $short } { $code }</code>
code-wider = Please pass this line to an administrator of the staff chat of { $area }; sent there, it joins the group. In place of { $short } staff it can have the code of one of its grids. It works once, within seven days:
    <code>/setup { $short } staff { $code }</code>
no-right-invite = Inviting is for the secretary; please ask yours.
no-right-member = Naming members is for the secretary; please ask yours.
member-group = Please reply to something that person said in the group, with /member.
member-reply = Please reply to something that person said themselves, with /member volunteer.
member-role = Please say as what: volunteer, worker, chief, department or secretary; or none if it is over.
member-already = { $name } is so already.
member-named = { $name } is { $role } of { $area } now. Thank you.
member-ended = { $name } is no longer a member of { $area }. Thank you for all the help.
member-ended-holding = { $name } is no longer a member of { $area }. Thank you for all the help. { $n ->
    [one] One case is
   *[other] { $n } cases are
} still theirs; please /assign to somebody else.
member-none = That person is not a member here.
member-last-secretary = This is the only secretary here; please bring in the next one first with /invite secretary.
