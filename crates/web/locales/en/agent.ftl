## The frame

agent-skip = Skip to content
agent-offline = Offline. What you write is kept here.
agent-moved = This page is no longer here.
agent-reload = Reload
agent-nav = Main
agent-nav-views = Views and services
agent-nav-services = Services
agent-nav-all = All departments
view-mine = My tickets
view-unassigned = Unassigned
view-waiting-agent = Waiting on agent
view-waiting-customer = Waiting on customer
view-open = All open
view-closed = Closed
view-spam = Spam
view-trash = Trash
agent-settings = Settings
agent-new-ticket = New ticket
agent-new-short = New
agent-find = Search or jump to…
agent-tabbar = Quick access
agent-tab-mine = Inbox
agent-search = Search
agent-menu = Menu
agent-profile = Profile
agent-sign-out = Sign out
agent-close-dialog = Close this window
search-title = Search
palette-places = Go to
palette-tickets = Tickets
agent-palette = Command palette
agent-palette-actions = Actions
agent-palette-label = Search tickets and actions
agent-palette-results = Results
agent-palette-empty = Nothing found. Try fewer words.
agent-keys = Keyboard shortcuts
agent-keys-hint = Single keys rest while you type. Your profile turns them off.
agent-key-palette = Search, go, act
agent-key-find = Search
agent-key-move = Next, previous ticket
agent-key-open = Open
agent-key-back = Go back, clear the selection
agent-key-select = Select, select a range
agent-key-compose = Reply, internal note
agent-key-send = Send
agent-key-send-stay = Send, keep waiting on us
agent-key-close = Close or reopen
agent-key-important = Important or not
agent-key-merge = Merge with another ticket
agent-key-away = Spam, delete
agent-key-go = Go to my tickets (U: unassigned, O: all open)
agent-key-pick = Pick in an open menu
agent-key-undo = Undo the last action

## Lists

agent-list-new = { "{n}" } new
agent-list-moved = Show the new order
agent-group-important = Important
agent-select-all = Select all tickets of this page
# $number (String) - the ticket's number
agent-select-ticket = Select #{ $number }
agent-search-label = Words, a name, an address or a ticket number
agent-sort-newest = Newest first
agent-sort-oldest = Oldest first
agent-sort-turn = Turn the order around
agent-pages = Pages
agent-page-first = First page
agent-page-next = Next page
agent-group-today = Today
agent-group-yesterday = Yesterday
agent-group-week = This week
agent-group-earlier = Earlier
agent-group-found = Found, newest match first
agent-unread = Unread
agent-no-subject = No subject
# $count (Number) - messages
agent-messages = { $count ->
    [one] { $count } message
   *[other] { $count } messages
}
# $name (String) - who
agent-is-replying = { $name } is replying
# $name (String) - who
agent-is-viewing = { $name } is viewing
agent-unassigned = Unassigned
agent-empty-mine = Nothing is yours right now
agent-empty-mine-more = Tickets assigned to you appear here. Take one from Unassigned when you have room.
agent-empty-take = See unassigned tickets
agent-empty-unassigned = Every ticket has an owner
agent-empty-unassigned-more = New mail and questions wait here until somebody takes them.
agent-empty-agent = Nobody waits for you
agent-empty-agent-more = A ticket moves here when the customer answers.
agent-empty-customer = No answer is outstanding
agent-empty-customer-more = A ticket moves here when you have answered, until the customer writes again.
agent-empty-open = All is answered
agent-empty-open-more = Mail to your addresses and questions from the web become tickets here.
agent-empty-closed = Nothing is closed yet
agent-empty-closed-more = Settled tickets are kept here. An answer from the customer opens them again.
agent-empty-spam = Nothing is called spam
agent-empty-spam-more = Tickets of blocked senders are kept here. Put one back and its sender is free again.
agent-empty-trash = The trash is empty
agent-empty-trash-more = Deleted tickets stay here for 30 days, then they are gone for good.
agent-empty-department = No open tickets here
agent-empty-department-more = Tickets appear when mail comes to its address, or when somebody moves one here.
agent-empty-search = Search all tickets
agent-empty-search-more = Words from the subject or the text, the sender’s name or address, or a number such as #4821. Narrow it with from:clara, subject:lift, tag:vpn, is:closed (open, mine, unassigned, important, spam, deleted), "exact words" or -without.
agent-empty-found = Nothing found
agent-empty-found-more = Try fewer words, or another form of them. Each word must occur in the same message.
agent-bulk = Actions on the selected tickets
agent-bulk-label = Actions on { "{n}" } selected tickets
agent-bulk-selected = selected
agent-bulk-clear = Clear the selection
agent-add = Add

## Properties

