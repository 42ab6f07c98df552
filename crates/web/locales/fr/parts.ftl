language-name = Français
parts-no-text = (sans texte)
undo = Annuler

time-now = à l’instant
time-minutes = { $count } min
time-hours = { $count } h
time-weekdays = lun. mar. mer. jeu. ven. sam. dim.
time-months = janv. févr. mars avr. mai juin juill. août sept. oct. nov. déc.

status-new = Nouveau
status-open = Ouvert
status-waiting-agent = En attente d’un agent
status-waiting-customer = En attente du client
status-closed = Clos

priority-low = Basse
priority-normal = Normale
priority-high = Haute
priority-urgent = Urgente

error-required = Ce champ est nécessaire.
error-too-long = C’est trop long.
error-too-short = C’est trop court.
error-bad-address = Ce n’est pas une adresse. Elle ressemble à nom@exemple.fr.
error-own-address = C’est une adresse de l’assistance elle-même.
error-staff-address = C’est l’adresse d’un agent.
error-taken = C’est déjà utilisé.
error-too-many = Il y en a trop.
error-too-large = Ce fichier est trop lourd. La limite est de 25 Mo.
error-wrong = Ce n’est pas correct. Vérifiez et recommencez.
error-away = Ce ticket est indésirable, dans la corbeille ou fusionné. Remettez-le d’abord en place.
error-no-ticket = Aucun ticket ne porte ce numéro, ou il vous est inaccessible.
error-same-ticket = Le message est déjà dans ce ticket.
error-merged = Ce ticket a été fusionné dans un autre. Prenez celui-là.
error-no-ticket-number = Un ticket a un numéro, par exemple 42. Cherchez des mots ci-dessus.
error-into-public = Tout le monde lit ce ticket, mais pas l’autre. Fusionnez celui-ci dans l’autre, ou rendez-le privé d’abord.
error-only-message = C’est le seul message ici : il a déjà son propre ticket.
error-unnamed = La personne qui a posé la question n’est pas nommée en public. Avec d’autres, son nom pourrait être lu.
error-last = Il faut au moins un administrateur.
error-expired = Ce code a expiré ou a déjà servi. En voici un autre.
error-too-often = Trop d’essais. Attendez une minute, puis recommencez.
error-unknown = C’est inconnu ici.

request-failed = Cela n’a pas fonctionné. Rien n’est perdu : recommencez.
error-number = Seul un nombre entier convient ici.
error-too-many-types = Pas plus de { $most } types d’une famille à la fois. Désactivez-en un d’abord.
error-first-type = Ce type sert toujours : ce qui n’est rien d’autre en devient un.
error-default-status = Les nouveaux tickets commencent ici. Faites-les d’abord commencer ailleurs.
error-default-closed = Les nouveaux tickets ne peuvent pas commencer clos.
error-last-closed = Le type a besoin d’au moins un statut qui compte comme clos.

type-ticket = Ticket
type-question = Question
type-problem = Problème
type-suggestion = Suggestion
type-order = Commande
type-task = Tâche
type-feature = Fonctionnalité
error-bad-url = Ce n’est pas une adresse qui commence par https:// ou http://.
error-order = La fin doit venir après le début.
error-undescribed = Chaque image doit être décrite. Cliquez sur l’image pour la décrire.
error-missing-file = Le texte nomme un fichier absent.
error-past = Ce moment est passé. Choisissez-en un plus tard.
error-in-use = Elle contient encore des guides, peut-être dans la corbeille. Déplacez-les d’abord.

## What invitations, people's cards and protected mails say

card-event = Événement
card-invitation = Invitation à un événement
card-change = Invitation modifiée
card-cancellation = Annulé
card-counter = Autre horaire proposé
card-accepted = { $name } accepte
card-declined = { $name } décline
card-tentative = { $name } viendra peut-être
card-answered = Réponse de { $name }
card-untitled = Sans titre
card-when = Quand
card-where = Où
card-organiser = Organisateur
card-guests = Invités
card-all-day = toute la journée
card-no-zone = fuseau horaire non précisé
card-every-day = chaque jour
card-every-week = chaque semaine
card-every-month = chaque mois
card-every-year = chaque année
card-every-rule = se répète
card-until = jusqu’au { $date }
card-more = { $count ->
    [one] Un autre événement est dans le fichier.
   *[other] { $count } autres événements sont dans le fichier.
}
card-contact = Carte de visite
card-organisation = Entreprise
card-mail = Adresse e-mail
card-phone = Téléphone
protected-pgp-signed = Signé avec PGP (non vérifié).
protected-smime-signed = Signé avec S/MIME (non vérifié).
protected-smime-sealed = Scellé par une signature S/MIME (non vérifiée).
protected-pgp-encrypted = Chiffré avec PGP.
protected-smime-encrypted = Chiffré avec S/MIME.
protected-open = Ouvrez l’original dans votre logiciel de messagerie.
protected-unread = Son texte ne peut pas être affiché ici.
protected-download = Télécharger l’e-mail

## Fichiers trop gros pour leur e-mail
agent-file-link-open = { $name } est parti sous forme de lien, ouvert jusqu’au { $moment }.
agent-file-link-over = { $name } est parti sous forme de lien, qui n’ouvre plus rien.
agent-file-link-end = Fermer le lien
agent-file-link-renew = Rouvrir le lien
agent-event-link-ended = a fermé le lien vers { $name }
agent-event-link-renewed = a rouvert le lien vers { $name }, jusqu’au { $moment }
agent-files-heavy = Trop gros ensemble pour un e-mail : les plus gros partent sous forme de liens, ouverts un certain temps.
