# Keys that mail is signed with.

signing-title = Mail signing
signing-lead = A signature (DKIM) shows receivers that mail really comes from your domain; large providers ask for it. Each domain needs a key, whose public half stands in its DNS.
signing-no-domain = The desk has no mail address yet. Add one first: its domain appears here.
signing-signed = signed
signing-unsigned = not signed
signing-none = Mail from this domain leaves unsigned.
signing-make = Make a key
signing-new = not in use yet
signing-signs = signs
signing-retired = retired
signing-unreadable = This key cannot be opened with the secret key of this desk: mail leaves without its signature. Put back the file secrets.key that it was kept with, or make a new key.
signing-publish = Add this record to the DNS of the domain, then look for it. Once it is found, mail is signed with this key.
signing-record = Record
signing-retired-hint = Nothing is signed with it any more. Keep its record in the DNS for a week, until the last mails have arrived; then remove both.
signing-never = The record has not been looked for yet.
signing-right = The record is in the DNS
signing-missing = The record is not in the DNS. It can take an hour until a new one is seen.
# $there (String) - the record that is there
signing-other = Another record stands there: “{ $there }”
# $why (String) - the error
signing-silent = The name server did not answer: { $why }
signing-look = Look for the record
signing-start-unseen = Sign without looking
signing-again = Sign with it again
signing-stop = Stop signing
signing-remove = Remove
signing-add = Add a key
signing-add-hint = A new key does not touch the one in use: it takes over when its record is found. That is how keys are replaced.
signing-domain = Domain
signing-what = Key
signing-rsa = New, RSA 2048 (understood everywhere)
signing-ed25519 = New, Ed25519 (beside an RSA key)
signing-own = One that you have
signing-selector = Selector
signing-selector-hint = Tells the keys of a domain apart. Leave it empty for the next one (guichet1, guichet2, …); a key that you have keeps its own.
signing-pem = Private key
signing-pem-hint = PEM without a password: RSA of 2048 bits or more, or Ed25519. It is kept encrypted and never shown again.

error-bad-key = This is no private key that mail can be signed with. RSA needs at least 2048 bits, and no password.