agent-assign = Assign
agent-assignee = Assignee
agent-status = Status
agent-priority = Priority
agent-department = Department
agent-tag = Tag
agent-tags = Tags
# $tag (String) - the tag
agent-tag-remove = Remove tag { $tag }
agent-to-me = Me
agent-nobody = Nobody
agent-former = a former agent
agent-close = Close
agent-reopen = Reopen
agent-take = Take it
agent-more-short = More
agent-important = Mark as important
agent-unimportant = No longer important
agent-spam = Spam
agent-delete = Delete
agent-put-back = Put back
# $service (String) - the service's name
agent-move-to = Move to { $service }
agent-merge = Merge…
agent-split = Split…
agent-in-spam = This ticket is spam. It stands in no list, and later tickets of its sender join it here.
agent-in-trash = This ticket was deleted. It is gone for good after 30 days.
agent-in-merged = The messages of this ticket went to
agent-details = Details
agent-requester = Requester
agent-properties = Properties
agent-others = Other tickets
agent-speaks-en = speaks English
agent-speaks-fr = speaks French
agent-takes-part = takes part

## A ticket

# $view (String) - the view's name
agent-back-to = Back to { $view }
agent-previous = Previous ticket
agent-next = Next ticket
agent-more = More actions
agent-conversation = Conversation
agent-by-mail = by mail
# $address (String) - the desk's address
agent-by-mail-to = by mail to { $address }
agent-by-web = on the web
agent-by-agent = entered by an agent
agent-related = It came as an answer to another ticket, from a sender who takes no part there:
agent-thread-new = { "{n}" } new below
agent-thread-cut = Older messages are not shown
agent-quoted = Show the history
agent-note = Internal note
agent-sent = sent by mail
agent-sending = Sending…
agent-not-sent = not sent
agent-mail-kept = Not sent, because this address takes no mail. “Try again” sends it all the same.
# $reason (String) - what the mail server said
agent-mail-failed = The mail was refused: { $reason }
# $provider (String) - who takes the mail of an address
agent-mail-provider = The mail waits: { $provider } gets too many mails from us for now. It leaves by itself, and “Try again” asks at once.
# $reason (String) - what the mail server said
agent-mail-waiting = The mail has not left yet and is tried again by itself: { $reason }
agent-mail-unsure = It is not sure that this mail left: the connection broke at the last moment. Sent again, it may arrive twice.
# $why (String) - what the other mail server said, in words
agent-mail-returned = This mail came back: { $why }
# $why (String) - what the other mail server said, in words
agent-mail-delayed = This mail has not arrived yet, and the other server goes on trying: { $why }
# $why (String) - what the other mail server said, in words
agent-comes-back = Mail to this address comes back: { $why }
# $why (String) - the reason
agent-no-mail = No mail goes to this address: { $why }
agent-returned-by-hand = an admin put it on the list
agent-returned-address = the address does not exist
agent-returned-host = the domain takes no mail
agent-returned-closed = the mailbox is closed
agent-returned-full = the mailbox is full
agent-returned-large = the mail was too large
agent-returned-policy = the other server did not want it
agent-returned-silent = the other server does not answer
agent-returned-other = the other server did not take it
agent-returned-unsaid = the other server did not say why
agent-try-again = Try again
agent-auto-bounce = Delivery report
agent-auto-report = Automatic report
agent-auto-reply = Automatic answer
agent-auto-list = Mailing list
agent-auto-bulk = Mass mail
agent-auto-generated = Written by a program

## The timeline

