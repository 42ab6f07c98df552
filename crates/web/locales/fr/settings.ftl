settings-back = Retour aux tickets
settings-group-tickets = Tickets
settings-group-team = Équipe
settings-group-system = Système
settings-change = Modifier
settings-delete = Supprimer « { $name } »
settings-up = Monter « { $name } »
settings-down = Descendre « { $name } »
settings-archive = Archiver « { $name } »
settings-restore = Rétablir « { $name } »
settings-archived = archivé
settings-off = désactivé
settings-order = Ordre

## Services and departments

settings-services = Services et départements
settings-services-lead = Un service est ce pour quoi vous aidez, par exemple un par cours ou par produit. Chaque ticket se trouve dans l’un de ses départements.
settings-services-missing = Aucun ticket ne peut encore arriver : il faut un service avec un département.
settings-service-add = Ajouter un service
settings-service-add-hint = Ses départements viennent ensuite.
settings-service-name = Nom du service
settings-department-add = Ajouter un département
settings-department-name = Nom du département
settings-departments-of = Départements de { $service }
settings-unsettled = Non clos

## Agents

settings-agents = Agents et droits
settings-agents-lead = Qui répond, et ce que chacun voit. Ce pour quoi un agent n’a pas de droit n’existe pas pour lui.
settings-agent-add = Ajouter un agent
settings-agent-add-hint = Toute personne qui a une adresse e-mail. Elle se connecte avec un lien qu’elle reçoit.
settings-agent-name-hint = Nécessaire pour une personne inconnue ici.
settings-agent-role = Rôle
settings-agent-role-hint = Les administrateurs voient tout et changent ces réglages.
settings-agent-sees = Voit
settings-agent-sees-nothing = rien encore
settings-role-admin = Administrateur
settings-role-agent = Agent
settings-role-none = N’est plus agent
settings-admin-sees-all = Les administrateurs voient tout. Les droits ne décident que de leurs signatures et des nouveaux tickets dont ils sont prévenus.
settings-grants = Droits
settings-grants-none = Aucun pour l’instant.
settings-grant-add = Ajouter un droit
settings-grant-add-hint = Pour tout, un service, un département, ou les tickets d’une société.
settings-revoke = Retirer le droit pour { $name }
settings-reach-desk = Tout
settings-reach-service = Tout { $name }
settings-reach-company = Tickets de { $name }
settings-companies = Sociétés
settings-signature = Signature des réponses ici
settings-notify-new = Me prévenir par e-mail quand un ticket est ouvert ici

## Canned responses

settings-canned = Réponses pré-enregistrées
settings-canned-lead = Des textes tout prêts, proposés pour les tickets de leur service. Tapez / dans une réponse vide.
settings-canned-add = Ajouter une réponse pré-enregistrée
settings-canned-hint = Le ticket remplit {"{"}nom{"}"}, {"{"}prénom{"}"}, {"{"}adresse{"}"}, {"{"}société{"}"}, {"{"}numéro{"}"}, {"{"}objet{"}"} et {"{"}agent{"}"}. Ce qui est entre [crochets] est à compléter avant l’envoi.
settings-canned-name = Un nom simple
settings-canned-text = Le texte
settings-canned-used = utilisée { $count } fois

## Filters

settings-filters = Filtres à la création
settings-filters-lead = Chaque nouveau ticket est comparé à tous les filtres, dans cet ordre ; chacun qui convient s’applique aussitôt. Celui qui supprime ou déclare indésirable est le dernier.
settings-filter-add = Ajouter un filtre
settings-filter-add-hint = Les majuscules et les accents ne comptent pas.
settings-filter-name = Nom
settings-filter-element = Regarder
settings-filter-operator = Condition
settings-filter-value = Valeur
settings-filter-effect = Alors
settings-filter-agent = Agent
settings-filter-enabled = Activé
settings-filter-sentence = Si { $element } { $operator } « { $value } » :
settings-element-sender = l’adresse de l’expéditeur
settings-element-subject = l’objet
settings-element-content = le texte
settings-operator-is = est
settings-operator-is-not = n’est pas
settings-operator-contains = contient
settings-operator-contains-not = ne contient pas
settings-operator-starts = commence par
settings-operator-ends = finit par
settings-effect-assign = transférer à
settings-effect-department = déplacer vers
settings-effect-important = marquer important
settings-effect-tag = ajouter l’étiquette
settings-effect-close = clore
settings-effect-spam = déclarer indésirable
settings-effect-delete = supprimer

