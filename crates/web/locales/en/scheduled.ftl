## Answers that leave later
scheduled-title = Scheduled answers
scheduled-ways = Send later
scheduled-in-an-hour = In an hour
scheduled-tomorrow = Tomorrow morning
scheduled-monday = Monday morning
scheduled-at = Day and time
scheduled-send = Schedule
# $moment (String) - when
scheduled-leaves = leaves { $moment }
# $moment (String) - when it should have left
scheduled-kept = This answer did not leave ({ $moment }).
scheduled-why-news = Somebody wrote meanwhile.
scheduled-why-author-left = Its author works here no more.
scheduled-why-may-not = Its author may not answer this ticket any more.
scheduled-why-away = The ticket is not in the lists.
scheduled-why-locked = The topic is locked: nobody can add anything.
scheduled-why-failed = Something went wrong inside.
scheduled-now = Send now
scheduled-take-back = Back into the composer
scheduled-none = Nothing is scheduled
scheduled-none-more = To send an answer later, open the menu beside Send.
scheduled-done = The answer leaves at its time
scheduled-done-back = The answer stands in the composer again
# $moment (String) - when it leaves
scheduled-event = wrote an answer that leaves { $moment }
scheduled-event-back = took a scheduled answer back into the composer
# $reason (String) - why, as a sentence
scheduled-event-kept = A scheduled answer did not leave. { $reason }
error-moment = A day and a time are needed.
error-too-far = Choose a moment within a year.
# $count (String) - how many are taken
error-too-many-scheduled = { $count } answers of yours wait already.
