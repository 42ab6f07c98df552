doctor-check-database = Database
doctor-check-disk = Room on the disk
doctor-check-inbound = Mail that waits to be read
doctor-check-outbox = Mail that waits to leave
doctor-check-clock = Clock
doctor-check-resolver = Name lookups
doctor-check-pages = Public address of the pages
doctor-check-certificate = Certificate
doctor-check-receiver = Mail receiver
doctor-check-name = Name of the mail receiver
doctor-check-mailbox = Mailbox elsewhere
doctor-check-relay = Relay for outgoing mail
doctor-check-trip = Test mail

doctor-timed-out = No answer within the time limit. Try again; if it stays so, look whether a firewall drops the connection.

# $engine (String) - SQLite or PostgreSQL
doctor-database-works = { $engine } takes what is written.
# $error (String) - what it said
doctor-database-refuses = The database does not take what is written: { $error }. Look at the free room and at the rights of its files, or of its user.
# $whole (Number) - gigabytes
# $tenths (Number) - and tenths of one
doctor-room = { $whole }.{ $tenths } GB
# $room (String) - gigabytes
doctor-disk-room = { $room } are free.
# $room (String) - gigabytes
doctor-disk-small = Only { $room } are free. Make room in the data folder’s disk or move it to a larger one: without room no mail is taken.
# $error (String) - what it said
doctor-disk-unknown = The system does not say how much is free: { $error }.
doctor-nothing-waits = Nothing waits too long.
# $minutes (Number) - since when
doctor-inbound-waits = The oldest accepted mail waits since { $minutes } minutes. Look whether “guichet serve” runs, and at its log.
# $minutes (Number) - since when
doctor-outbox-waits = The oldest outgoing mail waits since { $minutes } minutes. Look at the relay below, and whether “guichet serve” runs.
# $with (String) - a server
doctor-clock-agrees = The same time as on { $with }.
# $seconds (Number) - how far apart
# $with (String) - a server
doctor-clock-off = { $seconds } seconds apart from { $with }. Let this machine take its time from the network (timedatectl set-ntp true): links and signatures depend on it.
doctor-clock-alone = There is no other clock to compare with. Send a test mail: the servers on its way write their time into it.
doctor-resolver-answers = Answers.
# $error (String) - what it said
doctor-resolver-silent = The name server does not answer: { $error }. Correct --resolver, or /etc/resolv.conf of this machine. Until then nothing is known of MX, SPF, DKIM, DMARC and PTR, and senders of mail are not checked.
# $error (String) - what it said
doctor-unasked = The name server gave no answer to this: { $error }. Try again.

doctor-site-answers = The desk answers there.
doctor-site-local = The desk answers, but only on this machine. Set --public-url to the address under which people reach it: links in mails lead there.
doctor-site-plain = The desk answers, unencrypted: passwords can be read on the way. Put a reverse proxy with a certificate before it, and set --public-url to https://…
# $status (String) - an HTTP status
doctor-site-other = Something else than this desk answers there (HTTP { $status }). Correct --public-url, or what the reverse proxy passes on.
# $error (String) - what it said
doctor-site-silent = Nothing can be fetched from there: { $error }. Look at the name in the DNS, the firewall, the certificate and the reverse proxy; or correct --public-url.
# $day (String) - a date
doctor-certificate-holds = Holds until { $day }.
# $day (String) - a date
doctor-certificate-ends = Ends on { $day }. Renew it now, and look why that did not happen by itself.
# $day (String) - a date
doctor-certificate-ended = Ended on { $day }. Renew it and restart the desk: other servers refuse it or talk unencrypted.
# $error (String) - what it said
doctor-certificate-unread = Cannot be read: { $error }. Correct --tls-certificate and --tls-key.

