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
