settings-back = Back to tickets
settings-group-tickets = Tickets
settings-group-team = Team
settings-group-system = System
settings-change = Change
# $name (String) - what is deleted
settings-delete = Delete “{ $name }”
# $name (String) - what moves
settings-up = Move “{ $name }” up
# $name (String) - what moves
settings-down = Move “{ $name }” down
# $name (String) - what is archived
settings-archive = Archive “{ $name }”
# $name (String) - what comes back
settings-restore = Bring “{ $name }” back
settings-archived = archived
settings-off = off
settings-order = Order

## Services and departments

settings-services = Services & departments
settings-services-lead = A service is what you help with, one for each course or product for instance. Every ticket stands in one of its departments.
settings-services-missing = The desk takes no tickets yet: it needs one service with one department.
settings-service-add = Add a service
settings-service-add-hint = Its departments come next.
settings-service-name = Name of the service
settings-department-add = Add department
settings-department-name = Name of the department
# $service (String) - the service's name
settings-departments-of = Departments of { $service }
settings-unsettled = Not closed

## Agents

settings-agents = Agents & permissions
settings-agents-lead = Who answers, and what each of them sees. What an agent has no permission for does not exist for them.
settings-agent-add = Add an agent
settings-agent-add-hint = Anybody with a mail address. They sign in with a link that is mailed to them.
settings-agent-name-hint = Needed for somebody who is new here.
settings-agent-role = Role
settings-agent-role-hint = Admins see everything and change these settings.
settings-agent-sees = Sees
settings-agent-sees-nothing = nothing yet
settings-role-admin = Admin
settings-role-agent = Agent
settings-role-none = No longer an agent
settings-admin-sees-all = Admins see the whole desk. Permissions only decide their signatures and which new tickets they are told about.
settings-grants = Permissions
settings-grants-none = None yet.
settings-grant-add = Add a permission
settings-grant-add-hint = For the whole desk, a service, a department, or the tickets of a company.
# $name (String) - what it is for
settings-revoke = Take the permission for { $name } back
settings-reach-desk = The whole desk
# $name (String) - the service
settings-reach-service = All of { $name }
# $name (String) - the company
settings-reach-company = Tickets of { $name }
settings-companies = Companies
settings-signature = Signature of answers here
settings-notify-new = Mail me when a ticket is opened here

## Canned responses

settings-canned = Canned responses
settings-canned-lead = Texts that you have ready, offered for the tickets of their service. Type / in an empty answer.
settings-canned-add = Add a canned response
settings-canned-hint = The ticket fills in {"{"}name{"}"}, {"{"}first name{"}"}, {"{"}address{"}"}, {"{"}company{"}"}, {"{"}number{"}"}, {"{"}subject{"}"} and {"{"}agent{"}"}. What stands in [brackets] is yours to fill before it is sent.
settings-canned-name = An easy name
settings-canned-text = The text
# $count (Number) - how often
settings-canned-used = { $count ->
    [one] used once
   *[other] used { $count } times
}

## Filters

settings-filters = Creation filters
settings-filters-lead = Every new ticket is tested against all filters, in this order; each that matches applies at once. One that deletes, or calls it spam, is the last.
settings-filter-add = Add a filter
settings-filter-add-hint = Upper and lower case and accents make no difference.
settings-filter-name = Name
settings-filter-element = Look at
settings-filter-operator = Condition
settings-filter-value = Value
settings-filter-effect = Then
settings-filter-agent = Agent
settings-filter-enabled = Switched on
# $element (String) - what it looks at
# $operator (String) - how it compares
# $value (String) - with what
settings-filter-sentence = If { $element } { $operator } “{ $value }”:
settings-element-sender = the sender’s address
settings-element-subject = the subject
settings-element-content = the text
settings-operator-is = is
settings-operator-is-not = is not
settings-operator-contains = contains
settings-operator-contains-not = does not contain
settings-operator-starts = begins with
settings-operator-ends = ends with
settings-effect-assign = transfer to
settings-effect-department = move to
settings-effect-important = mark as important
settings-effect-tag = add the tag
settings-effect-close = close
settings-effect-spam = call it spam
settings-effect-delete = delete

