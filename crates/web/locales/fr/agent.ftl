## The frame

agent-skip = Aller au contenu
agent-offline = Hors connexion. Ce que vous écrivez est conservé ici.
agent-moved = Cette page n’est plus ici.
agent-reload = Recharger
agent-nav = Principal
agent-nav-views = Vues et services
agent-nav-services = Services
agent-nav-all = Tous les départements
view-mine = Mes tickets
view-unassigned = Non attribués
view-waiting-agent = En attente d’un agent
view-waiting-customer = En attente du client
view-open = Tous les ouverts
view-closed = Clos
agent-new-ticket = Nouveau ticket
agent-new-short = Nouveau
agent-find = Chercher ou aller à…
agent-tabbar = Accès rapide
agent-tab-mine = À traiter
agent-search = Chercher
agent-menu = Menu
agent-profile = Profil
agent-ledger = Registre du courrier
agent-sign-out = Se déconnecter
agent-close-dialog = Fermer cette fenêtre
search-title = Recherche
palette-places = Aller à
palette-tickets = Tickets
agent-palette = Palette de commandes
agent-palette-actions = Actions
agent-palette-label = Chercher des tickets et des actions
agent-palette-results = Résultats
agent-palette-empty = Rien trouvé. Essayez avec moins de mots.
agent-keys = Raccourcis clavier
agent-keys-hint = Les touches seules sont inactives pendant la saisie. Votre profil permet de les couper.
agent-key-palette = Chercher, aller, agir
agent-key-find = Chercher
agent-key-move = Ticket suivant, précédent
agent-key-open = Ouvrir
agent-key-back = Revenir, vider la sélection
agent-key-select = Sélectionner, sélectionner une plage
agent-key-compose = Répondre, note interne
agent-key-send = Envoyer
agent-key-send-stay = Envoyer, rester en attente d’un agent
agent-key-close = Clore ou rouvrir
agent-key-go = Aller à mes tickets (U : non attribués, O : tous les ouverts)
agent-key-pick = Choisir dans un menu ouvert
agent-key-undo = Annuler la dernière action

## Lists

agent-list-new = { "{n}" } de plus
agent-list-moved = Afficher le nouvel ordre
agent-select-all = Sélectionner tous les tickets de cette page
agent-select-ticket = Sélectionner le ticket { $number }
agent-search-label = Des mots, un nom, une adresse ou un numéro de ticket
agent-sort-newest = Récents d’abord
agent-sort-oldest = Anciens d’abord
agent-sort-turn = Inverser l’ordre
agent-pages = Pages
agent-page-first = Première page
agent-page-next = Page suivante
agent-group-today = Aujourd’hui
agent-group-yesterday = Hier
agent-group-week = Cette semaine
agent-group-earlier = Plus tôt
agent-group-found = Trouvés, correspondance récente d’abord
agent-unread = Non lu
agent-no-subject = Sans objet
agent-messages = { $count ->
    [one] { $count } message
   *[other] { $count } messages
}
agent-is-replying = { $name } répond
agent-is-viewing = { $name } consulte ce ticket
agent-unassigned = Non attribué
agent-empty-mine = Rien ne vous est attribué
agent-empty-mine-more = Les tickets qui vous sont attribués apparaissent ici. Prenez-en un parmi les non attribués quand vous avez le temps.
agent-empty-take = Voir les tickets non attribués
agent-empty-unassigned = Chaque ticket a son agent
agent-empty-unassigned-more = Les nouveaux messages et questions attendent ici que quelqu’un les prenne.
agent-empty-agent = Personne ne vous attend
agent-empty-agent-more = Un ticket arrive ici quand le client répond.
agent-empty-customer = Aucune réponse n’est attendue
agent-empty-customer-more = Un ticket arrive ici quand vous avez répondu, jusqu’à ce que le client écrive de nouveau.
agent-empty-open = Tout est réglé
agent-empty-open-more = Le courrier envoyé à vos adresses et les questions du site deviennent des tickets ici.
agent-empty-closed = Rien n’est encore clos
agent-empty-closed-more = Les tickets réglés sont conservés ici. Une réponse du client les rouvre.
agent-empty-department = Aucun ticket ouvert ici
agent-empty-department-more = Les tickets apparaissent quand un message arrive à son adresse, ou quand on en transfère un ici.
agent-empty-search = Chercher dans tous les tickets
agent-empty-search-more = Des mots de l’objet ou du texte, le nom ou l’adresse de la personne, ou un numéro comme #4821.
agent-empty-found = Rien trouvé
agent-empty-found-more = Essayez moins de mots, ou une autre forme. Tous les mots doivent figurer dans le même message.
agent-bulk = Actions sur les tickets sélectionnés
agent-bulk-label = Actions sur { "{n}" } tickets sélectionnés
agent-bulk-selected = sélectionnés
agent-bulk-clear = Vider la sélection
agent-add = Ajouter

