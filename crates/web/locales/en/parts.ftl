language-name = English
undo = Undo
parts-no-text = (no text)

time-now = now
# $count (Number) - minutes
time-minutes = { $count } min
# $count (Number) - hours
time-hours = { $count } h
time-weekdays = Mon Tue Wed Thu Fri Sat Sun
time-months = Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec

status-new = New
status-open = Open
status-waiting-agent = Waiting on agent
status-waiting-customer = Waiting on customer
status-closed = Closed

priority-low = Low
priority-normal = Normal
priority-high = High
priority-urgent = Urgent

error-required = This is needed.
error-too-long = This is too long.
error-too-short = This is too short.
error-bad-address = This is not a mail address. It looks like name@example.org.
error-own-address = This is an address of the desk itself.
error-staff-address = This is the address of an agent.
error-taken = This is in use already.
error-too-many = These are too many.
error-too-large = This file is too large. Up to 25 MB can be sent.
error-wrong = This is not right. Check it and try again.
error-away = This ticket is spam, in the trash, or was merged. Put it back first.
error-no-ticket = There is no ticket with this number, or it is out of your reach.
error-same-ticket = The message is in this ticket already.
error-merged = This ticket was merged into another one. Take that one.
error-no-ticket-number = A ticket has a number, such as 42. Search for words above.
error-into-public = Everybody reads this ticket, and not the other one. Merge this one into the other, or make it private first.
error-only-message = It is the only message here: this is its ticket already.
error-unnamed = Whoever asked is not named in public. Together with others, the name could be read.
error-last = The desk needs at least one admin.
error-expired = This code has expired or was used. Here is another one.
error-too-often = Too many tries. Wait a minute, then try again.
error-unknown = This is not known here.

request-failed = That did not work. Nothing is lost: try again.
error-number = Only a whole number works here.
# $most (String) - how many can be
error-too-many-types = No more than { $most } types of a family can be in use. Switch one off first.
error-first-type = This type is always in use: what is nothing else becomes one of it.
error-default-status = New tickets begin here. Let them begin somewhere else first.
error-default-closed = New tickets cannot begin as closed.
error-last-closed = The type needs at least one status that counts as closed.

type-ticket = Ticket
type-question = Question
type-problem = Problem
type-suggestion = Suggestion
type-order = Order
type-task = Task
type-feature = Feature
error-bad-url = This is no address that begins with https:// or http://.
error-order = The end must come after the beginning.
error-undescribed = Each picture needs a description. Click a picture to write it.
error-missing-file = It names a file that is not here.
error-past = This moment has passed. Choose a later one.
error-in-use = It still holds guides, perhaps in the bin. Move them first.

## What invitations, people's cards and protected mails say

card-event = Event
card-invitation = Invitation
card-change = Invitation, changed
card-cancellation = Cancelled
card-counter = Another time proposed
# $name (String) - who answers
card-accepted = { $name } accepts
# $name (String) - who answers
card-declined = { $name } declines
# $name (String) - who answers
card-tentative = { $name } may come
# $name (String) - who answers
card-answered = Answer of { $name }
card-untitled = Without a title
card-when = When
card-where = Where
card-organiser = Organiser
card-guests = Guests
card-all-day = all day
card-no-zone = time zone not stated
card-every-day = every day
card-every-week = every week
card-every-month = every month
card-every-year = every year
card-every-rule = comes again
# $date (String) - the last day
card-until = until { $date }
# $count (Number) - other events
card-more = { $count ->
    [one] One more event is in the file.
   *[other] { $count } more events are in the file.
}
card-contact = Contact
card-organisation = Organisation
card-mail = E-mail
card-phone = Phone
protected-pgp-signed = Signed with PGP (not checked).
protected-smime-signed = Signed with S/MIME (not checked).
protected-smime-sealed = Sealed with an S/MIME signature (not checked).
protected-pgp-encrypted = Encrypted with PGP.
protected-smime-encrypted = Encrypted with S/MIME.
protected-open = Open the original in your mail program.
protected-unread = Its words cannot be shown here.
protected-download = Download the mail

## Files that were too large for their mail
# $name (String) - the file
# $moment (String) - until when
agent-file-link-open = { $name } left as a link that opens until { $moment }.
# $name (String) - the file
agent-file-link-over = { $name } left as a link that opens no more.
agent-file-link-end = End the link
agent-file-link-renew = Let it open again
# $name (String) - the file
agent-event-link-ended = ended the link to { $name }
# $name (String) - the file
# $moment (String) - until when
agent-event-link-renewed = let the link to { $name } open again, until { $moment }
agent-files-heavy = Together too large for a mail: the largest leave as links that open for a time.
