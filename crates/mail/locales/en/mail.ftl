# $organisation (String) - the desk's name
why-agent = You receive this because you work for { $organisation }. You can switch it off in your profile.
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
address-test-subject = Test of a mail address of { $organisation }
address-test-body = This e-mail tests whether an address reaches the desk. If you can read it in your own mailbox, the forwarding is not set up yet. You can delete it.

# $organisation (String) - the organisation's name
welcome-subject = { $organisation }: your desk is ready
# $address (String) - the desk's address
welcome-body = Mail to { $address } becomes a ticket from now on. Forward your public addresses to it, or point the MX record of its domain at this server. The page below shows each address, and whether a test of it arrives.
welcome-button = Mail addresses
