import-all = Import
import-lead = Tickets, people and companies of another system, or a mailbox. You see what would become of a file before it counts; nobody is mailed, no rule runs, and the same file twice changes nothing.
import-file = File
import-file-hint = CSV, JSON or mbox, up to 60 MB.
import-what = What it holds
import-look = Look at it
import-past = Files so far
import-tickets = Tickets
import-people = People
import-companies = Companies
import-mails = Mails
import-draft = not started
import-running = running
import-paused = paused
import-done = done
import-cancelled = ended
import-empty = There is nothing in this file.
import-format = This file is neither CSV nor JSON nor a mailbox.
import-forget = Forget this file
import-columns = What the columns are
import-columns-hint = Guessed by their names. What you leave out is not taken in.
import-column = Column
import-sample = For example
import-means = Is
import-ignore = Left out
import-department = Where tickets go that name no department of this desk
import-otherwise = Status of tickets that say none
import-source = Numbers are those of
import-source-hint = A word for the system, such as Zendesk. The same number of another system is another ticket.
import-address = The address that the mails were for
import-again = Look again
import-start = Take it in
import-preview = What would become of it
# $fine (Number) - records that can be taken
# $all (Number) - all records
import-fine = { $fine } of { $all } records can be taken in.
import-unknown = Not known here
import-unknown-hint = The usual value stands for these.
import-refused = Refused
import-held = Held in the ledger
import-progress = How far the import is
# $count (Number) - records
import-of = { $count ->
    [one] of { $count } record
   *[other] of { $count } records
  }
import-pause = Pause
import-resume = Go on
import-cancel = End it
import-made = New
import-known = Here already
import-waiting = Waiting to be understood
import-sum = Together
import-ledger = See the held mails and why
# $count (Number) - refused records
import-more = { $count } were refused in all; these are the first.
import-bad-date = This is no date that can be read.
import-bad-columns = This line has more values than there are columns.
import-unreadable = This record cannot be read.
# $number (Number) - its place in the file
import-record = Record { $number }
import-field-id = Number
import-field-body = First message
import-field-messages = Messages
import-field-name = Full name
import-field-domain = Domain
import-field-job = Job
import-field-created = Opened at
error-nothing-fine = No record of this file can be taken in like this. What is wrong is below.
# $file (String) - the file's name
agent-why-import = it was imported from { $file }
import-field-company = Company
import-field-language = Language
import-dates = 03/04/2024 is
import-day-first = the third of April
import-month-first = the fourth of March
# $count (Number) - notes
import-notes = { $count } internal
