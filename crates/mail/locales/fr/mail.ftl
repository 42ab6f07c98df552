why-agent = Vous recevez ce message parce que vous travaillez pour { $organisation }. Il se désactive dans votre profil.
notify-replied = { $name } a répondu.
notify-opened = { $name } a ouvert un ticket.
notify-assigned = Un ticket de { $name } vous a été attribué.
notify-moved = Un ticket de { $name } a été transféré chez vous.
notify-rule = Une règle vous signale un ticket de { $name }.
notify-open = Ouvrir le ticket

address-test-subject = Test d’une adresse e-mail de { $organisation }
address-test-body = Cet e-mail vérifie qu’une adresse arrive bien au support. Si vous le lisez dans votre propre boîte, la redirection n’est pas encore en place. Vous pouvez le supprimer.

welcome-subject = { $organisation } : votre support est prêt
welcome-body = Tout courriel envoyé à { $address } devient désormais un ticket. Redirigez-y vos adresses publiques, ou faites pointer l’enregistrement MX de son domaine vers ce serveur. La page ci-dessous montre chaque adresse, et si un test y arrive.
welcome-button = Adresses e-mail
