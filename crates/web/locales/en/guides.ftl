# The help centre: reading, searching and writing guides.

guide-all = Guides
# $count (Number)
guide-a-to-z = { $count ->
    [one] { $count } guide, A to Z
   *[other] All { $count } guides, A to Z
}
# $count (Number)
guide-count = { $count ->
    [one] { $count } guide
   *[other] { $count } guides
}
guide-popular = People often ask:
guide-featured = Good to know
guide-most-read = Most read
guide-faq = Questions and answers
# $name (String)
guide-front-description = Guides and answers of { $name }
guide-kind-guide = Guide
guide-kind-faq = Question
guide-kind-video = Video
guide-kind-all = All
guide-kinds = Kinds
guide-search = Search
guide-search-for = Search guides and answers
# $words (String)
guide-results-for = Results for “{ $words }”
# $words (String)
guide-meant = Nothing has exactly these words. Shown for: { $words }
guide-nothing = Nothing found
guide-nothing-more = Try fewer or other words, or ask us: a person reads every message.
# $count (Number)
guide-hits = { $count ->
    [one] { $count } result
   *[other] { $count } results
}
guide-all-results = All results
guide-pages = Pages
guide-next-page = Next page
guide-page-before = Previous page
guide-crumbs = Where you are
# $name (String)
guide-updated-by = Updated by { $name }
# $count (Number)
guide-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
# $language (String)
guide-only-in = This guide exists only in { $language } so far.
guide-for-members = Members only
guide-for-agents = Agents only
guide-copy-link = Copy link
guide-copied = Copied
guide-copy = Copy
guide-outdated = outdated
guide-missing-text = missing
guide-contents = On this page
guide-helpful = Was this helpful?
# $yes (Number)
# $all (Number)
guide-helpful-count = { $yes } of { $all } readers said yes
guide-yes = Yes
guide-no = No
guide-thanks = Thank you. We read every answer.
guide-missing = What is missing or wrong?
guide-send = Send
guide-wrong = Something is missing or wrong?
guide-edit = Edit this guide
guide-suggest = Suggest an edit
guide-suggest-more = We read it before it goes online.
guide-related = Related guides
guide-others = Other guides of this category
guide-before = Before
guide-after = Next
guide-stuck = Still stuck?
guide-stuck-lead = Tell us what happened. A person answers.
guide-none-here = Nothing here yet.
guide-own-page = Own page
guide-know-more = You know something that others should know?
guide-write = Write a guide
guide-versions = Versions
# $title (String)
guide-versions-of = Versions of “{ $title }”
# $number (Number)
guide-version = Version { $number }
# $number (Number)
guide-reverted = brings version { $number } back
# $number (Number)
guide-revert = Bring version { $number } back
guide-blame = Who wrote what
guide-new = New guide
guide-edit-title = Edit a guide
guide-text = Text of the guide
guide-settings = Settings of the guide
guide-preview = Preview
guide-preview-lead = This is how readers would get it. Nothing is saved yet.
guide-publish = Publish
guide-send-in = Send in
guide-title = Title
guide-title-hint = One precise topic, such as: 3. Open the car park
guide-body = Text
guide-body-hint = Write, paste, or drop pictures and documents here
guide-markdown = Markdown: ## heading, **bold**, 1. step, - list, > [!WARNING] callout, ![description](files/picture.png).
guide-add-files = Add pictures or documents
guide-uploading = Uploading
# $count (Number)
guide-suggested = { $count ->
    [one] { $count } suggested edit
   *[other] { $count } suggested edits
}
guide-review = Review
# $name (String)
guide-conflict = { $name } changed the same lines while you were writing.
guide-conflict-more = Your text is here, unchanged. Take over what you want to keep of the other one; publishing again replaces it.
guide-conflict-show = What your text changes
guide-your-draft = Your draft, kept
guide-discard = Discard
guide-languages = Languages
# $language (String)
guide-translate = There is no text in this language yet. It begins with the one in { $language }: translate it.
guide-format-heading = Heading
guide-format-steps = Numbered steps
guide-insert = Insert
guide-insert-hint = Type / for a picture, a table or a callout
guide-insert-file = Picture or document
guide-insert-table = Table
guide-insert-note = Note
guide-insert-tip = Tip
guide-insert-warning = Warning
guide-insert-film = Video
guide-word-cell = Text
guide-word-callout = Write here what matters
guide-word-film = Watch the video
guide-describe = Describe the picture
guide-describe-alt = What does it show?
guide-describe-why = Read aloud to whoever cannot see it. Without it the guide cannot be published.
guide-describe-caption = Words under it
guide-describe-done = Done
guide-picture-remove = Remove the picture
guide-film-address = Address of the video
guide-film-hint = YouTube or Vimeo. The player loads only when somebody wants to watch.
guide-category = Category
guide-every-category = Every category
guide-show = Show
guide-in-step = Says the same as the other language
guide-in-step-hint = Otherwise the other one is marked as outdated
guide-place = Place
guide-kind = Kind
guide-order-hint = Guides sort by title. Start it with a number or a letter to choose its place.
guide-featured-switch = On the front page
guide-featured-hint = Among what is good to know
guide-rights = Who can do what
guide-locked = Members can’t edit
guide-locked-hint = They may still write to us
guide-public = Public
guide-public-hint = Anyone with the link can read
guide-internal = Agents only
guide-internal-hint = If it is not public: members do not find it
guide-embed = Embed code
guide-embed-hint = Put one of these into a page of your site.
guide-embed-script = Script: the size follows the text
guide-embed-frame = Frame: without scripts
guide-later = Publish later
# $language (String)
guide-waits = A text in { $language } waits:
guide-publish-at = Day and time
guide-schedule = Schedule
guide-readers = Readers
guide-reads = Views, 30 d
guide-helped = Helpful
guide-tickets = Tickets all the same
guide-unpublish = Unpublish
guide-show-again = Publish again
guide-put-back = Put back
guide-delete = Delete
# $title (String)
guide-review-of = Review: { $title }
guide-review-conflict = The guide has changed in the same lines since. Open it, take over what you want to keep, and decline this.
guide-accept = Publish it
guide-decline = Decline
guide-decline-why = Why? The writer reads it.
guide-to-draft = Back to draft
guide-decided = This has been decided already.
guide-changes = What it changes
guide-all-new = A new guide.
guide-writing-direct = What members save is shown at once; every save can be taken back
guide-writing-approval = Members suggest; an agent reads it first
guide-writing-off = Members do not write guides
guide-parts = Parts
guide-part-all = All
guide-part-unpublished = Unpublished
guide-part-untranslated = To translate
guide-part-bin = Bin
guide-none = No guides yet
guide-none-more = Write down what people ask most. They find it before they write to you.
guide-suggestions = Suggested by members
guide-scheduled = Waiting for their time
guide-drafts = Your drafts
# $count (Number)
guide-read-times = { $count ->
    [one] read once in 30 days
   *[other] read { $count } times in 30 days
}
guide-see = See it
guide-unpublished = Unpublished
guide-gaps = Searched for and not found
guide-gaps-lead = What people looked for in the last 30 days that no guide answers.
guide-open-page = Open in the help centre
guide-done-published = Published
guide-done-joined = Published, together with what somebody else wrote meanwhile
guide-done-unpublished = Readers do not have it any more
guide-done-suggested = Sent in. We read it before it goes online.
guide-done-scheduled = It will be published at its time
guide-done-deleted = Deleted. It stays in the bin for 30 days.
guide-insert-one = Insert a guide
guide-as-link = as a link
guide-as-text = as text
guide-from-ticket = Make a guide of it

