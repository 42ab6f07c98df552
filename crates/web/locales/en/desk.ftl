done-sent = Sent
done-noted = Note added
done-closed = { $count ->
    [one] Closed
   *[other] { $count } tickets closed
}
done-reopened = { $count ->
    [one] Reopened
   *[other] { $count } tickets reopened
}
done-assigned = { $count ->
    [one] Assigned
   *[other] { $count } tickets assigned
}
done-status = { $count ->
    [one] Status changed
   *[other] Status of { $count } tickets changed
}
done-priority = { $count ->
    [one] Priority changed
   *[other] Priority of { $count } tickets changed
}
done-moved = { $count ->
    [one] Moved to another department
   *[other] { $count } tickets moved
}
done-tagged = { $count ->
    [one] Tag added
   *[other] { $count } tickets tagged
}
done-untagged = { $count ->
    [one] Tag removed
   *[other] Tag removed from { $count } tickets
}
done-undone = Taken back
done-too-late = Too late to take back: it has been sent or changed since
done-opened = Ticket opened
done-retried = The mail is sent again
done-discarded = The mail was put aside
done-link-ended = The link opens no more
done-link-renewed = The link opens again
done-released = The mail is read again
done-resumed = Automatic mails go out again
done-saved = Saved
done-spam = { $count ->
    [one] Called spam
   *[other] { $count } tickets called spam
}
done-deleted = { $count ->
    [one] Deleted
   *[other] { $count } tickets deleted
}
done-put-back = { $count ->
    [one] Put back
   *[other] { $count } tickets put back
}
done-merged = { $count ->
    [one] Merged
   *[other] { $count } tickets merged into this one
}
done-split = New ticket made
done-message-moved = Message moved
done-message-elsewhere = This message was moved before: here it is
done-reread = Read again: the message has changed

setup-waiting = This desk is not set up yet
setup-waiting-lead = Whoever started it finds a link for that in its first lines of output.
done-refused = Nothing was changed: it is not possible for all of these tickets
# $count (Number) - tickets
done-type = { $count ->
    [one] Type changed
   *[other] Type of { $count } tickets changed
}
done-same = It was like this already