doctor-no-certificate = Mail comes in unencrypted: there is no certificate for STARTTLS. Set --tls-certificate and --tls-key, unless a mail server of your own stands in front.
doctor-receiver-answers = Answers.
doctor-receiver-local = Answers, to programs on this machine alone. That is right behind a mail server of your own; to take mail from the Internet directly, set --smtp-listen 0.0.0.0:25.
# $error (String) - what it said
doctor-receiver-silent = Does not answer: { $error }. Start “guichet serve” with the same options, or look which other program has the port.
doctor-name-missing = The mail receiver calls itself “localhost”. Set --host-name to the name that this machine has in the DNS, such as mail.example.com.
doctor-name-unknown = This name has no public address in the DNS. Add a record of type A with the address of this machine, or correct --host-name.
doctor-name-known = Is in the DNS.
# $host (String) - a mail server
doctor-mx-here = Mail for this domain comes to { $host }, which is this desk.
# $host (String) - a mail server
doctor-mx-forwards = Mail for this domain goes to { $host }, which forwards it: mail has arrived here.
# $host (String) - a mail server
doctor-mx-elsewhere = Mail for this domain goes to { $host }, not to this desk, and none has arrived here. Make { $host } forward it and send a test mail; or replace the MX record by the one below.
# $host (String) - a mail server
doctor-mx-unknown = Mail for this domain goes to { $host }. Whether that is this desk cannot be told before --host-name is set.
doctor-mx-none = This domain takes no mail: it has no MX record. Add the one below.
doctor-mx-refuses = This domain says that it takes no mail at all (“null MX”). Replace that record by the one below.
doctor-mx-unnamed = This domain takes no mail: it has no MX record that names a server. Which one would be right cannot be told before this desk has a name. Start it with --host-name mail.example.com (or host_name in its file of options), the name that this machine has in the DNS; then the record to add stands here.
# $host (String) - a mail server
doctor-mx-dead = Mail for this domain goes to { $host }, a name without address. Correct the MX record or the name.

doctor-mailbox-tells = Answers, takes the password, and tells of new mail at once.
doctor-mailbox-asked = Answers, but does not know IDLE: it is asked every 30 s.
doctor-mailbox-marks = Answers, but can neither move nor delete single mails (MOVE, UIDPLUS): fetched mail is only marked as deleted there. Choose to keep it on the server, or let its own program clear the folder.
doctor-mailbox-paused = Paused: its mail stays where it is until somebody resumes it under “Mailboxes”.
doctor-mailbox-new = Signs in at its provider, and was not looked at yet. See “Mailboxes”.
doctor-mailbox-unreachable = Does not answer as an IMAP server. Check server, port and encryption under “Mailboxes”, and the firewall.
doctor-mailbox-tls = No encrypted connection. Check its certificate, the server’s name, and whether it wants TLS or STARTTLS.
doctor-mailbox-sign-in = Refuses to sign in. Check user and password under “Mailboxes”; large providers ask for an app password, or for their own sign-in.
doctor-mailbox-consent = Nobody has signed in at the provider, or that has ended. Do so under “Mailboxes”.
doctor-mailbox-sealed = Its password was encrypted with another key than this desk has. Enter it again under “Mailboxes”, or give the desk its key back (--secrets-key).
doctor-mailbox-folder = One of its folders cannot be used: it was moved, renamed, or may not be read. Choose another one under “Mailboxes”.
doctor-mailbox-server = The server refuses.
# $advice (String) - what to do
# $words (String) - what it said
doctor-mailbox-says = { $advice } It says: { $words }
# $advice (String) - what to do
# $words (String) - what was noticed
doctor-mailbox-noticed = { $advice } Seen from this machine: { $words }

