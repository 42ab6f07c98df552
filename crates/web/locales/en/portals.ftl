# Companies, portals, chat.

portal-to-contact = Contact us
portal-chat-title = Talk to us
portal-message-title = Leave us a message
portal-form = Contact
# $count (Number) - how many
portal-available = { $count ->
    [one] Somebody is here
   *[other] { $count } people are here
}
portal-nobody = Nobody is on chat right now. We answer by e-mail.
portal-closed = Closed for the moment
portal-unavailable = Service unavailable
portal-sorry = Sorry for this temporary inconvenience. Nothing can be sent at the moment; please try again later.
portal-kept = What you wrote
portal-no-tracking = No cookie, no tracking
portal-close = Close
portal-somebody-came = Somebody is here now: you can talk at once. Your words are still here.
portal-all-left = Everybody has just left. Your words are still here: send them as a message, and we answer by e-mail.
# $name (String) - the reader
portal-as = You are { $name }.
portal-name = Your name
portal-address = E-mail
portal-address-optional = E-mail (if you like)
portal-question = How can we help?
portal-files = Pictures or documents
portal-start-chat = Start the chat
portal-send = Send
portal-sent = We have your message
# $number (String) - of the ticket
portal-sent-hint = It has the number { $number }. We answer by e-mail.
portal-sent-follow = Follow it
# $name (String) - the other side
chat-with = Chat with { $name }
chat-messages = Messages
chat-unsent = Not sent yet. It goes out when you are online again.
chat-again = Try again
chat-new = Start a new conversation
chat-reload = Look for news
# $name (String) - the agent
chat-talking-to = { $name } is here
chat-waiting-short = Somebody will be with you
chat-over = This conversation is over
chat-share = Show my screen
chat-sharing = Your screen is being shown
chat-share-stop = Stop showing
chat-share-failed = The screen could not be shown.
chat-share-consent = Show your screen to the person you talk to? You choose what, nothing is recorded, and you can stop at any time.
chat-end-own = End
chat-your-message = Your message
chat-placeholder = Message…
chat-too-late = The conversation ended before this was sent. Copy your words into a new one.
chat-seen = Seen
# $name (String) - who
chat-is-typing = { $name } is typing
# $count (Number) - how many
chat-waiting = { $count ->
    [one] You are next. Somebody takes your question any moment.
   *[other] You are number { $count } in the queue.
}
chat-nobody-left = Everybody has left meanwhile. Your question is kept: leave an e-mail address and we answer there.
chat-meanwhile = Perhaps this helps meanwhile
chat-still-there = You keep your place: a person answers you.
chat-by-mail = If you leave, the answer comes by e-mail.
chat-leave-address = Have to go? Leave an e-mail address for the answer.
chat-address-after = Leave an e-mail address for later answers and a copy of the conversation.
chat-keep-address = Keep it
chat-missed = You left before somebody came. Your question is kept as a message.
chat-ended = The conversation has ended.
# $stars (Number) - 1 to 5
chat-thanks = Thank you for your rating of { $stars } out of 5.
chat-rate = How was it?
# $stars (Number) - 1 to 5
chat-stars = { $stars } out of 5
chat-opinion = Anything to add?
chat-send-rating = Send the rating
chat-transcript = Send me the conversation by e-mail
chat-on-its-way = The conversation is on its way to your mailbox.
chat-all = Live chat
chat-waiting-list = Waiting for someone
chat-nobody-waits = Nobody waits. Requests appear here and ring.
chat-unavailable-hint = You are unavailable: requests do not reach you.
chat-yours = Yours
chat-just-ended = Just ended
chat-take = Take it
# $name (String) - the visitor
chat-take-from = Take it: { $name }
# $name (String) - the visitor
chat-look-at = Look at the chat of { $name }
# $count (Number) - how many
chat-unread = { $count ->
    [one] new message
   *[other] new messages
}
chat-choose = Choose a chat
chat-choose-hint = Requests of visitors are in the list, the longest waiting first.
chat-no-portals = No portal leads to you. An admin sets portals up under Settings, Customer portals.
chat-visitor = Visitor
chat-this = This chat
chat-before = Before this chat
chat-invited = invited
# $number (String) - of the ticket
chat-as-ticket = Ticket #{ $number }
chat-no-address = No e-mail address
chat-verified = Identity confirmed
chat-not-verified = Address typed, not confirmed
chat-unknown = Not signed in
# $name (String) - the visitor
chat-screen-of = Screen of { $name }
chat-screen-full = Full screen
chat-over-hint = This conversation is over. Answers go out by e-mail, from the ticket.
chat-hand-over = Hand over
chat-to-agent = To an agent
chat-to-department = Back to a queue
chat-invite = Invite as well
chat-end = End chat
chat-waits-since = Waits since
# $name (String) - the visitor
chat-visitor-left = { $name } is not there. What you write is mailed if it is not seen.
# $stars (Number) - 1 to 5
chat-rated = Rated { $stars } of 5.
chat-was-missed = The visitor left before somebody came. This is a ticket now.
chat-somebody-waits = Somebody asks for a chat
# $count (Number) - how many
chat-people-wait = { $count ->
    [one] Somebody waits for a chat
   *[other] { $count } people wait for a chat
}
chat-ended-for-you = You were set to unavailable because no page of yours was open, at
chat-available-again = Available again
chat-stay-away = Stay unavailable
chat-requests = Chat requests
chat-available = Available
chat-unavailable = Unavailable
chat-available-hint = Requests ring here and in the queue
chat-unavailable-means = You see no requests. Open chats stay yours
chat-notify-by = Notify me by
chat-request-sound = Sound for requests
chat-message-sound = Sound for messages
chat-desktop = Desktop notification
chat-play = Play
chat-manage-contacts = Manage contacts
# $visitor (String) - who
# $portal (String) - where
chat-notice = { $visitor } is waiting for a chat in “{ $portal }”
chat-done-taken = The chat is yours
chat-done-gone = Somebody else was first, or the visitor has left
chat-done-handed = Handed over
chat-done-invited = Invited
chat-done-ended = Chat ended, ticket settled
chat-done-available = You are available for chat requests
chat-done-unavailable = You are unavailable for chat requests
agent-by-chat = by chat
agent-event-chat-taken = took the chat after
agent-event-chat-invited = invited
agent-event-chat-ended = ended the chat
agent-event-chat-missed = left before somebody came
agent-event-chat-rated = rated the chat
agent-because-portal = it was asked in a portal
companies-title = Companies
companies-lead = The organisations of your customers. Whoever writes from one of its domains belongs to it.
companies-find = Find a company
companies-none = No company here.
companies-more = Show more
companies-add = Add a company
# $count (Number) - how many
companies-people = { $count ->
    [one] { $count } person
   *[other] { $count } people
}
companies-no-domain = No domain
companies-portal = Portal
companies-no-portal = No portal yet: add one
companies-agents = Agents of this company:
companies-no-agents = none of its own
companies-delete = Delete
companies-name = Name
companies-domains = Domains
companies-domains-hint = acme.example, one on each line.
contacts-title = Contacts
contacts-lead = The ways on which you hear of chat requests while you are available. In the status menu each is selected or not.
contacts-none = None yet. Sounds and desktop notifications work without.
contacts-add = Add a contact
contacts-add-hint = A web address gets a POST with a line of text, as ntfy or a Matrix hook takes it.
contacts-kind = Kind
contacts-mail = E-mail
contacts-webhook = Web address (ntfy, Matrix…)
contacts-address = Address
contacts-on = Selected
contacts-off = Not selected
# $address (String) - where
contacts-switch-off = Do not use { $address }
# $address (String) - where
contacts-switch-on = Use { $address }
# $address (String) - where
contacts-remove = Remove { $address }
contacts-trouble = The last notice did not arrive:
portals-title = Customer portals
portals-lead = Where the people of a company ask you, under their own name and colours.
portals-add = Add portal
portals-none = No portal yet
portals-none-hint = A company takes requests online once it has one.
portals-company = Company
portals-company-hint = A company has one portal at most: those that have one are not listed.
portals-address = Address
portals-portal = Portal
portals-visitors-see = Visitors see
portals-questions = Chats, 7 d
portals-actions = Actions
portals-one-each = A company has one portal at most.
# $names (String) - of companies
portals-without = Without one yet: { $names }.
portals-relays = Screen sharing
portals-relays-hint = Screens travel from browser to browser. Where a firewall is between, a TURN server of yours passes them on.
portals-relays-list = STUN and TURN servers, one on each line
# $name (String) - of the portal
portals-switch = The portal { $name } is active
portals-active = Active
portals-inactive = Inactive
portals-codes = Show URLs and code
# $count (Number) - how many
portals-available = { $count ->
    [one] { $count } available
   *[other] { $count } available
}
portals-message = Leave a message
portals-who = Address
portals-who-hint = For whom the portal is, and where it is found.
portals-subdomain = Sub-domain
portals-free = Free:
portals-domain = Domain of your own (if you like)
portals-domain-hint = Point it at this server and give your proxy a certificate for it.
portals-is-active = Active
portals-is-active-hint = Off, visitors read that the service is unavailable, whoever is there.
portals-looks = Looks
portals-looks-hint = All colours can be read: lightness stays ours.
portals-name = Name
portals-welcome = Welcome
portals-hue = Colour
portals-hue-hint = Move it: this page shows the colour as you do.
portals-chroma = Strength of the colour
portals-logo = Logo
portals-logo-hint = PNG, JPEG, GIF or WebP, up to 512 KB.
portals-no-logo = Take the logo away
portals-language = Language
portals-language-browser = As the visitor’s browser says
portals-guides = Show the guides
portals-community = Show the community
portals-answers = Answers
portals-answers-hint = Where what is asked goes. Its agents, and those of the company, see it.
portals-department = Department
portals-sites = Sites that may show the portal
portals-sites-hint = One on each line. Empty: all.
portals-back = Back to the list
portals-identity = Known customers
portals-identity-hint = Your site can say who its visitors are, so that they need not type it and nobody can pretend.
portals-secret = Secret of this portal
portals-copy = Copy
portals-copied = Copied
portals-identity-docs = Sign this with the secret, and give the token to the code as data-identity. Examples for PHP, Python and JavaScript are in the documentation.
portals-new-secret = New secret
portals-delete = Delete the portal
portals-need-help = Need help?
# $name (String) - of the portal
portals-codes-title = URLs and code for { $name }
portals-codes-hint = Ways to show the same portal. All follow its colours, language and availability.
portals-standalone = Stand-alone URL
portals-standalone-hint = Share it in e-mails or on a poster.
portals-popup = Pop-up window
portals-popup-hint = A link on your site that opens the portal in a small window.
portals-bubble = Bubble in the corner
portals-bubble-hint = The chat bubble in the corner of every page of your site.
portals-inside = Inside a page
portals-inside-hint = A frame where you put the tag: customers type there directly.
portals-example = See an example
# $name (String) - of the company
portals-example-title = A page of { $name }
portals-example-words = These words stand for a page of the company’s site. The code is in it as it would be there.
portals-all-sites = Every site may show it.
# $sites (String) - a list
portals-allowed-sites = Allowed sites: { $sites }
portals-matrix = What visitors see
portals-matrix-hint = That the portal is inactive counts more than that somebody is available. Open pages change at once.
portals-somebody = Somebody is available
portals-nobody = Nobody is available
portals-now = now
portals-why = Why do visitors see this now?
portals-because-off = the portal is switched off.
portals-because-nobody = the portal is active, and none of its agents is available.
# $names (String) - of agents
portals-because-somebody = the portal is active, and these are available: { $names }.
portals-no-agents = No agent has access to this company or department.
portals-view-chat = Chat
portals-view-chat-hint = Visitors start a chat.
portals-view-message-hint = Visitors leave a message with their e-mail address.
portals-view-off-hint = Visitors read an apology. Nothing can be sent.
# $count (Number) - how many
portals-away = { $count ->
    [one] Available, but no page open for a minute
   *[other] Available, but no page open for { $count } minutes
}
portals-ended = Set to unavailable because no page was open, at
settings-channel-chat = Chat
error-bad-domain = That is no domain. Write it like acme.example.
error-bad-name = Use letters, digits and hyphens, at most 63, and no hyphen at either end.
error-reserved = This name is kept back. Choose another one.
error-has-portal = This company has a portal already. It can have one at most.
error-no-picture = That is no picture. Use PNG, JPEG, GIF or WebP.
error-nobody-there = Nobody there is available for chats.
error-over = This conversation is over.