## Blocked senders

settings-blocked = Expéditeurs bloqués
settings-blocked-lead = Les personnes dont un ticket a été déclaré indésirable. Leurs tickets suivants sont interceptés et gardés.
settings-blocked-none = Personne n’est bloqué
settings-blocked-none-more = Déclarez un ticket indésirable, et son expéditeur apparaît ici.
settings-blocked-by = bloqué par { $name }
settings-blocked-by-rule = bloqué par un filtre
settings-unblock = Débloquer
settings-unblock-release = { $count ->
    [one] Débloquer et remettre le ticket
   *[other] Débloquer et remettre { $count } tickets
}

## Merging and splitting

merge-title = Fusionner dans le ticket { $number }
merge-lead = Les messages des tickets choisis passent dans ce ticket de { $name } : { $subject }. Les réponses y arrivent. Cela s’annule à tout moment.
merge-search = Chercher des tickets par mots, nom, adresse ou numéro
merge-suggested = Suggestions
merge-found = Résultats
merge-none = Aucun ticket à proposer. Cherchez des mots, un nom ou un numéro.
merge-other-person = d’une autre personne
merge-warning = Tickets d’une autre personne : les deux liront désormais toute la conversation.
merge-button = Fusionner dans le ticket { $number }
split-title = Scinder le ticket { $number }
split-lead = Les messages choisis deviennent un ticket à part. Cela s’annule à tout moment.
split-messages = Messages
split-button = Créer un nouveau ticket

## Automatisations

