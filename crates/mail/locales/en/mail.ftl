# $name (String) - the recipient's name
hello = Hello { $name },
see-conversation = See the whole conversation
# $organisation (String) - the desk's name
why-customer = You receive this because you wrote to { $organisation }. No tracking in this e-mail.
# $organisation (String) - the desk's name
why-agent = You receive this because you work for { $organisation }. You can switch it off in your profile.
# $number (String) - the ticket's number
question-number = Question #{ $number }.

# $subject (String) - the ticket's subject
ack-subject = We have your message: { $subject }
ack-body = Thank you for writing. Your message has reached us and somebody will answer you. To add something, answer this e-mail.
you-wrote = You wrote

# $name (String) - who wrote
notify-replied = { $name } has answered.
# $name (String) - the requester
notify-opened = { $name } opened a ticket.
# $name (String) - the requester
notify-assigned = A ticket of { $name } was assigned to you.
# $name (String) - the requester
notify-moved = A ticket of { $name } was moved to you.
# $name (String) the customer
notify-rule = An automation tells you about a ticket of { $name }.
notify-open = Open the ticket

# $organisation (String) - the desk's name
sign-in-subject = Your link to sign in to { $organisation }
sign-in-body = Use this link to sign in. It works for 30 minutes.
sign-in-button = Sign in
sign-in-ignore = If you did not ask for it, ignore this e-mail: nothing happens.

# $organisation (String) - the desk's name
address-test-subject = Test of a mail address of { $organisation }
address-test-body = This e-mail tests whether an address reaches the desk. If you can read it in your own mailbox, the forwarding is not set up yet. You can delete it.

# $organisation (String) - the organisation's name
welcome-subject = { $organisation }: your desk is ready
# $address (String) - the desk's address
welcome-body = Mail to { $address } becomes a ticket from now on. Forward your public addresses to it, or point the MX record of its domain at this server. The page below shows each address, and whether a test of it arrives.
welcome-button = Mail addresses
# $organisation (String) - who writes
account-subject = Your account at { $organisation }
# $name (String) - the new member
# $address (String) - their address
# $site (String) - the sign-in page
account-body =
    Hello { $name },

    Your account is ready. Your login is your e-mail address: { $address }

    Sign in at { $site } whenever you like: we mail you a link each time, there is no password to remember. The button below signs you in at once; it works for 30 minutes.
# $site (String) - the help centre
account-guides = Answers to what people ask most are in our guides: { $site }
