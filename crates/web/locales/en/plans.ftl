# Plans of customers, and the words that they are welcomed with.

plans-title = Plans
plans-lead = What customers have with you. Each plan can welcome its people when they sign in, and point them to the guides.
plans-plan = Plan
plans-add = Add a plan
plans-name = Name
plans-default = Everybody without another plan
# $count (Number) - people
plans-people = { $count ->
    [one] { $count } person
   *[other] { $count } people
}
# $name (String) - a plan
plans-make-default = Give { $name } to everybody without another plan
# $count (Number) - people
plans-instead = { $count ->
    [0] Nobody has it. From now on:
    [one] { $count } person has it. Give them:
   *[other] { $count } people have it. Give them:
}
plans-silent = No words of welcome yet.
plans-welcome-en = Welcome in English
plans-welcome-fr = Welcome in French
plans-welcome-hint = Markdown. For example: Answers to what people ask most are in our [guides](/guides).
plans-welcome = Welcome
plans-put-away = Close until I sign in again
error-default-plan = Everybody without another plan has this one. Give them another first.