settings-rules = Automatisations
settings-rules-lead = Ce que le support fait tout seul, dans cet ordre. Chaque règle qui correspond s’applique. Les trois premières sont là dès le début : modifiez-les, désactivez-les ou supprimez-les.
settings-rule-new = Nouvelle automatisation
settings-rule-name = Nom
settings-rule-on = Activée
settings-rule-switch-on = Activer « { $name } »
settings-rule-switch-off = Désactiver « { $name } »
settings-rule-copy = Copier « { $name } »
settings-rule-copied = { $name } (copie)
settings-rule-place = En position { $place } sur { $count }
settings-rule-edited = Enregistrée par { $who }
settings-rule-untouched = Telle que livrée
settings-rule-runs-lately = { $count ->
    [0] n’a rien fait ces 30 derniers jours
    [one] a agi { $count } fois ces 30 derniers jours
   *[other] a agi { $count } fois ces 30 derniers jours
}
settings-rule-when = Quand
settings-rule-trigger = Événement
settings-rule-wait = Puis attendre
settings-rule-wait-hint = Les conditions sont examinées à l’échéance. Un nouvel événement du même genre relance le délai.
settings-rule-unit = Unité
settings-rule-minutes = minutes
settings-rule-hours = heures
settings-rule-days = jours
settings-rule-if = Si
settings-rule-match = Comment les conditions se combinent
settings-rule-or = ou
settings-rule-and = et
settings-rule-nor = ni
settings-rule-property = Examiner
settings-rule-operator = Comparaison
settings-rule-value = Valeur
settings-rule-nothing = choisir…
settings-rule-always = Aucune condition : toujours.
settings-rule-condition-add = Condition
settings-rule-group-add = Groupe
settings-rule-line-remove = Retirer cette ligne
settings-rule-then = Alors
settings-rule-deed = Faire
settings-rule-step-add = Action
settings-rule-en = Texte en anglais
settings-rule-fr = Texte en français
settings-rule-text-hint = Vide : le texte habituel. { "{" }nom{ "}" }, { "{" }numéro{ "}" }, { "{" }objet{ "}" } sont remplis.
settings-rule-try = Essayer
settings-rule-try-hint = Sur ce qui s’est passé, avec la règle telle qu’elle est affichée ici. Rien n’est modifié, rien n’est envoyé.
settings-rule-try-period = Essayer sur
settings-rule-try-day = les dernières 24 heures
settings-rule-try-month = les 30 derniers jours
settings-rule-try-all = tout
settings-rule-try-matched = correspondraient
settings-rule-try-read = événements lus
settings-rule-try-cut = Les événements plus anciens n’ont pas été lus : seuls les 100 000 derniers le sont.
settings-rule-try-changes = Ce qui changerait
settings-rule-try-none = Aucun ticket ne changerait.
settings-rule-try-near = Manqués à une condition près
settings-rule-try-wakes = { $count ->
    [one] Un ticket déclencherait ensuite « { $rule } ».
   *[other] { $count } tickets déclencheraient ensuite « { $rule } ».
}
settings-rule-try-foot = Rien n’a été modifié ni envoyé.
settings-rule-mail-to = e-mail à { $address }
settings-rule-usual = le texte habituel
settings-rule-log = Journal
settings-rule-log-lead = Ce que cette règle a fait, le plus récent d’abord. Ses lignes figurent aussi dans le fil de chaque ticket.
settings-rule-log-empty = Elle n’a encore rien fait.
settings-rule-undo = Annuler
settings-rule-undone = annulé
settings-rule-version = version { $version }
settings-rule-history = Versions
settings-rule-older = Plus anciens
settings-rule-yes = oui
settings-rule-no = non
settings-rule-seen = il y avait « { $seen } »
settings-rule-seen-nothing = il n’y avait rien
settings-trigger-opened = un ticket est ouvert
settings-trigger-customer-replied = le client répond
settings-trigger-agent-replied = un agent répond
settings-trigger-note-added = une note est ajoutée
settings-trigger-status-changed = l’état change
settings-trigger-assigned = l’agent change
settings-trigger-priority-changed = la priorité change
settings-trigger-department-changed = le département change
settings-trigger-tag-added = une étiquette est ajoutée
settings-trigger-tag-removed = une étiquette est retirée
settings-operator-at-least = vaut au moins
settings-operator-at-most = vaut au plus
settings-operator-empty = est vide
settings-operator-filled = n’est pas vide
settings-property-domain = le domaine de l’expéditeur
settings-property-company = l’entreprise
settings-property-channel = le canal
settings-property-address = l’adresse destinataire
settings-property-language = la langue
settings-property-author = l’auteur de l’événement
settings-property-machine = « écrit par une machine »
settings-property-status-chosen = « état choisi avec la réponse »
settings-property-age = le nombre d’heures depuis l’ouverture
settings-property-type = le type
settings-property-status = l’état
settings-property-priority = la priorité
settings-property-department = le département
settings-property-assignee = l’agent
settings-property-tag = une étiquette
settings-mode-all = toutes
settings-mode-any = au moins une
settings-mode-none = aucune
settings-deed-acknowledge = Écrire au client
settings-deed-status = Mettre l’état
settings-deed-priority = Mettre la priorité
settings-deed-assign = Attribuer à
settings-deed-least-busy = Attribuer au moins chargé du département
settings-deed-department = Transférer au département
settings-deed-add-tag = Ajouter l’étiquette
settings-deed-remove-tag = Retirer l’étiquette
settings-deed-notify = Écrire à l’agent
settings-deed-spam = Marquer indésirable
settings-deed-trash = Supprimer
settings-deed-stop = Ne plus examiner d’autre règle
settings-channel-mail = courriel
settings-channel-web = formulaire
settings-channel-agent = saisi par un agent
settings-author-customer = le client
settings-author-agent = un agent
settings-author-rule = une règle
settings-author-system = le support lui-même
settings-rule-sentence-when = Quand { $trigger }
settings-rule-sentence-wait = après { $wait }
settings-rule-sentence-if = si
settings-rule-sentence-none = sauf si
settings-why = Pourquoi une règle a-t-elle agi, ou non ?
settings-why-lead = Chaque règle telle qu’elle est aujourd’hui, examinée sur le dernier événement de ce ticket qu’elle attend.
settings-why-acted = a agi
settings-why-held = conditions remplies
settings-why-not = conditions non remplies
settings-why-no-event = son événement n’a pas eu lieu ici
settings-why-waits = attend son heure
settings-why-other = Ses conditions sont remplies, mais elle n’a rien fait alors : elle a pu être modifiée ou activée depuis, une règle précédente a pu terminer la chaîne, ou tout était déjà ainsi.
settings-deed-type = Changer le type
settings-trigger-type-changed = le type change