doctor-relay-none = No relay is set: answers wait and do not leave. Set --relay smtp://user:password@host:587.
doctor-relay-folder = Mail is written into a folder and reaches nobody. Set --relay smtp://user:password@host:587.
doctor-relay-works = Answers, and would take mail.
doctor-relay-clear = Answers, but without STARTTLS: mail leaves unencrypted. Switch it on at the relay, or use smtps://.
# $error (String) - what it said
doctor-relay-silent = Does not answer as a mail server: { $error }. Look at host and port of --relay, and whether a firewall or the provider blocks the port (many block 25; try 587).
# $error (String) - what it said
doctor-relay-encryption = The encrypted connection fails: { $error }. Renew the relay’s certificate, or name the relay in --relay as its certificate does.
doctor-relay-no-tls = Offers no STARTTLS, so that the password is not sent. Switch it on at the relay, or use smtps://.
# $error (String) - what it said
doctor-relay-login = Refuses the name or the password: { $error }. Correct them in --relay (a special character in the password is written as it is).
# $addresses (String) - IP addresses
doctor-spf-covers = Covers { $addresses }, from where mail leaves.
doctor-spf-missing = This domain has no SPF record: large providers refuse such mail or call it spam. Add the one below; if the operator of the relay names another one, take that.
doctor-spf-many = This domain has more than one SPF record, which counts as none. Keep one, with the contents of all.
doctor-spf-broken = The SPF record cannot be followed: a mistake in it, an “include” that does not exist, or more than ten lookups. Correct it.
# $addresses (String) - IP addresses
doctor-spf-leaves-out = The SPF record leaves out { $addresses }, from where mail leaves. Replace it by the one below.
# $addresses (String) - IP addresses
doctor-spf-provider = The SPF record does not name the relay ({ $addresses }). Operators of relays often send from other addresses: look which “include” yours asks for; otherwise take the record below.
doctor-spf-unknown = There is an SPF record. From which address mail leaves is not known here: set --host-name to the name of this machine in the DNS, and it is checked.
doctor-dkim-none = The desk has no DKIM key for this domain: mail leaves unsigned by it. Make one in the settings under “Mail signing”, or let the relay sign with a key of this domain.
# $selector (String) - the key's name
doctor-dkim-signs = Mail of this domain is signed with the key “{ $selector }”, and receivers find its record.
# $selector (String) - the key's name
doctor-dkim-missing = Mail of this domain is signed with the key “{ $selector }”, but its record is not in the DNS: nobody can check the signature. Add the one below.
# $selector (String) - the key's name
# $there (String) - the record that is there
doctor-dkim-other = The record of the key “{ $selector }” is not the desk’s: “{ $there }”. Replace it with the one below.
# $selector (String) - the key's name
doctor-dkim-waits = The key “{ $selector }” signs nothing yet, because its record is not in the DNS. Add the one below, then look for it in the settings under “Mail signing”.
# $selector (String) - the key's name
doctor-dkim-ready = The record of the key “{ $selector }” is there: let it sign, in the settings under “Mail signing”.
# $selector (String) - the key's name
# $error (String) - why
doctor-dkim-unreadable = The key “{ $selector }” cannot be used: { $error }. Mail leaves unsigned. Put back the secret key that it was kept with (secrets.key), or make a new key in the settings under “Mail signing”.
# $policy (String) - quarantine or reject
doctor-dmarc-good = Forged mail in the name of this domain is turned away ({ $policy }).
doctor-dmarc-watches = The record only watches (p=none). Once the reports show that your own mail passes, replace it by the one below.
doctor-dmarc-missing = This domain has no DMARC record: large providers ask for one. Add the one below.
doctor-dmarc-broken = The DMARC record cannot be read, or there is more than one. Replace it by the one below.
# $name (String) - a host
doctor-ptr-good = Leads to { $name } and back.
# $ip (String) - an IP address
doctor-ptr-missing = { $ip } has no name: many servers refuse mail from there. Ask whoever gave you the address (the hosting company) for the record below.
# $ip (String) - an IP address
# $name (String) - a host
doctor-ptr-other = { $ip } is called { $name }, and that name does not lead back to it. Ask whoever gave you the address (the hosting company) for the record below.
# $ip (String) - an IP address
doctor-ptr-unnamed = { $ip } has no name that leads back to it: many servers refuse mail from there. Start the desk with --host-name mail.example.com (or host_name in its file of options), the name that this machine has in the DNS; then the record to ask for stands here.

# $seconds (String) - how long
doctor-trip-back = Came back after { $seconds } s.
doctor-trip-waiting = On its way.
doctor-trip-late = Did not come back. Look at the MX record and the forwarding of this address, and at what the relay’s log says.
# $error (String) - what it said
doctor-trip-refused = Could not be sent: { $error }.
doctor-trip-never = Was never sent. Send one: it shows every server on the way.

doctor-group-machine = This machine
doctor-group-pages = Pages
doctor-group-incoming = Incoming mail
doctor-group-outgoing = Outgoing mail
doctor-group-trips = There and back