agent-because = because
agent-event-undone = (taken back)
agent-event-desk = Guichet
# $name (String) - the rule
agent-event-rule = Rule “{ $name }”
agent-event-opened = Ticket opened
agent-event-opened-by = opened the ticket
# $status (String) - the new status
agent-event-status = set the status to { $status }
agent-event-closed = closed the ticket
agent-event-reopened = reopened the ticket
# $name (String) - the agent
agent-event-assigned = assigned it to { $name }
agent-event-taken = took the ticket
agent-event-unassigned = took the assignee off
# $priority (String) - the new priority
agent-event-priority = set the priority to { $priority }
# $tag (String) - the tag
agent-event-tag-added = added the tag { $tag }
# $tag (String) - the tag
agent-event-tag-removed = removed the tag { $tag }
# $department (String) - the service and department
agent-event-department = moved it to { $department }
agent-event-acknowledged = told the customer that it has arrived
agent-event-spam = called it spam
agent-event-deleted = deleted the ticket
agent-event-put-back = put the ticket back
# $ticket (String) - a link to the other ticket
agent-event-merged-in = merged { $ticket } into this ticket
# $ticket (String) - a link to the other ticket
agent-event-merged-away = merged this ticket into { $ticket }
# $ticket (String) - a link to the other ticket
agent-event-split-off = made { $ticket } of some of the messages
# $ticket (String) - a link to the other ticket
agent-event-split-from = made this ticket of messages of { $ticket }
# $ticket (String) - a link to the other ticket
agent-event-message-moved = moved a message to { $ticket }
agent-event-reread = read a mail again, and it is understood differently
# $ticket (String) - a link to the other ticket
agent-event-message-came = moved a message here from { $ticket }
# $ticket (String) - a link to the other ticket
agent-event-parted = took the move of messages with { $ticket } back
agent-event-withdrawn = took an answer back before it left
agent-came-back = came back
agent-mail-system = Mail system
# $reason (String) - why
agent-event-answer-returned = The answer came back: { $reason }
# $address (String) - who was not reached
# $reason (String) - why
agent-event-answer-not-delivered = The answer could not be delivered to { $address }: { $reason }
# $reason (String) - what the mail server said
agent-event-mail-failed = A mail could not be sent: { $reason }
# $name (String) - the rule
agent-event-rule-stopped = Rule “{ $name }” was held back
# $name (String) - the filter's name
agent-event-filter-stopped = Filter “{ $name }” matched, but what it names is no longer here
agent-event-other = changed something
agent-rule-acknowledge = Acknowledge new tickets
agent-rule-wait-for-customer = Wait on customer after our reply
agent-rule-wait-for-agent = Wait on agent after their reply
agent-rule-blocked = Blocked senders
agent-why-opened = it is new
# $name (String) - who
agent-why-replied = { $name } replied
# $address (String) - the desk's address
agent-why-sent-to = it was sent to { $address }
agent-why-form = it came by the web form
agent-why-by-agent = an agent entered it
agent-why-token = its address names this ticket
agent-why-references = it answers a mail of this ticket
agent-why-moved = an agent put it here
agent-why-blocked = its sender is blocked
agent-why-customer-wrote = the customer wrote again
# $element (String) - what the filter looked at
# $operator (String) - how it compared
# $value (String) - with what
agent-why-filter = { $element } { $operator } “{ $value }”
agent-why-apart = an admin let it in apart from the ticket that it answers
# $address (String) - the sender
agent-why-unknown-sender = { $address } takes no part in the ticket that it answers

## The composer

agent-composer = Composer
# $name (String) - the requester
agent-composer-label = Your message to { $name }
# $name (String) - the requester's first name
agent-placeholder = Write to { $name }… Type / for a canned response
agent-kind = Kind of message
agent-reply = Reply
agent-note-short = Note
agent-team-only = only the team reads it
# $name (String) - the requester
agent-to = to { $name }
# $names (String) - others who take part
agent-cc = cc { $names }
# $name (String) - who
agent-moved-by = { $name } wrote meanwhile: read it, then send again.
agent-draft-saving = Saving…
agent-draft-saved = Draft saved
agent-draft-unsaved = Not saved yet
agent-attach = Attach a file
agent-file-remove = Remove { "{name}" }
# $name (String) - the file
agent-file-remove-named = Remove { $name }
agent-too-big = Over { "{max}" }
agent-send-failed = Not sent. Try again.
agent-format = Text style
agent-format-bold = Bold
agent-format-italic = Italic
agent-format-list = List
agent-format-numbers = Numbered list
agent-format-quote = Quote
agent-format-code = Code
agent-format-link = Link
agent-format-address = Address of the link
agent-signature-added = Signature added
agent-add-note = Add note
agent-send = Send
agent-send-ways = Other ways to send
agent-send-close = Send and close
agent-send-keep = Send, keep waiting on us

## A new ticket

agent-new-who = Requester
agent-new-who-hint = They get your answers by mail. Somebody unknown is added.
agent-new-what = Question
agent-new-what-hint = In their words. It stands first in the conversation.
agent-new-where = Routing
agent-new-where-hint = The team that takes care of it, and how urgent it is.
agent-open-ticket = Open ticket
agent-cancel = Cancel
agent-optional = optional
agent-field-address = Mail address
agent-field-name = Name
agent-field-name-hint = For somebody who writes for the first time.
agent-field-subject = Subject
agent-field-body = Question

## The profile

agent-profile-you = You
agent-profile-you-hint = Your name stands under your answers.
agent-profile-work = Work
agent-profile-work-hint = How you write, and what reaches you.
agent-profile-password = Password
agent-profile-password-hint = A new one signs you out everywhere else.
agent-field-language = Language
agent-language-browser = As my browser says
agent-field-zone = Time zone
# $zone (String) - the desk's time zone
agent-field-zone-hint = Empty means that of the desk: { $zone }.
agent-field-signature = Signature
agent-field-signature-hint = Stands under every answer.
agent-field-notify = Mail about my tickets
agent-field-notify-hint = When a ticket is assigned to you, or its customer writes.
agent-field-keys-off = Turn single keys off
agent-field-keys-off-hint = Shortcuts such as R or E then do nothing. Ctrl with a key still works.
agent-field-current = Current password
agent-field-password = New password
# $count (Number) - characters
agent-field-password-hint = At least { $count } characters.
agent-password-set = Set password
agent-save = Save

