# Mailboxes on other servers.

mailbox-title = Mailboxes
mailbox-lead = Mail that arrives in a mailbox elsewhere is fetched from there by IMAP. Every mail of the folder is accounted for in the mail ledger.
mailbox-none = No mailbox is fetched yet. Mail can also come by SMTP: see the mail addresses.
mailbox-add = Fetch a mailbox
mailbox-add-hint = The password is kept encrypted. After saving, the desk connects at once and shows here how it goes.
mailbox-provider = Sign-in
mailbox-by-password = Password
mailbox-by-oauth = Another provider (OAuth 2.0)
mailbox-login = User name
mailbox-login-hint = Mostly the mail address.
mailbox-secret = Password
mailbox-secret-hint = With a provider: the secret of your application there.
mailbox-secret-kept = Leave it empty to keep the one there is.
mailbox-oauth-hint = Register the desk as an application at the provider first; the manual says how. Then save, and sign in there once.
mailbox-client = Application (client) ID
mailbox-tenant = Tenant
mailbox-tenant-hint = ID of your organisation at Microsoft.
mailbox-authorize = Address for consent
mailbox-token = Address for tokens
mailbox-scope = Scope
mailbox-host = IMAP server
mailbox-security = Encryption
mailbox-tls = TLS
mailbox-starttls = STARTTLS
mailbox-no-tls = None (only in your own network)
mailbox-port = Port
mailbox-folder = Folder
mailbox-since = Fetch
mailbox-since-hint = Mail that is there already becomes tickets without any answer going out.
mailbox-since-now = New mail from now on
mailbox-since-week = The last 7 days too
mailbox-since-month = The last 30 days too
mailbox-since-all = Everything in the folder
mailbox-afterwards = Fetched mail on the server
mailbox-keep = stays, marked as read
mailbox-move = goes to a folder
mailbox-delete = is deleted there
mailbox-moved-to = To which folder
mailbox-address = Address of this mail
mailbox-address-hint = For mail that names none of your addresses: it says department and type.
mailbox-results = Trusted sender checks of
mailbox-results-hint = The name with which its server begins “Authentication-Results”. Empty: only signatures are checked.
# $name (String) - who signs in
mailbox-look = Look now: { $name }
# $name (String) - who signs in
mailbox-pause = Pause: { $name }
# $name (String) - who signs in
mailbox-resume = Go on: { $name }
mailbox-remove = Remove
mailbox-remove-hint = What was fetched stays in the desk, and on the server nothing changes.
mailbox-paused = Paused
mailbox-connecting = Connecting …
mailbox-watching = Told at once
mailbox-polling = Asked every 30 s
mailbox-failing = Does not work
mailbox-looked = Compared with the server
mailbox-in-ledger = Numbers in the mail ledger
mailbox-server-says = The server says:
mailbox-noticed = Seen from this machine:
mailbox-folders = Its folders:
# $place (String) - server and port
mailbox-trouble-unreachable = { $place } does not answer as an IMAP server. Check server, port and encryption. It is tried again all the time; nothing is lost meanwhile.
# $host (String) - the server
mailbox-trouble-tls = No encrypted connection to { $host }. Check its certificate, the server name, and whether it wants TLS or STARTTLS.
mailbox-trouble-sign-in = User name or password are refused. Large providers ask for an app password, or for their own sign-in.
mailbox-trouble-token = The provider’s token is refused by the mail server. Check the user name and that IMAP is switched on for it.
mailbox-trouble-consent = Nobody has signed in at the provider yet, or that has ended. Use the button below.
mailbox-trouble-sealed = The password was encrypted with another key than this desk has. Enter it again, or give the desk its key back.
# $folder (String) - name of a folder
mailbox-trouble-folder = The folder “{ $folder }” cannot be used: it was moved or renamed, or may not be read. Choose another one.
mailbox-trouble-server = The server refuses. It is tried again all the time; nothing is lost meanwhile.
mailbox-consent = Sign in at the provider
mailbox-consent-again = Sign in again
mailbox-consent-missing = Needed once before mail can be fetched.
# $name (String) - who signs in
mailbox-consent-lead = Sign in as { $name } and allow the desk to read its mail. Then you come back here.
# $host (String) - the provider
mailbox-consent-go = Continue to { $host }
ledger-on-server = On the server
ledger-not-taken = Not fetched
# $count (Number) - mails
ledger-too-large = ({ $count } too large)
ledger-left = No longer there
ledger-looked = Compared
# $seconds (Number) - how long the newest mail lay on the server
ledger-lag = (newest after { $seconds } s)
ledger-agrees = Sum
ledger-agrees-yes = agrees
# $count (Number) - mails
ledger-agrees-no = { $count } missing
error-bad-host = This is no name of a server.
error-bad-port = A port is a number from 1 to 65535.
error-needs-tls = Without encryption everybody on the way could read the password. Choose TLS or STARTTLS.
error-same-folder = This is the folder that is fetched. Choose another one.
error-bad-https = This must begin with https://.
