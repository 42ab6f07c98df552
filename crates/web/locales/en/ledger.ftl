agent-ledger = Mail ledger
agent-ledger-intro = Every mail that was accepted is counted. Nothing is thrown away without a line here.
agent-ledger-addresses = By address
agent-ledger-elsewhere = named none of the desk’s addresses
agent-ledger-last = Last mail
agent-ledger-since = since
agent-sums-agree = Every accepted mail is accounted for.
# $count (Number) - missing mails
agent-sums-differ = The sums do not agree, mails missing: { $count }.
agent-held = Held mail
agent-held-none = Nothing is held
agent-held-none-more = A mail that could not become a ticket waits here with its reason.
agent-paused = Paused
agent-paused-lead = Nothing goes out by itself here until somebody resumes it, or a day has passed in silence. All mail still comes in, and what agents write leaves as always.
agent-paused-who = Who
agent-paused-since = Since
agent-paused-count = Not sent
agent-paused-person = five automatic mails within an hour: perhaps another machine answers
agent-paused-address = 5,000 automatic mails from this address within an hour
agent-paused-resume = Resume
agent-discarded = Put aside
agent-held-subject = Subject
agent-held-decide = Decide
agent-held-no-subject = (no subject)
agent-held-to-ticket = Make it a ticket
agent-held-apart = Make it a ticket of its own
agent-held-belongs = Let it in where it belongs
agent-held-name = Whose is it?
agent-held-whose = Mail address of whoever wrote it
agent-held-older = Older
agent-held-discard = Put aside
agent-held-take-back = Take back
agent-held-words = What it says
agent-held-at = Received
agent-held-from = From
agent-held-to = To
agent-held-reason = Reason
agent-held-bounce = no sender
agent-held-why-address-gone = the desk no longer has this address
agent-held-why-no-sender = it names no sender
agent-held-why-bad-sender = no address can be read in its sender
agent-held-why-may-not = It answers a notification, but its author may not answer this ticket any more. Released it is judged anew.
agent-held-why-own-address = the desk’s own address sent it; answering would never end
agent-held-why-bounce = a delivery report about a mail that the desk does not know
agent-held-why-report = a receipt or report about a mail that the desk does not know
agent-held-why-unreadable = its content could not be read on the disk
agent-held-why-parser = it could not be understood
agent-held-why-failed = taking it in failed: { $error }
agent-held-why-forged-dmarc = probably forged: { $domain } asks to refuse mail that it does not vouch for, and this is such a mail (DMARC)
agent-held-why-forged-spf = probably forged: { $domain } says that this server may not send for it (SPF)
agent-halt = No mail leaves,
agent-halt-reason = The relay, or the way to it:
agent-halt-next = Everything waits and nothing is lost. It is tried again by itself:
agent-halt-now = Try now
mail-limits-title = What the relay takes
mail-limits-lead = At most so many mails leave to the relay, with all nodes together. What comes later waits for its turn, answers of agents before notices to many. Empty fields set no limit.
mail-limits-minute = Mails per minute
mail-limits-hour = Mails per hour
mail-limits-day = Mails per day
# $most (Number) - the limit
# $used (Number) - mails that left
mail-limits-used = { $used } of { $most } used
# $most (Number) - the limit
mail-full-minute = The limit of { $most } mails per minute is reached.
# $most (Number) - the limit
mail-full-hour = The limit of { $most } mails per hour is reached.
# $most (Number) - the limit
mail-full-day = The limit of { $most } mails per day is reached.
# $count (Number) - mails
mail-full-waiting = { $count ->
    [0] No mail waits.
    [one] One mail waits.
   *[other] { $count } mails wait.
}
# $count (Number) - mails
mail-full-many = More than { $count } mails wait.
mail-full-next = It goes on by itself:
mail-holds-title = Providers that hold us back
mail-holds-lead = They have said that they get too many mails from us. Mail to their people waits, all other mail leaves. From time to time one mail finds out whether it goes on.
mail-holds-provider = Provider
mail-holds-words = What it said
mail-holds-since = Since
mail-holds-until = Next try
mail-holds-waiting = Waiting
# $count (Number) - mails
mail-holds-more = more than { $count }
error-mails = A whole number of mails, at least 1; or nothing.
suppressed-title = Suppressed addresses
suppressed-lead = Nothing leaves for these by itself: no notices, no confirmations, no copies of answers. An answer to one of them waits for the agent, who may send it all the same. Links to sign in that somebody asks for are sent.
suppressed-list = Addresses
suppressed-none = No address is suppressed
suppressed-older = Older
suppressed-add = Add an address
suppressed-address = Mail address
suppressed-put = Send nothing there
suppressed-find = Find an address
suppressed-search = Search
suppressed-all = Show all
suppressed-release = Release
