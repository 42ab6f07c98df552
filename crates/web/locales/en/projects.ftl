project-all = Projects
project-new = New project
project-none = No project yet
project-none-more = A project holds what is planned together: tickets, tasks and features, with days and effort.
project-closed-ones = Closed projects
project-name = Name
project-description = What it is about
project-due-on = Due on
project-close = Close the project
project-reopen = Open it again
project-close-hint = A closed project keeps its tickets as they are and takes no more.
project-change = Change
project-shapes = Shown as
project-timeline = Timeline
project-timeline-none = No ticket here has a day yet
project-timeline-none-more = Say on a ticket when it is due: it gets a bar from the day it was opened to that day.
project-today = today
project-late = Overdue
project-due = due
project-is-closed = closed
# $name (String) - the project's name
project-progress = How far { $name } is
# $closed (Number) - closed tickets
# $all (Number) - all tickets
# $more (String) - a plus when not all are counted
project-closed-of = { $closed } of { $all }{ $more } closed
# $done (String) - effort of closed tickets
# $all (String) - effort of all tickets
project-effort = { $done } of { $all } of work
# $count (Number) - tickets
project-overdue = { $count } overdue
# $number (String) - the project's number
project-number = Project { $number }

agent-project = Project
agent-project-open = Show the project
agent-no-project = No project
agent-due = Due
agent-no-due = No day
agent-estimate = Effort
agent-no-estimate = Not estimated
agent-estimate-hint = For example 1.5, 2 h 30 or 45 min.
# $project (String) - its name
agent-event-project = filed it in { $project }
agent-event-no-project = took it out of its project
# $day (String) - a day
agent-event-due = set the due day to { $day }
agent-event-no-due = took the due day away
# $effort (String) - hours and minutes
agent-event-estimate = estimated it at { $effort }
agent-event-no-estimate = took the estimate away

# $count (Number) - tickets
done-planned = { $count ->
    [one] Planned
   *[other] { $count } tickets planned
  }
error-date = This is no day. It looks like 2026-11-30.
error-effort = This is no effort. It looks like 1.5, 2 h 30 or 45 min.

settings-property-due = Days until due
settings-trigger-project-changed = Filed in a project, or taken out
settings-trigger-due-changed = Due day changed
settings-deed-project = File in the project
