# Mails to customers: their looks and their words.

mails-title = Mails to customers
mails-lead = The words of each mail in both languages, with a preview on a real ticket. What you leave alone stays as it came.
mails-own = own words
mails-standard = standard
mails-look = Look
mails-look-hint = The colour of the mark, buttons and links. In dark mode, links get a lighter shade.
mails-colour = Colour
mails-languages = Languages
mails-subject = Subject
mails-body = Words
mails-body-hint = Markdown. A bold link alone on its line is a button. Three dashes begin smaller print; what follows the last of them stands below the card.
mails-needs = Must be in it:
mails-ticket = Try it on ticket
mails-ticket-hint = Empty: the newest one that was answered.
mails-test = Send me a test
# $address (String) - where it goes
mails-tested = A test is on its way to { $address }. What you typed is not saved yet.
mails-show = Show the mail
mails-as-text = Show it as plain text
mails-reset = Back to the standard
mails-reset-note = These are the standard words. Save to use them.
mails-preview = Preview
mails-placeholders = Placeholders
mails-answer = Answer
mails-answer-when = Carries every answer of an agent.
mails-acknowledgement = Acknowledgement
mails-acknowledgement-when = Tells a customer that their message has arrived, when a rule says so.
mails-rule-message = Message of a rule
mails-rule-message-when = Carries the words that a rule writes instead of the acknowledgement.
mails-sign-in = Link to sign in
mails-sign-in-when = Leaves when somebody asks for a link to sign in.
mails-account = Account ready
mails-account-when = Tells a new member how to sign in, and may point them to the help centre.
mails-is-answer = what the agent wrote
mails-is-signature = the agent’s name and signature
mails-is-agent-name = the agent’s name
mails-is-solved-link = where the customer says that it is solved; empty when others read the mail too, or it is settled
mails-is-message = the words of the rule
mails-is-sign-in-link = signs the reader in, for 30 minutes
mails-is-ticket-number = the ticket’s number
mails-is-ticket-subject = the ticket’s subject
mails-is-ticket-link = the conversation; without a password if nobody else gets the mail
mails-is-last-words = what the customer wrote last
mails-is-customer-name = the customer’s name
mails-is-customer-first-name = their first name
mails-is-customer-address = their e‑mail address
mails-is-organisation = your organisation’s name
mails-is-site = the address of this site
mails-is-help-centre = the address of the help centre; empty while it is hidden
# $line (String) - a line's number
mails-fault-syntax = Line { $line }: braces or a condition do not fit together.
# $line (String) - a line's number
mails-fault-forbidden = Line { $line }: only a placeholder or a condition can stand in braces here.
# $name (String) - a placeholder
mails-fault-unknown = There is no placeholder “{ $name }” in this mail.
# $name (String) - a placeholder
mails-fault-missing = The placeholder “{ $name }” is missing, or a condition may leave it out.
error-too-light = This is no colour that white words can be read on. Take a darker one.