## Blocked senders

settings-blocked = Blocked senders
settings-blocked-lead = Whoever wrote a ticket that was called spam. Their later tickets are caught and kept.
settings-blocked-none = Nobody is blocked
settings-blocked-none-more = Call a ticket spam, and its sender appears here.
# $name (String) - the agent
settings-blocked-by = blocked by { $name }
settings-blocked-by-rule = blocked by a filter
settings-unblock = Unblock
# $count (Number) - tickets
settings-unblock-release = { $count ->
    [one] Unblock and put the ticket back
   *[other] Unblock and put { $count } tickets back
}

## Merging and splitting

# $number (String) - the ticket's number
merge-title = Merge into #{ $number }
# $subject (String) - what it is about
# $name (String) - who asked
merge-lead = The messages of the tickets that you choose move into this ticket of { $name }: { $subject }. Answers to them arrive there. It can be taken back at any time.
merge-search = Search tickets by words, name, address or number
merge-suggested = Suggestions
merge-found = Found
merge-none = No ticket to show. Search for words, a name or a number.
merge-other-person = someone else’s
merge-warning = Tickets of somebody else: both people will read the whole conversation from then on.
# $number (String) - the ticket's number
merge-button = Merge into #{ $number }
# $number (String) - the ticket's number
split-title = Split #{ $number }
split-lead = The messages that you choose become a ticket of their own. It can be taken back at any time.
split-messages = Messages
split-button = Make a new ticket

## A message that belongs elsewhere

move-elsewhere = This belongs elsewhere…
move-new = Into a ticket of its own
move-other = Into another ticket…
move-title = Where does this message belong?
# $name (String) - who wrote it
move-lead = The message of { $name } moves with its files, and what answers it follows. Nobody is told. It can be taken back at any time.
move-named = Its mail names
move-number = Number of a ticket
move-here = Move here
move-warning = Tickets of somebody else: whoever wrote the message will read the whole conversation from then on.

## Automations