## The mail ledger

agent-sum-accepted = Accepted
agent-sum-done = In tickets
agent-sum-duplicate = Came twice
agent-sum-held = Held
agent-sum-discarded = Put aside
agent-sum-received = Being read
agent-source = The mail as it came
agent-source-text = Source
agent-look = As designed
agent-original-ways = How to see the mail
agent-source-download = Download
agent-source-cut = The rest is in the file.
agent-source-why = In this ticket because
agent-source-checks = Who sent it
agent-source-unchecked = not checked
agent-source-gone = This mail is no longer kept as it came: it is older than the desk keeps mails. What was understood of it is in the ticket.
agent-reread = Read again
agent-reread-hint = What the ticket shows of this mail is understood anew; you can undo it
agent-pictures-hidden = Pictures from elsewhere are not shown.
agent-pictures-show = Show pictures
agent-sender-confirmed = { $domain } confirms this sender
agent-sender-unconfirmed = sender not confirmed
agent-sender-unconfirmed-more = The domain of this sender vouches for its mail, but not for this one. Do not trust who it says it is.

## Canned responses in the composer

agent-close-ticket = Close ticket
agent-save-canned = Save as canned response
agent-canned-name = Name of the canned response
agent-canned = Canned responses
agent-canned-short = Canned
agent-canned-search = Search canned responses
agent-canned-none = Nothing found.
agent-canned-used = used { "{n}" } times
agent-canned-insert = insert
agent-canned-next = next [placeholder]
agent-canned-send = insert and send
agent-why-again = it had acted on this ticket in the same moment: rules that wake each other end here
agent-why-budget = it acted on this ticket 100 times in a day
agent-why-mails = two machines must not answer each other: the customer got five automatic mails within an hour, and gets none until they are resumed
agent-why-paused = automatic mails from this address are paused: there were 5,000 within an hour
agent-unsent = Not sent to the customer:
agent-why-answer = the agent answered the notification by mail
agent-why-answer-stale = somebody wrote after the mail that this answers
agent-why-answer-unclear = the words could not be told from the mail that they quote
agent-why-answer-refused = the ticket did not take the answer
agent-why-failed = what it should do is not possible any more
# $agent (String) - the agent
agent-event-notified = told { $agent } by e-mail
agent-type = Type
# $before (String) - the type and status before
# $after (String) - the type and status now
agent-event-type = changed the type from { $before } to { $after }
agent-why-status-deleted = its status was deleted

views-title = Views
views-lead = Lists of your own: a filter over every property, an order, and what the rows show. They stand in the menu with how many tickets they count.
views-new = New view
views-name = Name
views-which = Which tickets
views-order = Order
views-opened-last = Opened last first
views-opened-first = Opened first first
views-shape = Shown as
views-list = List
views-board = Board
views-columns = What the rows show
views-column-preview = Beginning of the last message
views-column-tags = Type and tags
views-column-messages = How many messages
views-who = Who has it
views-mine = Only you
views-shared = Everybody
views-me = Me (whoever reads it)
views-none = You have made no view yet.
views-none-shared = Nobody has made a view for everybody yet.
views-default = Views that came with the desk
views-default-hint = What you delete here leaves the menu of everybody. It can be restored at any time.
views-hidden = deleted
# $name (String) - the view
views-change = Change “{ $name }”
views-as-list = Show as a list
views-as-board = Show as a board
views-save-as = Make a view of this list
views-empty = No ticket is like this
views-empty-more = As soon as one is, it stands here.
views-none-here = Nothing among those looked at so far
views-none-here-more = A page looks at the newest 20,000 tickets. Go on to the next page to look further.

# $name (String) - the column
board-more = More in { $name }
board-empty = Nothing here
board-drop = What is dropped here is closed.
# $subject (String) - the ticket's subject
board-move = Move “{ $subject }”: press space, then the arrow keys
board-over = {"{"}name{"}"}, column {"{"}at{"}"} of {"{"}of{"}"}. Space drops it, Escape puts it back.
board-back = Back where it was
agent-nav-types = Types
agent-why-by-program = a program sent it
agent-event-webhook = told a webhook

## How long mails are kept

keeping-title = Mails as they came
keeping-lead = Beside each message, its mail is kept as it came: to look at its source, and to read it again. Here you say how long. Messages and their files stay, and so does mail that is held.
keeping-days = Keep mails
keeping-forever = for ever
# $days (Number) - how many
keeping-for = { $days } days