settings-group-portal = Members
settings-features = Features
settings-features-lead = What members and visitors find, and what they may do.
settings-features-guides = Articles, questions and answers, videos.
settings-hide-guides = Hide the help desk for members
settings-hide-guides-hint = Nobody but agents finds it: no page, link, search, feed or embedded guide answers
settings-writing = Members and guides
settings-guides-lead = Categories, words and sites of the help centre. Guides themselves are written under Guides.
settings-categories = Categories
settings-category-new = New category
# $name (String)
settings-category-delete = Delete { $name }
settings-category-name-en = Name in English
settings-category-name-fr = Name in French
settings-category-about-en = A sentence in English
settings-category-about-fr = A sentence in French
settings-category-icon = Sign
settings-synonyms = Words that mean the same
settings-synonyms-hint = A line for each group, with commas: wifi, wi-fi, wireless. Who searches for one finds the others.
settings-sites = Sites that may show guides
settings-sites-hint = A line each, such as https://www.example.org. Empty: every site may show public guides.
settings-guides-exchange = Export and import
settings-guides-exchange-lead = All guides as Markdown with their files, in one zip. What is taken in again changes nothing.
# $taken (Number)
# $same (Number)
settings-guides-taken = { $taken } taken in, { $same } here already
settings-guides-export = Export all guides
settings-guides-import = A zip with Markdown files
settings-guides-take = Import
settings-category-icons = Book Key Radio Screen Card Receipt Cup Question Bulb People Sliders Shield Bubble Clock Laptop Globe
error-too-deep = Lists or quotations stand too deep inside each other.
guide-replaced = somebody scheduled another text
# $why (String) - an agent's reason
guide-sent-back = sent back: { $why }
guide-own = My texts
guide-own-none = You have written nothing yet.
guide-own-draft = Draft
guide-own-suggested = Waits for somebody to read it
guide-own-scheduled = Waits for its time
guide-own-accepted = Published
guide-own-declined = Not taken
error-no-zip = This is no zip of guides.
