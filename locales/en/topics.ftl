topics-head = <b>What more than one home spoke of in { $days } days</b>
topics-none = In the last { $days } days no trouble was told by several homes. What came in can be dealt with one by one.
topics-days = Write how many days to look back, from 1 to { $most }, such as /topics 7. Plain /topics looks back { $usual } days.
no-right-topics = What many people tell is put together for secretaries and chiefs. To see what you reported, send /my.
topics-open = { $n }. <b>{ $words }</b>: { $cases } reports, { $open } still open{ $joined }
topics-waiting = { $n }. <b>{ $words }</b>: { $cases } reports, all still open{ $joined }
topics-lone = { $n }. <b>{ $words }</b>: 1 report, still open{ $joined }
topics-done = { $n }. <b>{ $words }</b>: { $cases } { $cases ->
    [one] report
   *[other] reports
}, all seen to{ $joined }
topics-joined = , and { $joined ->
    [one] { $joined } neighbour has it too
   *[other] { $joined } neighbours have it too
}
topics-where = { "  " }{ $places }, { $when }
topics-where-more = { "  " }{ $places } and elsewhere, { $when }
topics-when = { "  " }{ $when }
topics-span = { $from } to { $to }
topics-latest = { "  " }Latest: { $words }
topics-numbers = { "  " }{ $numbers }
topics-numbers-more = { "  " }{ $numbers } and more
topics-and = { ", " }
common-and = { "; " }
topics-foot = One trouble of several homes can be dealt with once. To talk it over send /meet, to ask everybody /poll.
common-line = Several homes speak of: { $list }.
common-more = Several homes speak of: { $list }. More with /topics.
common-open = { $words } (told { $told } times in { $days } days, { $open } still open)
common-done = { $words } (told { $told } times in { $days } days, all seen to)
