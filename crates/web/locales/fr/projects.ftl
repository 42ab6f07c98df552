project-all = Projets
project-new = Nouveau projet
project-none = Aucun projet pour l’instant
project-none-more = Un projet réunit ce qui se prépare ensemble : tickets, tâches et évolutions, avec des dates et une charge.
project-closed-ones = Projets clos
project-name = Nom
project-description = De quoi il s’agit
project-due-on = Échéance
project-close = Clore le projet
project-reopen = Le rouvrir
project-close-hint = Un projet clos garde ses tickets tels quels et n’en reçoit plus.
project-change = Modifier
project-shapes = Présentation
project-timeline = Calendrier
project-timeline-none = Aucun ticket n’a encore de date
project-timeline-none-more = Donnez une échéance à un ticket : sa barre va du jour de son ouverture à ce jour-là.
project-today = aujourd’hui
project-late = En retard
project-due = échéance
project-is-closed = clos
project-progress = Avancement de { $name }
project-closed-of = { $closed } sur { $all }{ $more } clos
project-effort = { $done } sur { $all } de travail
project-overdue = { $count } en retard
project-number = Projet { $number }

agent-project = Projet
agent-project-open = Voir le projet
agent-no-project = Aucun projet
agent-due = Échéance
agent-no-due = Aucune date
agent-estimate = Charge
agent-no-estimate = Non estimée
agent-estimate-hint = Par exemple 1,5, 2 h 30 ou 45 min.
agent-event-project = l’a classé dans { $project }
agent-event-no-project = l’a retiré de son projet
agent-event-due = a fixé l’échéance au { $day }
agent-event-no-due = a retiré l’échéance
agent-event-estimate = a estimé la charge à { $effort }
agent-event-no-estimate = a retiré l’estimation

done-planned = { $count ->
    [one] Planifié
   *[other] { $count } tickets planifiés
  }
error-date = Ce n’est pas une date. Elle ressemble à 2026-11-30.
error-effort = Ce n’est pas une charge. Elle ressemble à 1,5, 2 h 30 ou 45 min.

settings-property-due = Jours avant l’échéance
settings-trigger-project-changed = Classé dans un projet, ou retiré
settings-trigger-due-changed = Échéance modifiée
settings-deed-project = Classer dans le projet
