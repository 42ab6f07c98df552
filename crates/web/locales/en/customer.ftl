customer-skip = Skip to content
customer-nav = Help
customer-menu = Menu
# $name (String) - the signed-in person
customer-account = Your account, { $name }
customer-my-questions = My questions
customer-ask = Ask a question
customer-sign-in = Sign in
customer-sign-out = Sign out
customer-agent-space = Go to the desk
customer-powered-by = Powered by Guichet
customer-offline = You are offline. What you wrote stays here.
customer-home = Back to the start

customer-home-title = How can we help?
customer-home-lead = A person reads every message.
customer-home-ask = Something is not right?
customer-home-ask-lead = Tell us what happened. We answer by e‑mail, and you can follow it here.
customer-home-follow = You asked already?
customer-home-follow-lead = Read our answers, add something, or tell us that it is solved.
customer-home-follow-visitor = Sign in with your e‑mail to read our answers. No account is needed to ask.

customer-pages = Pages
customer-new = New
customer-older = Older questions
customer-empty-title = No questions yet
customer-empty-lead = Your questions and our answers will be here.

customer-state-received = Received
customer-state-on-it = We are on it
customer-state-your-turn = Waiting for your answer
customer-state-settled = Settled
customer-progress = Progress
customer-sentence-received = We have your question. A person will read it.
# $name (String) - the agent in charge
customer-sentence-on-it = { $name } is on it.
customer-sentence-team = Our team is on it.
customer-sentence-your-turn = We have answered. It is your turn.
customer-sentence-settled = This is settled. An answer opens it again.
customer-private = Only the team and the people in copy read it

customer-new-below = {"{"}n{"}"} new below
customer-you = You
# $organisation (String) - the organisation's name
customer-team-of = { $organisation } team
customer-quoted = Show earlier messages
customer-reply = Your answer
customer-reply-hint = Add something…
customer-reply-reopens = Write here to open it again…
customer-files = Files
customer-settle = It is solved
customer-solved = Is it solved?
customer-solved-hint = If it is, we close your question. Writing to us opens it again at any time.
customer-solved-yes = Yes, thank you
customer-solved-no = Not yet
customer-send = Send

customer-new-lead = A person reads every message. We answer by e‑mail.
customer-address = Your e-mail
customer-address-unknown = We don’t know this address yet, so tell us your name.
customer-first-name = First name
customer-last-name = Last name
customer-department = Department
customer-service = Service
customer-choose = Choose…
# $a (String) - a number
# $b (String) - a number
customer-code = Security code: how much is { $a } + { $b }?
customer-code-hint = It keeps machines away. Write the number.
customer-code-done = Security code checked
customer-not-open = This desk takes no questions yet. Please come back later.
customer-subject = Subject
customer-body = What happened?
customer-optional = (if you like)
customer-files-hint = A picture often says it faster. Up to 25 MB each.
customer-files-again = Check that your files are still here, then send again.
customer-leave-empty = Leave this empty
customer-send-question = Send
customer-new-hint = You can follow it in “My questions”.
customer-new-hint-visitor = You will get a link to follow it, no account needed.

customer-sent-title = Thank you, we have your question
# $number (String) - the question's number
customer-sent-number = It has the number { $number }.
customer-sent-copy = Look into your mail
customer-sent-copy-lead = You will get a message with a link to your question.
customer-sent-read = A person reads it
customer-sent-read-lead = If something is missing, we ask.
customer-sent-answer = We answer by e-mail
customer-sent-answer-lead = Just answer that mail if you want to add something.
customer-sent-follow = See my question

sign-in-title = Sign in
sign-in-address = E-mail
sign-in-password = Password
sign-in-button = Sign in
sign-in-or = or
sign-in-link = E-mail me a link
sign-in-refused = E-mail or password not recognised. Try again, or ask for a link.
sign-in-sent = If this address is known here, a link is on its way. It works for 30 minutes.
sign-in-no-account = No account?

setup-title = Set up your desk
setup-about = About this set-up
setup-welcome = Welcome. Three minutes and your counter is open.
setup-lead = You can change everything later in Settings.
setup-step-you = You
setup-step-you-lead = The owner of this desk
setup-step-organisation = Your organisation
setup-step-organisation-lead = Its name, language and first team
setup-step-mail = Mail
setup-step-mail-lead = The address that customers write to
setup-owner = Create the owner account
setup-name = Your name
setup-address = Your e-mail
setup-password = Password
# $count (Number) - characters
setup-password-hint = At least { $count } characters. A sentence works well, paste is welcome.
setup-organisation = Name of the organisation
setup-language = Language of the desk
setup-service = First service
setup-service-hint = What you offer, such as Support.
setup-department = First department
setup-department-hint = The team that answers, such as Front desk.
setup-desk-address = Address of the desk
setup-desk-address-hint = Mail to this address becomes tickets, such as support@example.org.
setup-button = Open the desk

error-page-400 = We did not understand that
error-page-400-lead = Something was missing in what your browser sent. Go back, reload the page and try again.
error-page-403 = This is not open to you
error-page-403-lead = You may need to sign in with another account.
error-page-404 = There is nothing here
error-page-404-lead = The link may be old, or meant for someone else. If you asked us something, the link in our latest mail works.
error-page-404-agent = What was here may have been moved, emptied from the trash, or be out of your reach.
error-page-404-member = Some pages are for members only.
error-page-410 = This link has expired
error-page-410-lead = Files that we send as a link can be fetched for a limited time. Sign in to find this one in your question, or answer our mail: we will send it again.
error-page-413 = That is too large
error-page-413-lead = Up to 25 MB can be sent for each file. Send a smaller one, or fewer at once.
error-page-429 = That was a lot at once
error-page-429-lead = Wait a minute, then try again. Nothing you wrote before is lost.
error-page-500 = Something broke on our side
error-page-500-lead = It is not your fault. Try again in a moment.
error-page-reference = If you write to us about it, name this reference:
error-page-to-agent = Go to the desk
error-page-to-home = Go to the start
# $name (String)
customer-home-title-for = How can we help, { $name }?