## Properties

agent-assign = Attribuer
agent-assignee = Agent
agent-status = État
agent-priority = Priorité
agent-department = Département
agent-tag = Étiquette
agent-tags = Étiquettes
agent-tag-remove = Retirer l’étiquette { $tag }
agent-to-me = Moi
agent-nobody = Personne
agent-former = un ancien agent
agent-close = Clore
agent-reopen = Rouvrir
agent-take = Prendre le ticket
agent-details = Détails
agent-requester = Demandeur
agent-properties = Propriétés
agent-others = Autres tickets
agent-speaks-en = parle anglais
agent-speaks-fr = parle français
agent-takes-part = participe

## A ticket

agent-back-to = Retour à { $view }
agent-previous = Ticket précédent
agent-next = Ticket suivant
agent-more = Autres actions
agent-conversation = Conversation
agent-by-mail = par e-mail
agent-by-mail-to = par e-mail à { $address }
agent-by-web = sur le site
agent-by-agent = saisi par un agent
agent-related = Arrivé en réponse à un autre ticket, d’une personne qui n’y participe pas :
agent-thread-new = { "{n}" } de plus en bas
agent-thread-cut = Les messages plus anciens ne sont pas affichés
agent-quoted = Afficher l’historique
agent-note = Note interne
agent-sent = envoyé par e-mail
agent-sending = Envoi…
agent-not-sent = non envoyé
agent-mail-failed = L’e-mail a été refusé : { $reason }
agent-mail-waiting = L’e-mail n’est pas encore parti, un nouvel essai suivra : { $reason }
agent-mail-unsure = Il n’est pas sûr que cet e-mail soit parti : la connexion a été coupée au dernier moment. Renvoyé, il peut arriver deux fois.
agent-try-again = Réessayer
agent-auto-bounce = Avis de remise
agent-auto-report = Rapport automatique
agent-auto-reply = Réponse automatique
agent-auto-list = Liste de diffusion
agent-auto-bulk = Envoi en nombre
agent-auto-generated = Écrit par un programme

## The timeline

agent-because = car
agent-event-undone = (annulé)
agent-event-desk = Guichet
agent-event-rule = La règle « { $name } »
agent-event-opened = Ticket ouvert
agent-event-opened-by = a ouvert le ticket
agent-event-status = a changé l’état en { $status }
agent-event-closed = a clos le ticket
agent-event-reopened = a rouvert le ticket
agent-event-assigned = a attribué le ticket à { $name }
agent-event-taken = a pris le ticket
agent-event-unassigned = a retiré l’agent
agent-event-priority = a changé la priorité en { $priority }
agent-event-tag-added = a ajouté l’étiquette { $tag }
agent-event-tag-removed = a retiré l’étiquette { $tag }
agent-event-department = a transféré le ticket à { $department }
agent-event-acknowledged = a confirmé la réception au client
agent-event-withdrawn = a repris une réponse avant son départ
agent-event-mail-failed = Un e-mail n’a pas pu partir : { $reason }
agent-event-rule-stopped = La règle « { $name } » a été retenue, pour que deux machines ne se répondent pas
agent-event-other = a fait un changement
agent-rule-acknowledge = Accuser réception des nouveaux tickets
agent-rule-wait-for-customer = Attendre le client après notre réponse
agent-rule-wait-for-agent = Attendre un agent après sa réponse
agent-why-opened = il est nouveau
agent-why-replied = { $name } a répondu
agent-why-sent-to = il a été envoyé à { $address }
agent-why-form = il vient du formulaire du site
agent-why-by-agent = un agent l’a saisi
agent-why-token = son adresse désigne ce ticket
agent-why-references = il répond à un e-mail de ce ticket
agent-why-unknown-sender = { $address } ne participe pas au ticket auquel il répond

