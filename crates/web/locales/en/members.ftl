# Accounts, terms and privacy.

sign-up-title = Create an account
sign-up-lead = Follow your questions, read guides for members, and help others.
sign-up-name = Your name
sign-up-address = Your e‑mail address
sign-up-accept = I accept the
sign-up-and = and the
sign-up-button = Create my account
sign-up-sent-title = Look into your mail
sign-up-sent = We have mailed you how to sign in. Nothing there after a few minutes? Look into the spam folder.
legal-terms = Terms of use
legal-privacy = Privacy policy
legal-cookies = Cookies
# $date (String) - a day
legal-since = Version of { $date }
# $name (String) - the organisation
legal-terms-none = { $name } has not written terms of its own. Be kind, stay on the subject, and write nothing that is not yours to share.
# $name (String) - the organisation
legal-privacy-none = { $name } keeps your name, your e‑mail address and what you write here, to answer you. It stays on this server, nobody else gets it, and it is deleted when you ask for it.
legal-cookies-lead = This site sets only cookies that it cannot do without, so there is nothing to consent to and no banner. It sends nothing to other sites. A video of YouTube or Vimeo in a guide loads when you click it, not before.
legal-cookies-name = Cookie
legal-cookies-for = What for
legal-cookies-long = How long
legal-cookie-session = Keeps you signed in
legal-cookie-language = Your language
legal-cookie-flash = Shows what you have just done
legal-cookie-vote = Counts your answer about a guide once
legal-days-30 = 30 days
legal-year = A year
legal-minute = A minute
settings-legal = Terms and privacy
settings-legal-lead = Whoever signs up accepts them. Each save is a version; who accepted which is kept.
# $version (Number) - the version
# $count (Number) - people
settings-legal-version = Version { $version }, accepted by { $count }
settings-legal-terms-en = Terms of use in English
settings-legal-terms-fr = Terms of use in French
settings-legal-privacy-en = Privacy policy in English
settings-legal-privacy-fr = Privacy policy in French
settings-accounts = Accounts
settings-accounts-hint = Whether people get an account by themselves.
settings-sign-up = Members sign up by themselves
settings-sign-up-hint = Otherwise an account begins with a question or with an import
error-accept = Please read and accept them first.
error-changed = They have changed meanwhile. Read them again, please.