settings-types = Types de tickets
settings-types-lead = Les sortes de tickets. Chacune a ses propres statuts et, si vous voulez, sa propre adresse e-mail. Un seul type suffit souvent.
settings-family-ticket = Tickets
settings-family-task = Tâches
settings-family-feature = Fonctionnalités
settings-types-used = { $used } types sur { $most } en service
settings-types-hidden = Afficher les types masqués ({ $count })
settings-type-new = Nouveau type
settings-type-tickets = { $count } tickets
settings-type-counts = { $count } tickets, dont { $open } non clos
settings-enable = Activer
settings-enabled = En service
settings-disable = Désactiver
settings-type-name-address = Nom et adresse
settings-type-name-hint = Un e-mail envoyé à l’adresse devient un ticket de ce type. Sous un autre nom, le type reçoit une autre adresse ; l’ancienne fonctionne toujours.
settings-type-name = Nom
settings-type-icon = Icône
settings-type-no-address = Un type reçoit son adresse quand on l’active.
settings-type-rules = Quand quelqu’un écrit
settings-type-rules-lead = Ce que devient le statut quand un agent ou un client écrit est décidé par des automatismes que vous pouvez changer.
settings-workflow = Déroulement
settings-workflow-hint = Les statuts qu’un ticket de ce type traverse, dans l’ordre. Faites glisser une ligne par sa poignée, ou appuyez dessus sur espace puis sur les flèches.
settings-counts-as = Compte comme
settings-counts-as-for = Compte comme, pour { $name }
settings-customers-read = Les clients lisent
settings-customers-read-for = Les clients lisent, pour { $name }
settings-usual-words = les mots habituels
settings-status-name = Nom du statut { $name }
settings-move = Déplacer « { $name } » : espace, puis les flèches
settings-more-for = Plus pour { $name }
settings-status-default = Les nouveaux tickets commencent en « { $name } »
settings-new-begin = Les nouveaux tickets commencent en « { $name } ».
settings-status-add = Ajouter un statut
settings-status-new = Nouveau statut
settings-shape = Signe
settings-shape-for = Signe de { $name }
settings-shape-usual = Signe habituel
settings-shape-new = Anneau pointillé
settings-shape-agent = Anneau à moitié plein
settings-shape-customer = Anneau avec points
settings-shape-hold = Anneau avec barre
settings-shape-solved = Coche
settings-shape-rejected = Croix
settings-shape-closed = Trait
settings-status-tickets = { $count } tickets sont en « { $name } ». Ils gardent leur conversation ; seul leur statut change.
settings-status-heir = Où vont-ils ?

settings-addresses = Adresses e-mail
settings-addresses-lead = Ce qui est écrit à l’une de ces adresses devient un ticket. Redirigez votre adresse publique, par exemple support@votre-societe, vers l’une d’elles, puis envoyez un test pour le voir arriver.
settings-copy = Copier
settings-copied = Copié
settings-address = Adresse e-mail
settings-address-last = Reçoit. Dernier e-mail de { $from }
settings-address-never = Aucun e-mail n’est encore arrivé par cette adresse.
settings-address-type-off = son type n’est pas en service : les e-mails deviennent des tickets ordinaires
settings-address-test-to = Envoyer un test à
settings-address-test = Envoyer un test
settings-test-back = Le test à { $to } est arrivé après { $seconds } s
settings-test-waiting = Le test à { $to } est en route
settings-test-failed = Le test à { $to } n’a pas pu partir : { $error }
settings-address-add = Ajouter une adresse
settings-address-add-hint = Une adresse à laquelle ce serveur reçoit le courrier.

settings-icon-mail = Enveloppe
settings-icon-circle-question-mark = Point d’interrogation
settings-icon-triangle-alert = Alerte
settings-icon-lightbulb = Ampoule
settings-icon-shopping-bag = Sac
settings-icon-bug = Insecte
settings-icon-receipt = Reçu
settings-icon-shield-alert = Bouclier
settings-icon-phone = Téléphone
settings-icon-key-round = Clé
settings-icon-wifi = Ondes
settings-icon-laptop = Ordinateur
settings-icon-book-open = Livre
settings-icon-megaphone = Mégaphone
settings-icon-circle-check = Coche
settings-icon-sparkles = Étincelles
