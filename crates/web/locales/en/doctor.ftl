doctor-title = Set-up doctor
doctor-lead = Looks at what a desk needs to receive and send mail, and says what to change. Every check has a time limit; nothing is sent to anybody but to the desk’s own addresses.
doctor-examine = Examine now
doctor-never = Nothing has been examined since the desk was started.
doctor-running = Being examined. This takes less than half a minute.
doctor-reload = Show what has come
doctor-well = Everything is as it should be.
# $count (Number) - how many
doctor-failures = { $count ->
    [one] { $count } thing does not work.
   *[other] { $count } things do not work.
  }
# $count (Number) - how many
doctor-warnings = { $count ->
    [one] { $count } thing should be better.
   *[other] { $count } things should be better.
  }
doctor-ok = All right:
doctor-notice = Good to know:
doctor-warning = Warning:
doctor-failure = Does not work:
doctor-send = Send test mails
doctor-record-name = Name
doctor-record-type = Type
doctor-record-value = Value
doctor-record-zone = In a zone file
doctor-way = The way of the mail
doctor-way-by = Server
doctor-way-from = Got it from
doctor-way-with = How
doctor-way-at = When
doctor-way-took = Took
doctor-way-here = This desk