## The composer

agent-composer = Rédaction
agent-composer-label = Votre message à { $name }
agent-placeholder = Écrire à { $name }…
agent-kind = Type de message
agent-reply = Répondre
agent-note-short = Note
agent-team-only = seule l’équipe la lit
agent-to = à { $name }
agent-cc = copie à { $names }
agent-moved-by = { $name } a écrit entre-temps : lisez, puis envoyez de nouveau.
agent-draft-saving = Enregistrement…
agent-draft-saved = Brouillon enregistré
agent-draft-unsaved = Pas encore enregistré
agent-attach = Joindre un fichier
agent-file-remove = Retirer { "{name}" }
agent-file-remove-named = Retirer { $name }
agent-too-big = Plus de { "{max}" }
agent-send-failed = Non envoyé. Réessayez.
agent-format = Style du texte
agent-format-bold = Gras
agent-format-italic = Italique
agent-format-list = Liste
agent-format-numbers = Liste numérotée
agent-format-quote = Citation
agent-format-code = Code
agent-format-link = Lien
agent-format-address = Adresse du lien
agent-signature-added = Signature ajoutée
agent-add-note = Ajouter la note
agent-send = Envoyer
agent-send-ways = Autres façons d’envoyer
agent-send-close = Envoyer et clore
agent-send-keep = Envoyer, rester en attente d’un agent

## A new ticket

agent-new-who = Demandeur
agent-new-who-hint = Cette personne reçoit vos réponses par e-mail. Une personne inconnue est ajoutée.
agent-new-what = Question
agent-new-what-hint = Avec ses mots. Elle ouvre la conversation.
agent-new-where = Orientation
agent-new-where-hint = L’équipe qui s’en occupe, et le degré d’urgence.
agent-open-ticket = Ouvrir le ticket
agent-cancel = Annuler
agent-optional = facultatif
agent-field-address = Adresse e-mail
agent-field-name = Nom
agent-field-name-hint = Pour une personne qui écrit pour la première fois.
agent-field-subject = Objet
agent-field-body = Question

## The profile

agent-profile-you = Vous
agent-profile-you-hint = Votre nom figure sous vos réponses.
agent-profile-work = Travail
agent-profile-work-hint = Comment vous écrivez, et ce qui vous parvient.
agent-profile-password = Mot de passe
agent-profile-password-hint = Un nouveau mot de passe vous déconnecte partout ailleurs.
agent-field-language = Langue
agent-language-browser = Celle de mon navigateur
agent-field-zone = Fuseau horaire
agent-field-zone-hint = Vide : celui du service, { $zone }.
agent-field-signature = Signature
agent-field-signature-hint = Figure sous chaque réponse.
agent-field-notify = E-mail au sujet de mes tickets
agent-field-notify-hint = Quand un ticket vous est attribué, ou que son client écrit.
agent-field-keys-off = Couper les touches seules
agent-field-keys-off-hint = Les raccourcis comme R ou E ne font alors plus rien. Ctrl avec une touche marche toujours.
agent-field-current = Mot de passe actuel
agent-field-password = Nouveau mot de passe
agent-field-password-hint = Au moins { $count } caractères.
agent-password-set = Définir le mot de passe
agent-save = Enregistrer

## The mail ledger

agent-ledger-intro = Chaque e-mail accepté est conservé et compté. Rien ne disparaît sans laisser une ligne ici.
agent-sum-accepted = Acceptés
agent-sum-done = Dans des tickets
agent-sum-duplicate = Reçus deux fois
agent-sum-held = Retenus
agent-sum-received = En lecture
agent-sums-agree = Chaque e-mail accepté est retrouvé.
agent-sums-differ = Les comptes ne tombent pas juste, e-mails manquants : { $count }.
agent-held = E-mails retenus
agent-held-none = Rien n’est retenu
agent-held-none-more = Un e-mail qui n’a pas pu devenir un ticket attend ici avec sa raison.
agent-held-at = Reçu
agent-held-from = De
agent-held-to = À
agent-held-reason = Raison
agent-held-bounce = sans expéditeur
