hello = Bonjour { $name },
see-conversation = Voir toute la conversation
why-customer = Vous recevez ce message parce que vous avez écrit à { $organisation }. Aucun pistage dans ce message.
why-agent = Vous recevez ce message parce que vous travaillez pour { $organisation }. Il se désactive dans votre profil.
question-number = Question nº { $number }.

ack-subject = Nous avons reçu votre message : { $subject }
ack-body = Merci de nous avoir écrit. Votre message est bien arrivé et une personne va vous répondre. Pour ajouter quelque chose, répondez à cet e-mail.
you-wrote = Vous avez écrit

notify-replied = { $name } a répondu.
notify-opened = { $name } a ouvert un ticket.
notify-assigned = Un ticket de { $name } vous a été attribué.
notify-moved = Un ticket de { $name } a été transféré chez vous.
notify-rule = Une règle vous signale un ticket de { $name }.
notify-open = Ouvrir le ticket

sign-in-subject = Votre lien de connexion à { $organisation }
sign-in-body = Ce lien vous connecte. Il fonctionne pendant 30 minutes.
sign-in-button = Se connecter
sign-in-ignore = Si vous n’avez rien demandé, ignorez ce message : il ne se passera rien.

address-test-subject = Test d’une adresse e-mail de { $organisation }
address-test-body = Cet e-mail vérifie qu’une adresse arrive bien au support. Si vous le lisez dans votre propre boîte, la redirection n’est pas encore en place. Vous pouvez le supprimer.

welcome-subject = { $organisation } : votre support est prêt
welcome-body = Tout courriel envoyé à { $address } devient désormais un ticket. Redirigez-y vos adresses publiques, ou faites pointer l’enregistrement MX de son domaine vers ce serveur. La page ci-dessous montre chaque adresse, et si un test y arrive.
welcome-button = Adresses e-mail
account-subject = Votre compte chez { $organisation }
account-body =
    Bonjour { $name },

    Votre compte est prêt. Votre identifiant est votre adresse e-mail : { $address }

    Connectez-vous quand vous voulez sur { $site } : nous vous envoyons un lien à chaque fois, il n’y a pas de mot de passe à retenir. Le bouton ci-dessous vous connecte aussitôt ; il fonctionne 30 minutes.
account-guides = Les réponses aux questions les plus fréquentes sont dans nos guides : { $site }
