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
