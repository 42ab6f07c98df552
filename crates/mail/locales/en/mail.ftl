# $organisation (String) - the desk's name
why-agent = You receive this because you work for { $organisation }. You can switch it off in your profile.
# $name (String) - who wrote
notify-replied = { $name } has answered.
# $name (String) - the requester
notify-opened = { $name } opened a ticket.
# $name (String) - the requester
notify-assigned = A ticket of { $name } was assigned to you.
# $name (String) - the requester
notify-moved = A ticket of { $name } was moved to you.
# $name (String) - the requester
notify-returned = The answer to { $name } came back: it could not be delivered.
notify-unreached = The answer to { $name } did not reach everybody who takes part.
# $name (String) - the requester
notify-kept = Your scheduled answer to { $name } did not leave. The ticket says why, and keeps it.
# $name (String) the customer
notify-rule = An automation tells you about a ticket of { $name }.
notify-open = Open the ticket
# $name (String) - the customer
notify-answer = You may also just answer this mail: what you write goes to { $name }.
notify-stale = Your answer was not sent: somebody wrote on this ticket meanwhile. It is kept there as a note. This is the newest message.
notify-unclear = Your answer was not sent: it could not be told from the mail that it quotes. It is kept as a note on the ticket. Write above the quoted mail, or answer on the page.
notify-refused = Your answer was not sent: the ticket does not take it. It is kept there as a note. Open the ticket to see why.

# $organisation (String) - the desk's name
address-test-subject = Test of a mail address of { $organisation }
address-test-body = This e-mail tests whether an address reaches the desk. If you can read it in your own mailbox, the forwarding is not set up yet. You can delete it.

# $organisation (String) - the organisation's name
welcome-subject = { $organisation }: your desk is ready
# $address (String) - the desk's address
welcome-body = Mail to { $address } becomes a ticket from now on. Forward your public addresses to it, or point the MX record of its domain at this server. The page below shows each address, and whether a test of it arrives.
welcome-button = Mail addresses

community-somebody = A member
# $name (String) - who wrote
community-commented = { $name } has written something new in a topic that you take part in.
# $name (String) - who wrote
community-named = { $name } has named you.
community-locked = This topic was closed. Nobody can add anything any more; it can still be read.
community-open = Read it in the community
# $organisation (String) - the desk's name
community-why = You receive this because you took part in or watch this topic at { $organisation }. Answer this e-mail to write in the topic.
community-unsubscribe = No more e-mails about this topic
community-rules = Read the rules of the community
# $rule (String) - its number
community-rule = rule { $rule }
community-appeal = If you do not agree, answer by asking us in private: your own questions always stay open to you, and somebody else reads them.
# $organisation (String) - the desk's name
community-warning-subject = A word about what you wrote in the community of { $organisation }
community-warning = A moderator asks you to keep to the rules of the community.
# $organisation (String) - the desk's name
community-slow-subject = You can write more slowly in the community of { $organisation }
# $until (String) - when it ends
community-slow = Until { $until } you can write one post an hour in the community.
# $organisation (String) - the desk's name
community-silence-subject = You cannot write in the community of { $organisation } for now
# $until (String) - when it ends
community-silence = Until { $until } you can read the community, but not write in it. It ends by itself.
# $organisation (String) - the desk's name
community-ban-subject = The community of { $organisation } is closed to you for now
# $until (String) - when it ends
community-ban = Until { $until } the community is closed to you. It opens again by itself.
# $organisation (String) - the desk's name
community-removal-subject = You were removed from the community of { $organisation }
community-removal = The community is closed to you from now on.
# $organisation (String) - the desk's name
community-lifted-subject = A measure was taken back in the community of { $organisation }
community-lifted = What was decided about you was taken back. You can take part again.
# $organisation (String) - the desk's name
community-published-subject = { $organisation }: your question can help others
# $subject (String) - the ticket's subject
community-published = Your question “{ $subject }” can now be read in the community, so that others find its answer. Names and other personal data were taken out first.
# $organisation (String) - the desk's name
community-published-footer = If you do not want that, answer any of our e-mails: { $organisation } makes it private again at once.
# $organisation (String) - the desk's name
community-digest-subject = New in the community of { $organisation }
community-digest = This was written since the last time:
community-all = Go to the community
community-digest-footer = You asked for this summary.
community-digest-change = Change how often it comes
# $count (Number) - comments
community-comments = { $count ->
    [0] no comments
    [one] { $count } comment
   *[other] { $count } comments
}
chat-you = You
# $organisation (String) - the desk's name
chat-transcript-subject = Your conversation with { $organisation }
# $portal (String) - where it was
chat-transcript = This is what was said in “{ $portal }”:
chat-transcript-footer = You asked for this copy. Answer this e-mail if something is still open.
# $visitor (String) - who asks
# $portal (String) - where
chat-request-subject = { $visitor } is waiting in “{ $portal }”
# $visitor (String) - who asks
# $portal (String) - where
chat-request = { $visitor } asks for a chat in “{ $portal }”:
chat-request-open = Open the chat
chat-request-footer = You get this because you are available for chat requests and have chosen this address. You can change that under Settings, Contacts.
# $count (String)
file-megabytes = { $count } MB
# $count (String)
file-kilobytes = { $count } kB
# $size (String) - how large
# $day (String) - until when
file-link-about = { $size }, available until { $day }