settings-rules = Automations
settings-rules-lead = What the desk does by itself, in this order. Every rule that matches applies. The first three come with a new desk: change them, switch them off, or delete them.
settings-rule-new = New automation
settings-rule-name = Name
settings-rule-on = Switched on
# $name (String) - the rule
settings-rule-switch-on = Switch “{ $name }” on
# $name (String) - the rule
settings-rule-switch-off = Switch “{ $name }” off
# $name (String) - the rule
settings-rule-copy = Copy “{ $name }”
# $name (String) - the rule
settings-rule-copied = { $name } (copy)
# $place (Number) - which of all rules
# $count (Number) - how many rules there are
settings-rule-place = Runs as { $place } of { $count }
# $who (String) - who saved it
settings-rule-edited = Last saved by { $who }
settings-rule-untouched = As it came with the desk
# $count (Number) - how often it ran, 999 at most
settings-rule-runs-lately = { $count ->
    [0] did nothing in the last 30 days
    [one] ran once in the last 30 days
   *[other] ran { $count } times in the last 30 days
}
settings-rule-when = When
settings-rule-trigger = Event
settings-rule-wait = Then wait
settings-rule-wait-hint = The conditions are asked when the time has come. A newer event of the same kind starts it again.
settings-rule-unit = Unit
settings-rule-minutes = minutes
settings-rule-hours = hours
settings-rule-days = days
settings-rule-if = If
settings-rule-match = How conditions combine
settings-rule-or = or
settings-rule-and = and
settings-rule-nor = nor
settings-rule-property = Look at
settings-rule-operator = Comparison
settings-rule-value = Value
settings-rule-nothing = choose …
settings-rule-always = No condition: always.
settings-rule-condition-add = Condition
settings-rule-group-add = Group
settings-rule-line-remove = Remove this line
settings-rule-then = Then
settings-rule-deed = Do
settings-rule-step-add = Action
settings-rule-en = Text in English
settings-rule-fr = Text in French
settings-rule-text-hint = Empty: the usual words. { "{" }name{ "}" }, { "{" }number{ "}" }, { "{" }subject{ "}" } are filled in.
settings-rule-try = Try it
settings-rule-try-hint = On what has happened, with the words as they stand here. Nothing is changed, nothing is sent.
settings-rule-try-period = Try it on
settings-rule-try-day = the last 24 hours
settings-rule-try-month = the last 30 days
settings-rule-try-all = everything
settings-rule-try-matched = would match
settings-rule-try-read = events read
settings-rule-try-cut = There was more than one try reads; this is the newest of it.
settings-rule-try-changes = What would change
settings-rule-try-none = No ticket would change.
settings-rule-try-near = Missed by one condition
# $rule (String) - the other rule
# $count (Number) - tickets
settings-rule-try-wakes = { $count ->
    [one] One ticket would then wake “{ $rule }”.
   *[other] { $count } tickets would then wake “{ $rule }”.
}
settings-rule-try-foot = Nothing was changed or sent.
# $address (String) - to whom
settings-rule-mail-to = mail to { $address }
settings-rule-usual = the usual words
settings-rule-log = Run log
settings-rule-log-lead = What this rule did, newest first. Its lines also stand in the timeline of each ticket.
settings-rule-log-empty = It has done nothing yet.
settings-rule-undo = Take back
settings-rule-undone = taken back
# $version (Number) - version of the rule
settings-rule-version = version { $version }
settings-rule-history = Versions
settings-rule-older = Older
settings-rule-yes = yes
settings-rule-no = no
# $seen (String) - what was there
settings-rule-seen = there was “{ $seen }”
settings-rule-seen-nothing = there was nothing
settings-trigger-opened = a ticket is opened
settings-trigger-customer-replied = the customer replies
settings-trigger-agent-replied = an agent replies
settings-trigger-note-added = a note is added
settings-trigger-status-changed = the status changes
settings-trigger-assigned = the agent changes
settings-trigger-priority-changed = the priority changes
settings-trigger-department-changed = the department changes
settings-trigger-tag-added = a tag is added
settings-trigger-tag-removed = a tag is removed
settings-operator-at-least = is at least
settings-operator-at-most = is at most
settings-operator-empty = is empty
settings-operator-filled = is not empty
settings-property-domain = the sender’s domain
settings-property-company = the company
settings-property-channel = the channel
settings-property-address = the address written to
settings-property-language = the language
settings-property-author = who did it
settings-property-machine = “written by a machine”
settings-property-status-chosen = “status chosen with the answer”
settings-property-age = the number of hours since it was opened
settings-property-type = the type
settings-property-status = the status
settings-property-priority = the priority
settings-property-department = the department
settings-property-assignee = the agent
settings-property-tag = a tag
settings-mode-all = all
settings-mode-any = any
settings-mode-none = none
settings-deed-acknowledge = Mail the customer
settings-deed-status = Set the status
settings-deed-priority = Set the priority
settings-deed-assign = Assign to
settings-deed-least-busy = Assign to the least busy of the department
settings-deed-department = Move to the department
settings-deed-add-tag = Add the tag
settings-deed-remove-tag = Remove the tag
settings-deed-notify = Mail the agent
settings-deed-spam = Call it spam
settings-deed-trash = Delete it
settings-deed-stop = Ask no later rule
settings-channel-mail = e-mail
settings-channel-web = form
settings-channel-agent = entered by an agent
settings-author-customer = the customer
settings-author-agent = an agent
settings-author-rule = a rule
settings-author-system = the desk
# $trigger (String) - the event
settings-rule-sentence-when = When { $trigger }
# $wait (String) - how long
settings-rule-sentence-wait = after { $wait }
settings-rule-sentence-if = if
settings-rule-sentence-none = if not
settings-why = Why did, or did not, a rule act?
settings-why-lead = Every rule as it is now, asked about the newest event of this ticket that it waits for.
settings-why-acted = acted
settings-why-held = conditions hold
settings-why-not = conditions do not hold
settings-why-no-event = its event has not happened here
settings-why-waits = waits for its time
settings-why-other = Its conditions hold, yet it did nothing then: it may have been changed or switched on since, an earlier rule ended the chain, or everything was so already.
settings-deed-type = Change the type
settings-trigger-type-changed = the type changes

