act-accepted = a accepté une réponse
act-approved = a laissé lire un message
act-dismissed = n’a rien trouvé à redire après un signalement
act-edited = a modifié le texte d’un message
act-held = a retenu un message : { $why }
act-hidden = a masqué un message
act-lifted = a levé une mesure
act-locked = a verrouillé le sujet
act-moved = a déplacé le sujet
act-not-accepted = a retiré la réponse acceptée
act-not-official = a retiré la réponse officielle
act-official = a rendu une réponse officielle
act-pinned = a épinglé le sujet
act-private = a rendu le sujet privé
act-public = a rendu le ticket public
act-rejected = n’a pas laissé lire un message
act-sanctioned = a décidé : { $measure }
act-shown = a de nouveau affiché un message
act-unlocked = a rouvert le sujet
act-unpinned = a désépinglé le sujet
act-upheld = a donné suite à un signalement
agent-assign-row = Attribuer « { $subject } », actuellement : { $name }
agent-empty-questions = Aucune question ici
agent-empty-questions-more = Les questions que les membres posent au centre d’aide apparaissent ici, publiques ou privées.
agent-awaits = Les membres liront ceci dès qu’un modérateur l’aura accepté.
agent-event-held = Un message attend la modération : { $why }
agent-event-reported = a signalé un message
agent-why-comment = a répondu à un e-mail sur le sujet
agent-why-refused-fast = trop de messages en peu de temps : l’e-mail est arrivé ici
agent-why-refused-locked = le sujet est clos : l’e-mail est arrivé ici
agent-why-refused-person = la communauté est fermée à cette personne : l’e-mail est arrivé ici
agent-why-refused-rules = les règles ne sont pas acceptées : l’e-mail est arrivé ici
agent-in-community = Voir dans la communauté
agent-public = D’autres peuvent le lire
agent-public-hint = D’autres peuvent lire ce ticket. Les réponses sont publiques, les notes restent internes.
customer-about = À propos du sujet « { $subject } ». Seule l’équipe lit ce que vous écrivez ici.
customer-held = Un modérateur la lit avant les autres membres
customer-only-team = L’équipe seulement
customer-only-team-hint = Personne d’autre ne la lit.
customer-open = Tous les membres
customer-open-everybody = Tout le monde peut la lire, et les membres répondre. N’y mettez rien de personnel.
customer-open-hint = Les membres peuvent la lire et répondre, souvent plus vite que nous. N’y mettez rien de personnel.
customer-private-now = Votre texte est conservé : envoyez-le plutôt à l’équipe seule.
customer-public = Les membres peuvent la lire
customer-similar = { $count ->
    [one] Ceci y répond peut-être :
   *[other] Ceci y répond peut-être :
}
customer-who-reads = Qui peut la lire ?
dash-activity = Activité récente
dash-activity-none = Il ne s’est encore rien passé.
dash-all = Tout voir
dash-connected = Intégrations
dash-desk = Le support
dash-did-assign = a attribué
dash-did-lock = a verrouillé
dash-did-note = a laissé une note dans
dash-did-open = a ouvert
dash-did-status = a changé le statut de
dash-did-write = a écrit dans
dash-failed = { $count ->
    [one] { $count } non envoyé
   *[other] { $count } non envoyés
}
dash-failing = { $count ->
    [one] { $count } en échec
   *[other] { $count } en échec
}
dash-here = en ligne
dash-late = En retard
dash-late-none = Rien n’est en retard.
dash-mine = À vous maintenant
dash-mine-none = Rien ne vous attend.
dash-moderation = Attend un modérateur
dash-questions = Nouvelles questions, quatre dernières semaines
dash-questions-none = Aucune question depuis quatre semaines.
dash-step-guides = Écrire un premier guide
dash-step-hours = Indiquer vos horaires
dash-step-legal = Rédiger vos conditions et votre politique de confidentialité
dash-step-mail = Recevoir un premier e-mail
dash-step-team = Inviter un collègue
dash-steps = Reste à configurer
dash-team = Disponibles
dash-team-none = Personne n’est là en ce moment.
dash-title = Tableau de bord
dash-unanswered = En attente de réponse
dash-unanswered-none = Tout le monde a une réponse.
datum-address = e-mail
datum-card = numéro de carte
datum-iban = compte bancaire
datum-identity = numéro d’identité
datum-name = nom
datum-network = adresse IP
datum-number = numéro
datum-phone = téléphone
datum-place = adresse
datum-secret = secret
error-first = Le premier message doit rester : sans lui, il n’y a pas de question.
error-out-of-range = Entre 1 et 366 jours.
error-own = C’est votre propre message.
error-staff = Une personne de l’équipe ne peut pas être sanctionnée ici.
error-too-many-mentions = Citez dix personnes au plus dans un message.
lock-because = Motif, pour le journal de modération
lock-do = Verrouiller le sujet
lock-last = Dernier message
lock-lead = Plus personne ne peut répondre. Tout le monde peut encore lire.
lock-message = Message
lock-summary = Résumé
lock-summary-hint = affiché en tête du sujet verrouillé
lock-tell = { $count ->
    [0] Prévenir les personnes qui ont participé
    [one] Prévenir la personne qui a participé
   *[other] Prévenir les { $count } personnes qui ont participé
}
lock-title = Verrouiller ce sujet
lock-undo = Vous pouvez le rouvrir à tout moment.
moderation-approve = Laisser lire
moderation-ban = Bannir un temps
moderation-ban-until = Banni jusqu’au { $day }
moderation-bar = Modération
moderation-because = Motif
moderation-because-told = Motif, que la personne lira
moderation-days = Jours, pour ce qui se termine tout seul
moderation-dismiss = Rien à redire
moderation-held = Pas encore lus
moderation-hidden = Masqué
moderation-hide = Masquer
moderation-history = Ce qui a été décidé
moderation-lift = Lever
moderation-lifted = levée
moderation-lock = Verrouiller
moderation-log = Journal
moderation-may = Quoi qu’on décide ici, cette personne garde son compte et peut toujours poser des questions privées à l’équipe.
moderation-measures-hint = Un avertissement ne fait qu’informer. Ralenti : un message par heure. Silence : lit, n’écrit pas. Banni ou retiré : la communauté est fermée, les questions privées restent ouvertes. Chaque mesure est annoncée par e-mail et peut être levée.
moderation-merge = Fusionner
moderation-moderator = Modération
moderation-more = Plus…
moderation-move = Déplacer
moderation-no-acts = Rien n’a encore été modéré
moderation-nobody = Personne n’est limité
moderation-nobody-lead = Les personnes ralenties, réduites au silence, bannies ou retirées sont listées ici.
moderation-nothing = Rien n’attend
moderation-nothing-lead = Les messages signalés par les membres, et ceux qu’un modérateur lit avant les autres, apparaissent ici.
moderation-people = Personnes
moderation-person = La personne
moderation-pin = Épingler
moderation-post-title = Un message
moderation-queue = File d’attente
moderation-reject = Ne pas afficher
moderation-remove = Retirer définitivement
moderation-removed = Retiré
moderation-reported = Signalés
moderation-rule = règle { $rule }
moderation-show = Afficher de nouveau
moderation-silence = Réduire au silence
moderation-silence-until = Silence jusqu’au { $day }
moderation-since = présent depuis
moderation-slow = Ralentir
moderation-slow-until = Ralenti jusqu’au { $day }
moderation-split = Séparer
moderation-taken-back = en annulant une action précédente
moderation-the-person = À propos de la personne
moderation-the-post = À propos du message
moderation-ticket = Ticket
moderation-title = Modération
moderation-topic = Nouveau sujet
moderation-undone = annulé
moderation-warn = Avertir
moderation-warning = Averti
moderation-why-link = lien d’un nouveau membre
moderation-why-repeated = le même texte encore une fois
moderation-why-watched = un mot surveillé
moderation-why-wave = beaucoup de nouveaux membres écrivent en même temps
publish-anonymous = Ne pas nommer la personne
publish-anonymous-hint = Les autres lisent « Un membre ».
publish-back = Retour au ticket
publish-customer = Le client
publish-other = autre client : nommé en public, et montré seulement si vous cochez
publish-do = Rendre public
publish-files = Fichiers que tout le monde peut avoir
publish-found = { $count ->
    [0] Aucune donnée personnelle trouvée
    [one] { $count } donnée personnelle trouvée
   *[other] { $count } données personnelles trouvées
}
publish-lead = D’autres liront les messages cochés. Vérifiez ce qui ressort : ce qui est coché ci-dessous est remplacé, et le texte d’origine reste à l’équipe.
publish-more = Retirer aussi
publish-more-hint = Des mots qui n’ont pas été trouvés, un par ligne.
publish-removed = [retiré]
publish-title = Rendre public
publish-undo = Le client est prévenu. Cela s’annule dans le journal de modération.
publish-with = À la place de { $words }
ready-add = Un nouveau texte
ready-add-hint = Mettez entre crochets ce qu’il faut remplir : [résumé]. Des barres obliques offrent un choix : [hausse de prix/promotion].
ready-and = { $first } et { $last }
ready-choose = Texte prêt
ready-compose = Modifier avant d’envoyer
ready-fill = Remplissez d’abord ceci.
ready-language = Langue
ready-lead = Ce que les modérateurs écrivent souvent. Un texte ne part pas tant que ses champs ne sont pas remplis.
ready-left = { $count ->
    [0] Tout est rempli.
    [one] Il reste { $count } champ à remplir.
   *[other] Il reste { $count } champs à remplir.
}
ready-manage = Gérer ces textes
ready-name = Nom
ready-other-names = Autres noms
ready-preview = Le texte
ready-take = Utiliser
ready-title = Textes de modération
ready-unfilled = { $placeholder } reste à remplir.
ready-without = Sans texte prêt
ready-words = Texte
settings-community-hint = Là où les membres lisent les questions des autres et y répondent.
settings-community-public = Tout le monde lit la communauté
settings-community-public-hint = Les visiteurs et les moteurs de recherche aussi. Seuls les membres écrivent.
settings-hide-community = Masquer la communauté
settings-hide-community-hint = Seuls les agents la trouvent, et toutes les questions sont privées.
settings-private-default = Questions privées
settings-private-default-hint = Toutes les questions sont privées par défaut.
settings-rules-edit = Règles de la communauté
settings-rules-en = Règles de la communauté en anglais
settings-rules-fr = Règles de la communauté en français
settings-rules-hint = Les membres les acceptent avant de participer, et de nouveau à chaque changement. Numérotez ce qui n’est pas toléré : les signalements et les mesures citent le numéro.
settings-trusted-after = Un membre est de confiance après
settings-trusted-after-hint = Tant de messages que d’autres ont pu lire pendant dix minutes. D’ici là, ses liens attendent un modérateur et ses messages sont limités.
settings-watched = Mots surveillés
settings-watched-hint = Un par ligne. Un message qui en contient un attend un modérateur.
topic-accept = C’est la réponse
topic-accept-not = Pas la réponse, finalement
topic-accepted = Réponse acceptée
topic-accepted-on = Vous les avez acceptées
topic-all = Communauté
topic-answered = Répondu
topic-asked-by = Posée par { $name }
topic-asker = A posé la question
topic-asking = Les membres demandent
topic-cancel = Annuler
topic-categories = Catégories
topic-category = Catégorie
topic-crumbs = Où vous êtes
topic-digest = Résumé par e-mail
topic-digest-daily = Chaque jour où il y a du nouveau
topic-digest-lead = Ce qu’il y a de nouveau dans la communauté, en un e-mail.
topic-digest-never = Jamais
topic-digest-often = À quelle fréquence ?
topic-digest-weekly = Chaque semaine
topic-discussed = En discussion
topic-done-held = Un modérateur le lit d’abord
topic-done-locked = Le sujet est verrouillé
topic-done-moderated = C’est fait. Le journal en garde la trace
topic-done-reported = Les modérateurs sont prévenus
topic-edit = Modifier
topic-edit-title = Modifier un message
topic-edited = modifié
topic-edited-by = modifié par { $name }
topic-follow = Me prévenir par e-mail
topic-follow-done = C’est noté
topic-follow-lead = Vous avez reçu un e-mail sur un sujet. Choisissez ce que vous voulez en savoir.
topic-follow-muted = Vous ne recevez plus d’e-mails à ce sujet.
topic-follow-title = E-mails sur un sujet
topic-found = { $count ->
    [0] Aucun sujet n’en parle
    [one] { $count } sujet
   *[other] { $count } sujets
}
topic-held-others = Seuls son auteur et l’équipe le voient : il attend la modération.
topic-held = Seuls vous et l’équipe le voyez : un modérateur le lit d’abord.
topic-helpful = Utile
topic-hidden = Masqué par l’équipe : { $why }
topic-hidden-by = Masqué par { $name } : { $why }.
topic-is-locked = Ce sujet est verrouillé
topic-link = Lien
topic-locked = Verrouillé
topic-locked-lead = Plus de nouvelles réponses ; lire et voter restent possibles.
topic-looked-at = En cours
topic-make-official = Rendre officielle
topic-make-private = Rendre privé
topic-me-too = Moi aussi
topic-member = Membre
topic-mention-hint = @Nom prévient une personne qui a participé
topic-moderate = Modérer
topic-more = Plus de réponses
topic-mute = Rien sur ce sujet
topic-near = Proche de ce sujet
topic-new = Demander à la communauté
topic-none = Pas encore de sujets
topic-none-lead = Posez la première question : les membres répondent souvent plus vite que nous.
topic-none-mine = Vous n’avez pas encore participé
topic-none-mine-lead = Les sujets que vous posez, suivez ou auxquels vous répondez apparaissent ici.
topic-none-unanswered = Tout a une réponse
topic-none-unanswered-lead = Les questions sans réponse apparaissent ici.
topic-normal = Après avoir écrit ici, ou si l’on me cite
topic-official = Réponse officielle
topic-official-not = Plus officielle
topic-part-all = Tous
topic-part-mine = Les miens
topic-part-unanswered = Sans réponse
topic-parts = Quels sujets
topic-pinned = Épinglé
topic-private-hint = Personne n’a encore répondu : vous pouvez encore le garder entre vous et l’équipe.
topic-quote = Citer
topic-reaction = { $what } : { $count }
topic-refused-banned = La communauté vous est fermée jusqu’au { $until }. Vos questions privées à l’équipe restent ouvertes.
topic-refused-fast = Vous avez beaucoup écrit en peu de temps. Vous pourrez écrire de nouveau à { $until }.
topic-refused-locked = Ce sujet est verrouillé : personne ne peut plus y écrire. Vous pouvez écrire à l’équipe.
topic-refused-removed = Vous avez été retiré de la communauté. Vos questions privées à l’équipe restent ouvertes.
topic-refused-rules = Lisez et acceptez d’abord les règles de la communauté.
topic-refused-silenced = Vous pouvez lire la communauté, et y écrire de nouveau à partir du { $until }. Vos questions privées à l’équipe restent ouvertes.
topic-refused-silenced-always = Vous pouvez lire la communauté, mais pas y écrire. Vos questions privées à l’équipe restent ouvertes.
topic-replies = { $count ->
    [0] aucune réponse
    [one] { $count } réponse
   *[other] { $count } réponses
}
topic-report = Signaler
topic-report-lead = Les modérateurs l’examinent. Personne d’autre ne sait que vous l’avez signalé.
topic-report-send = Signaler
topic-report-title = Signaler un message
topic-report-words = Qu’est-ce qui ne va pas ?
topic-reports = { $count ->
    [one] { $count } signalement
   *[other] { $count } signalements
}
topic-rule = Quelle règle n’est pas respectée ?
topic-rule-none = Aucune
topic-rules = Règles de la communauté
topic-rules-accept = J’ai lu les règles et je les respecterai.
topic-rules-first = Merci de lire les règles avant de participer.
topic-rules-go = Continuer vers la communauté
topic-rules-lead = Comment les membres se traitent ici.
topic-rules-read = Lire toutes les règles
topic-search = Chercher dans la communauté
topic-search-guides = Chercher cela dans les guides
topic-see-all = Toutes les questions
topic-send = Répondre
topic-settled = Réglé
topic-show = Afficher
topic-sign-in-lead = Les membres répondent ici. Connectez-vous pour écrire.
topic-somebody = Un membre
topic-summary = Ce qu’il faut retenir
topic-team = Équipe { $name }
topic-thanks = Merci
topic-unanswered = Sans réponse
topic-views = { $count ->
    [0] aucune vue
    [one] { $count } vue
   *[other] { $count } vues
}
topic-watch = Chaque réponse
topic-words = Texte
topic-write = Votre réponse
topic-write-close = Répondre et régler
topic-write-hint = Écrivez une réponse. Markdown marche : **gras**, - listes, > citations.
topic-write-team = Écrire plutôt à l’équipe
topic-wrote = { $name } a écrit :
view-question-tabs = Questions des membres
view-questions = Questions en cours
view-settled-questions = Questions réglées
customer-personal = Tout le monde pourra lire ceci, qui semble concerner une personne. Retirez-le, posez la question à l’équipe seule, ou cochez que c’est voulu.
customer-personal-fine = C’est voulu, tout le monde peut le lire
moderation-sure = Retirer quelqu’un est définitif : je le confirme
agent-public-answer = Réponse publique : tous les lecteurs de la communauté la liront
agent-public-placeholder = Répondre à tous…
