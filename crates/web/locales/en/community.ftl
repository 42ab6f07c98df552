act-accepted = accepted an answer
act-approved = let a post be read
act-dismissed = found nothing wrong with a report
act-edited = changed the words of a post
# $why (String) - the reason
act-held = held a post: { $why }
act-hidden = hid a post
act-lifted = took a measure back
act-locked = locked the topic
act-moved = moved the topic
act-not-accepted = took the accepted answer back
act-not-official = took the official answer back
act-official = made an answer official
act-pinned = pinned the topic
act-private = made the topic private
act-public = made the ticket public
act-rejected = did not let a post be read
# $measure (String) - what
act-sanctioned = decided: { $measure }
act-shown = showed a post again
act-unlocked = opened the topic again
act-unpinned = unpinned the topic
act-upheld = acted on a report
# $subject (String) - the question
# $name (String) - who has it
agent-assign-row = Assign “{ $subject }”, now: { $name }
agent-empty-questions = No questions here
agent-empty-questions-more = Questions that members ask on the help desk appear here, open and private ones.
agent-awaits = Members will read this once a moderator has agreed.
agent-event-held = A post waits for a moderator: { $why }
agent-event-reported = reported a post
agent-why-comment = answered an e-mail about the topic
agent-why-refused-fast = they wrote too much in a short time, so the mail came here
agent-why-refused-locked = the topic is closed, so the mail came here
agent-why-refused-person = the community is closed to them, so the mail came here
agent-why-refused-rules = they have not accepted the rules, so the mail came here
agent-in-community = See it in the community
agent-public = Others can read it
agent-public-hint = Others can read this ticket. Answers are public; notes stay internal.
# $subject (String) - the topic
customer-about = About the topic “{ $subject }”. Only the team reads what you write here.
customer-held = A moderator reads it before other members do
customer-only-team = Only the team
customer-only-team-hint = Nobody else reads it.
customer-open = Every member
customer-open-everybody = Everybody can read and members can answer. Leave out what is personal.
customer-open-hint = Members can read and answer, often faster than we do. Leave out what is personal.
customer-private-now = Your words are kept: send them to the team alone instead.
customer-public = Members can read it
# $count (Number) - how many
customer-similar = { $count ->
    [one] This may answer it:
   *[other] These may answer it:
}
customer-who-reads = Who may read it?
dash-activity = Recent activity
dash-activity-none = Nothing has happened yet.
dash-all = All
dash-connected = Integrations
dash-desk = The desk
dash-did-assign = assigned
dash-did-lock = locked
dash-did-note = left a note in
dash-did-open = opened
dash-did-status = changed the status of
dash-did-write = wrote in
# $count (Number) - how many
dash-failed = { $count ->
    [one] { $count } not sent
   *[other] { $count } not sent
}
# $count (Number) - how many
dash-failing = { $count ->
    [one] { $count } fails
   *[other] { $count } fail
}
dash-here = here now
dash-late = Late
dash-late-none = Nothing is late.
dash-mine = Needs you now
dash-mine-none = Nothing waits for you.
dash-moderation = Waits for a moderator
dash-questions = New questions, last four weeks
dash-questions-none = No questions in the last four weeks.
dash-step-guides = Write a first guide
dash-step-hours = Say when you are at work
dash-step-legal = Write your terms and privacy policy
dash-step-mail = Receive a first e-mail
dash-step-team = Invite a colleague
dash-steps = Left to set up
dash-team = Available
dash-team-none = Nobody is here just now.
dash-title = Dashboard
dash-unanswered = Waiting for an answer
dash-unanswered-none = Everybody has an answer.
datum-address = e-mail
datum-card = card number
datum-iban = bank account
datum-identity = identity number
datum-name = name
datum-network = IP address
datum-number = number
datum-phone = phone number
datum-place = address
datum-secret = secret
error-first = The first message must stay: without it there is no question.
error-out-of-range = Between 1 and 366 days.
error-own = This is your own post.
error-staff = Somebody of the team cannot be sanctioned here.
error-too-many-mentions = Name at most ten people in one post.
lock-because = Reason, for the moderation log
lock-do = Lock the topic
lock-last = Last message
lock-lead = Nobody can reply any more. Everybody can still read it.
lock-message = Message
lock-summary = Summary
lock-summary-hint = shown on top of the locked topic
# $count (Number) - how many
lock-tell = { $count ->
    [0] Tell the people who took part
    [one] Tell the person who took part
   *[other] Tell the { $count } people who took part
}
lock-title = Lock this topic
lock-undo = You can open it again at any time.
moderation-approve = Let it be read
moderation-ban = Temporary ban
# $day (String) - the last day
moderation-ban-until = Banned until { $day }
moderation-bar = Moderation
moderation-because = Reason
moderation-because-told = Reason; the person reads it
moderation-days = Days, for what ends by itself
moderation-dismiss = Nothing is wrong with it
moderation-held = Not read yet
moderation-hidden = Hidden
moderation-hide = Hide
moderation-history = What was decided
moderation-lift = Take back
moderation-lifted = taken back
moderation-lock = Lock
moderation-log = Log
moderation-may = Whatever is decided here, private questions to the team stay open to them, and they keep their account.
moderation-measures-hint = A warning only tells. Slowed down: one post an hour. Silenced: reads, writes nothing. Banned or removed: the community is closed, private questions stay open. Each is told by mail and can be taken back.
moderation-merge = Merge
moderation-moderator = Moderator
moderation-more = More…
moderation-move = Move
moderation-no-acts = Nothing was moderated yet
moderation-nobody = Nobody is held back
moderation-nobody-lead = People who are slowed down, silenced, banned or removed stand here.
moderation-nothing = Nothing waits
moderation-nothing-lead = Posts that members report, and those that a moderator reads before others do, appear here.
moderation-people = People
moderation-person = The person
moderation-pin = Pin
moderation-post-title = A post
moderation-queue = Queue
moderation-reject = Do not show
moderation-remove = Remove for good
moderation-removed = Removed
moderation-reported = Reported
# $rule (String) - its number
moderation-rule = rule { $rule }
moderation-show = Show again
moderation-silence = Silence
# $day (String) - the last day
moderation-silence-until = Silenced until { $day }
moderation-since = here since
moderation-slow = Slow down
# $day (String) - the last day
moderation-slow-until = Slowed down until { $day }
moderation-split = Split off
moderation-taken-back = taking an earlier act back
moderation-the-person = About the person
moderation-the-post = About the post
moderation-ticket = Ticket
moderation-title = Moderation
moderation-topic = New topic
moderation-undone = taken back
moderation-warn = Warn
moderation-warning = Warned
moderation-why-link = a new member’s link
moderation-why-repeated = the same text again
moderation-why-watched = a watched word
moderation-why-wave = many new members write at once
publish-anonymous = Do not name who asked
publish-anonymous-hint = Others read “A member”.
publish-back = Back to the ticket
publish-customer = The customer
publish-other = another customer: named in public, and not shown unless you tick it
publish-do = Make it public
publish-files = Files that everybody may have
# $count (Number) - how many
publish-found = { $count ->
    [0] Nothing personal was found
    [one] { $count } personal thing was found
   *[other] { $count } personal things were found
}
publish-lead = Others will read the messages that are ticked. Check what stands out: what is ticked below is replaced, and the original words stay with the team.
publish-more = Take out besides
publish-more-hint = Words that were not found by themselves, a line each.
publish-removed = [removed]
publish-title = Make public
publish-undo = The customer is told. It can be taken back in the moderation log.
# $words (String) - what is replaced
publish-with = Instead of { $words }
ready-add = A new text
ready-add-hint = Put what must be filled in square brackets: [summary]. Slashes offer a choice: [price rise/sale].
# $first (String) - all but the last name
# $last (String) - the last name
ready-and = { $first } and { $last }
ready-choose = Ready text
ready-compose = Change it before sending
ready-fill = Fill this in first.
ready-language = Language
ready-lead = What moderators write often. Placeholders hold a text back until they are filled.
# $count (Number) - how many
ready-left = { $count ->
    [0] Everything is filled.
    [one] { $count } field is left to fill.
   *[other] { $count } fields are left to fill.
}
ready-manage = Manage these texts
ready-name = Name
ready-other-names = Other names
ready-preview = The text
ready-take = Use
ready-title = Moderators’ texts
# $placeholder (String) - with its brackets
ready-unfilled = { $placeholder } is still to be filled.
ready-without = Without a ready text
ready-words = Text
settings-community-hint = Where members read each other’s questions and answer them.
settings-community-public = Everybody reads the community
settings-community-public-hint = Visitors and search engines too. Only members write.
settings-hide-community = Hide the community
settings-hide-community-hint = Nobody but agents finds it, and every question is private.
settings-private-default = Private support discussions
settings-private-default-hint = All questions are private by default.
settings-rules-edit = Rules of the community
settings-rules-en = Community rules in English
settings-rules-fr = Community rules in French
settings-rules-hint = Members accept them before they take part, and again when they change. Number what is not tolerated: reports and measures name the number.
settings-trusted-after = A member is trusted after
settings-trusted-after-hint = So many posts that others could read for ten minutes. Until then links wait for a moderator, and posts are few.
settings-watched = Watched words
settings-watched-hint = One a line. A post with one of them waits for a moderator.
topic-accept = This answers it
topic-accept-not = Not the answer after all
topic-accepted = Accepted answer
topic-accepted-on = You accepted them
topic-all = Community
topic-answered = Answered
# $name (String) - who asked
topic-asked-by = Asked by { $name }
topic-asker = Asked this
topic-asking = Members are asking
topic-cancel = Cancel
topic-categories = Categories
topic-category = Category
topic-crumbs = Where you are
topic-digest = Summary by e-mail
topic-digest-daily = Every day on which something is new
topic-digest-lead = What is new in the community, in one e-mail.
topic-digest-never = Never
topic-digest-often = How often?
topic-digest-weekly = Every week
topic-discussed = Being discussed
topic-done-held = A moderator reads it first
topic-done-locked = The topic is locked
topic-done-moderated = Done. It stands in the log
topic-done-reported = The moderators know
topic-edit = Change
topic-edit-title = Change a post
topic-edited = changed
# $name (String) - who changed it
topic-edited-by = changed by { $name }
topic-follow = Tell me by e-mail
topic-follow-done = That is kept
topic-follow-lead = You got an e-mail about a topic. Choose what you want to hear of it.
topic-follow-muted = You get no e-mails about it.
topic-follow-title = E-mails about a topic
# $count (Number) - how many
topic-found = { $count ->
    [0] No topic says that
    [one] { $count } topic
   *[other] { $count } topics
}
topic-held-others = Nobody but its author and the team sees this: it waits for a moderator.
topic-held = Only you and the team see this: a moderator reads it first.
topic-helpful = Helpful
# $why (String) - the reason
topic-hidden = Hidden by the team: { $why }
# $name (String) - the moderator
# $why (String) - the reason
topic-hidden-by = Hidden by { $name }: { $why }.
topic-is-locked = This topic is locked
topic-link = Link
topic-locked = Locked
topic-locked-lead = New replies are off; reading and voting stay on.
topic-looked-at = Being looked at
topic-make-official = Make official
topic-make-private = Make private
topic-me-too = I have this too
topic-member = Member
topic-mention-hint = @Name tells somebody who took part
topic-moderate = Moderate
topic-more = More replies
topic-mute = Nothing about this topic
topic-near = Close to this
topic-new = Ask the community
topic-none = No topics yet
topic-none-lead = Ask the first question: members often answer faster than we do.
topic-none-mine = You have not taken part yet
topic-none-mine-lead = Topics that you ask, answer or watch appear here.
topic-none-unanswered = Everything has an answer
topic-none-unanswered-lead = Questions that nobody has answered appear here.
topic-normal = After I wrote here, or when I am named
topic-official = Official answer
topic-official-not = Not official any more
topic-part-all = All
topic-part-mine = Mine
topic-part-unanswered = Unanswered
topic-parts = Which topics
topic-pinned = Pinned
topic-private-hint = Nobody has answered yet: you can still keep this between you and the team.
topic-quote = Quote
# $what (String) - what is said
# $count (Number) - how many
topic-reaction = { $what }: { $count }
# $until (String) - when it ends
topic-refused-banned = The community is closed to you until { $until }. Your private questions to the team stay open.
# $until (String) - when
topic-refused-fast = You have written a lot in a short time. You can write again at { $until }.
topic-refused-locked = This topic is locked: nobody can add anything. You can write to the team.
topic-refused-removed = You were removed from the community. Your private questions to the team stay open.
topic-refused-rules = Read and accept the rules of the community first.
# $until (String) - when it ends
topic-refused-silenced = You can read the community, and write again from { $until } on. Your private questions to the team stay open.
topic-refused-silenced-always = You can read the community, but not write in it. Your private questions to the team stay open.
# $count (Number) - how many
topic-replies = { $count ->
    [0] no replies
    [one] { $count } reply
   *[other] { $count } replies
}
topic-report = Report
topic-report-lead = The moderators look at it. Nobody else learns that you reported it.
topic-report-send = Report it
topic-report-title = Report a post
topic-report-words = What is wrong with it?
# $count (Number) - how many
topic-reports = { $count ->
    [one] { $count } report
   *[other] { $count } reports
}
topic-rule = Which rule does it break?
topic-rule-none = None of them
topic-rules = Community rules
topic-rules-accept = I have read the rules and will keep to them.
topic-rules-first = Please read the rules before you take part.
topic-rules-go = Go on to the community
topic-rules-lead = How members treat one another here.
topic-rules-read = Read all rules
topic-search = Search the community
topic-search-guides = Search the guides for this
topic-see-all = All questions
topic-send = Reply
topic-settled = Settled
topic-show = Show
topic-sign-in-lead = Members answer here. Sign in to write.
topic-somebody = A member
topic-summary = What came out of it
# $name (String) - the organisation
topic-team = { $name } team
topic-thanks = Thank you
topic-unanswered = Unanswered
# $count (Number) - how many
topic-views = { $count ->
    [0] no views
    [one] { $count } view
   *[other] { $count } views
}
topic-watch = Every reply
topic-words = Words
topic-write = Your reply
topic-write-close = Reply and settle
topic-write-hint = Write a reply. Markdown works: **bold**, - lists, > quotations.
topic-write-team = Write to the team instead
# $name (String) - who wrote
topic-wrote = { $name } wrote:
view-question-tabs = Questions of members
view-questions = Open questions
view-settled-questions = Settled questions
customer-personal = This can be read by everybody, and looks as if it were about you or somebody else. Take it out, ask the team alone, or tick that it is fine.
customer-personal-fine = It is fine, everybody may read this
moderation-sure = Removing somebody is for good: I mean it
agent-public-answer = Public answer: everybody who reads the community reads it
agent-public-placeholder = Answer everybody…