settings-types = Ticket types
settings-types-lead = What kinds of tickets there are. Each has its own statuses and, if you like, its own mail address. One type is enough for many desks.
settings-family-ticket = Tickets
settings-family-task = Tasks
settings-family-feature = Features
# $used (Number) - types in use
# $most (Number) - how many can be
settings-types-used = { $used } of { $most } types in use
# $count (Number) - types that are not in use
settings-types-hidden = Show hidden types ({ $count })
settings-type-new = New type
# $count (String) - tickets
settings-type-tickets = { $count } tickets
# $count (String) - tickets
# $open (String) - those that are not closed
settings-type-counts = { $count } tickets, { $open } not closed
settings-enable = Enable
settings-enabled = Enabled
settings-disable = Disable
settings-type-name-address = Name and address
settings-type-name-hint = Mail sent to the address becomes a ticket of this type. Under another name the type gets another address; the old one keeps working.
settings-type-name = Name
settings-type-icon = Icon
settings-type-no-address = A type gets its address when it is enabled.
settings-type-rules = When somebody writes
settings-type-rules-lead = What happens to the status when an agent or a customer writes is said by automations that you can change.
settings-workflow = Workflow
settings-workflow-hint = The statuses that a ticket of this type goes through, in order. Drag a line by its handle, or press space on it and use the arrow keys.
settings-counts-as = Counts as
# $name (String) - the status
settings-counts-as-for = Counts as, for { $name }
settings-customers-read = Customers read
# $name (String) - the status
settings-customers-read-for = Customers read, for { $name }
settings-usual-words = the usual words
# $name (String) - the status
settings-status-name = Name of the status { $name }
# $name (String) - the status
settings-move = Move “{ $name }”: press space, then arrow keys
# $name (String) - the status
settings-more-for = More for { $name }
# $name (String) - the status
settings-status-default = New tickets begin in “{ $name }”
# $name (String) - the status
settings-new-begin = New tickets begin in “{ $name }”.
settings-status-add = Add a status
settings-status-new = New status
settings-shape = Sign
# $name (String) - the status
settings-shape-for = Sign of { $name }
settings-shape-usual = Usual sign
settings-shape-new = Dashed ring
settings-shape-agent = Half-filled ring
settings-shape-customer = Ring with dots
settings-shape-hold = Ring with a bar
settings-shape-solved = Check
settings-shape-rejected = Cross
settings-shape-closed = Line
# $count (String) - tickets
# $name (String) - the status
settings-status-tickets = { $count } tickets are in “{ $name }”. They keep their conversation; only their status changes.
settings-status-heir = Where do they go?

settings-addresses = Mail addresses
settings-addresses-lead = What is written to one of these addresses becomes a ticket. Forward your public address, such as support@your-company, to one of them, then send a test to see it arrive.
settings-copy = Copy
settings-copied = Copied
settings-address = Mail address
# $from (String) - who wrote last
settings-address-last = Receiving. Last mail from { $from }
settings-address-never = No mail has come by this address yet.
settings-address-type-off = its type is not in use: mail becomes ordinary tickets
settings-address-test-to = Send a test to
settings-address-test = Send a test
settings-sender-shown = Answers are from
settings-sender-name = Name of the sender
# $organisation (String) - the name of the desk
settings-sender-name-hint = Empty: { $organisation }
settings-sender-naming = An agent’s answer is from
settings-sender-hint = What goes out by itself bears only the name of the sender. The signature under an answer is in the template of the mail.
# $to (String) - where the test went
# $seconds (String) - how long it took
settings-test-back = The test to { $to } arrived after { $seconds } s
# $to (String) - where the test went
settings-test-waiting = The test to { $to } is on its way
# $to (String) - where the test went
# $error (String) - why
settings-test-failed = The test to { $to } could not be sent: { $error }
settings-address-add = Add an address
settings-address-add-hint = An address at which this server receives mail.

