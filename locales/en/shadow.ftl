shadow-on = All right, from now on I only read in this group and do not speak. Every evening I tell the secretary what I would have done: I note which message, not what it said. Commands work as ever. With /shadow off I begin to speak.
shadow-off = All right, from now on I take care of what is said here. To have me only read again, send /shadow on.
shadow-is-on = In this group I only read at the moment. With /shadow off I begin to speak.
shadow-is-off = In this group I speak. To have me only read at first, send /shadow on.
shadow-where = Please send /shadow on or /shadow off in a residents' group that belongs to a grid.
shadow-secretary-only = Whether I speak here is for the community's secretary to decide. Please ask them to send /shadow here.
shadow-head = <b>{ $area }: a day of only reading</b>
shadow-nothing = There was nothing today that I would have spoken about.
shadow-would-emergency = { $n ->
    [one] Once I would have said at once which number to ring, and told those on duty:
   *[other] { $n } times I would have said at once which number to ring, and told those on duty:
}
shadow-would-card = { $n ->
    [one] Once I would have posted a ticket's card:
   *[other] { $n } times I would have posted a ticket's card:
}
shadow-would-wish = { $n ->
    [one] Once I would have taken it for a wish and shown it to the staff:
   *[other] { $n } times I would have taken it for a wish and shown it to the staff:
}
shadow-would-question = { $n ->
    [one] Once I would have asked whether to report it:
   *[other] { $n } times I would have asked whether to report it:
}
shadow-foot = If that is how you would read them, send /shadow off in the group and I begin.