settings-icon-mail = Envelope
settings-icon-circle-question-mark = Question mark
settings-icon-triangle-alert = Warning
settings-icon-lightbulb = Light bulb
settings-icon-shopping-bag = Bag
settings-icon-bug = Insect
settings-icon-receipt = Receipt
settings-icon-shield-alert = Shield
settings-icon-phone = Telephone
settings-icon-key-round = Key
settings-icon-wifi = Radio waves
settings-icon-laptop = Computer
settings-icon-book-open = Book
settings-icon-megaphone = Loudspeaker
settings-icon-circle-check = Check mark
settings-icon-sparkles = Sparkles
api-title = The API for programs
api-lead = Everything that an agent can do, with JSON. A program acts as the agent whose token it has; agents make tokens in their settings.
settings-tokens = API tokens
settings-tokens-lead = With a token a program does what you may do here. Give each program its own, and end it when the program goes.
settings-token-made = This is the token. Copy it now: it is not shown again.
settings-token-add = Make a token
settings-token-add-hint = Give it no more than the program needs.
settings-token-name = What it is for
settings-token-scopes = It may
settings-token-make = Make the token
settings-token-used = used last
settings-token-unused = never used
settings-scope-read = read tickets, people and settings
settings-scope-write = open, answer and change tickets
settings-scope-configure = configure webhooks
settings-hooks = Webhooks
settings-hooks-lead = Other programs are told what happens to tickets: each event is sent as JSON, signed, in order, and again until it has arrived.
settings-hook-add = Add a webhook
settings-hook-add-hint = It is told of what happens from now on.
settings-hook-name = What it is for
settings-hook-url = Address
settings-hook-kinds = Which events
settings-hook-kinds-hint = None chosen: all of them.
settings-hook-failing = fails since
settings-hook-secret = Signing secret
settings-hook-secret-hint = The receiver checks the signature with it, as Standard Webhooks describes.
settings-hook-log = What was sent
settings-hook-none = Nothing was sent yet.
settings-hook-event = Event
settings-hook-answer = Answer
settings-hook-time = Time
settings-hook-replay = Send again
settings-hook-replay-from = Send everything again from event number
# $to (String) - where the test went
settings-test-late = The test to { $to } has not come back by this address. Is the forwarding set up?
settings-deed-webhook = Tell a webhook
settings-deed-in-turn = Assign to the department’s agents in turn
settings-rule-in-hours = business hours only
settings-rule-sentence-hours = of business hours
settings-property-in-hours = “in business hours”
settings-hours = Business hours
settings-hours-lead = When your team is at work. Automations can wait for so many working hours, and ask whether it is one.
settings-hours-when = The desk is at work
settings-hours-always = Always
settings-hours-week = At these times
settings-hours-days = Monday Tuesday Wednesday Thursday Friday Saturday Sunday
# $day (String) - the day
settings-hours-from = { $day }, from
# $day (String) - the day
settings-hours-to = { $day }, to
# $zone (String) - the desk's time zone
settings-hours-zone = Times of the desk: { $zone }.
settings-property-header = the mail header
settings-deed-reply = Answer as
settings-deed-note = Leave a note as
settings-rule-whoever = whoever has it
# $count (Number) - runs
settings-rule-undo-all = { $count ->
    [one] Take back the run shown here
   *[other] Take back all { $count } runs shown here
  }
settings-sort-place = Place {"{"}at{"}"} of {"{"}of{"}"}
settings-rule-answered = answered
settings-rule-noted = left a note
