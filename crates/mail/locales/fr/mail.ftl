why-agent = Vous recevez ce message parce que vous travaillez pour { $organisation }. Il se désactive dans votre profil.
notify-replied = { $name } a répondu.
notify-opened = { $name } a ouvert un ticket.
notify-assigned = Un ticket de { $name } vous a été attribué.
notify-moved = Un ticket de { $name } a été transféré chez vous.
notify-returned = La réponse à { $name } est revenue : elle n’a pas pu être remise.
notify-unreached = La réponse à { $name } n’est pas parvenue à toutes les personnes qui participent.
notify-kept = Votre réponse programmée à { $name } n’est pas partie. Le ticket dit pourquoi et la garde.
notify-rule = Une règle vous signale un ticket de { $name }.
notify-open = Ouvrir le ticket
notify-answer = Vous pouvez aussi simplement répondre à cet e-mail : ce que vous écrivez part à { $name }.
notify-stale = Votre réponse n’est pas partie : quelqu’un a écrit entre-temps dans ce ticket. Elle y est gardée en note. Voici le dernier message.
notify-unclear = Votre réponse n’est pas partie : elle n’a pas pu être distinguée de l’e-mail qu’elle cite. Elle est gardée en note dans le ticket. Écrivez au-dessus de l’e-mail cité, ou répondez sur la page.
notify-refused = Votre réponse n’est pas partie : le ticket ne l’accepte pas. Elle y est gardée en note. Ouvrez le ticket pour voir pourquoi.

address-test-subject = Test d’une adresse e-mail de { $organisation }
address-test-body = Cet e-mail vérifie qu’une adresse arrive bien au support. Si vous le lisez dans votre propre boîte, la redirection n’est pas encore en place. Vous pouvez le supprimer.

welcome-subject = { $organisation } : votre support est prêt
welcome-body = Tout e-mail envoyé à { $address } devient désormais un ticket. Redirigez-y vos adresses publiques, ou faites pointer l’enregistrement MX de son domaine vers ce serveur. La page ci-dessous montre chaque adresse, et si un test y arrive.
welcome-button = Adresses e-mail

community-somebody = Un membre
community-commented = { $name } a écrit dans un sujet auquel vous participez.
community-named = { $name } vous a cité.
community-locked = Ce sujet a été clos. Personne ne peut plus y écrire ; il reste lisible.
community-open = Lire dans la communauté
community-why = Vous recevez ce message parce que vous avez participé à ce sujet, ou que vous le suivez, chez { $organisation }. Répondez à cet e-mail pour écrire dans le sujet.
community-unsubscribe = Ne plus recevoir d’e-mails sur ce sujet
community-rules = Lire les règles de la communauté
community-rule = règle { $rule }
community-appeal = Si vous n’êtes pas d’accord, posez-nous une question privée : vos propres questions vous restent toujours ouvertes, et quelqu’un d’autre les lit.
community-warning-subject = Un mot sur ce que vous avez écrit dans la communauté de { $organisation }
community-warning = Un modérateur vous demande de respecter les règles de la communauté.
community-slow-subject = Vous écrivez moins vite dans la communauté de { $organisation }
community-slow = Jusqu’au { $until }, vous pouvez écrire un message par heure dans la communauté.
community-silence-subject = Vous ne pouvez pas écrire dans la communauté de { $organisation } pour le moment
community-silence = Jusqu’au { $until }, vous pouvez lire la communauté, mais pas y écrire. Cela se termine tout seul.
community-ban-subject = La communauté de { $organisation } vous est fermée pour le moment
community-ban = Jusqu’au { $until }, la communauté vous est fermée. Elle s’ouvre de nouveau toute seule.
community-removal-subject = Vous avez été retiré de la communauté de { $organisation }
community-removal = La communauté vous est désormais fermée.
community-lifted-subject = Une mesure a été levée dans la communauté de { $organisation }
community-lifted = Ce qui avait été décidé à votre sujet a été annulé. Vous pouvez de nouveau participer.
community-published-subject = { $organisation } : votre question peut aider d’autres personnes
community-published = Votre question « { $subject } » se lit maintenant dans la communauté, pour que d’autres en trouvent la réponse. Les noms et les autres données personnelles ont été retirés avant.
community-published-footer = Si vous ne le voulez pas, répondez à l’un de nos e-mails : { $organisation } la rend aussitôt privée.
community-digest-subject = Du nouveau dans la communauté de { $organisation }
community-digest = Voici ce qui a été écrit depuis la dernière fois :
community-all = Aller à la communauté
community-digest-footer = Vous avez demandé ce résumé.
community-digest-change = Changer sa fréquence
community-comments = { $count ->
    [0] aucun commentaire
    [one] { $count } commentaire
   *[other] { $count } commentaires
}
chat-you = Vous
chat-transcript-subject = Votre conversation avec { $organisation }
chat-transcript = Voici ce qui a été dit dans « { $portal } » :
chat-transcript-footer = Vous avez demandé cette copie. Répondez à cet e-mail si quelque chose reste ouvert.
chat-request-subject = { $visitor } attend dans « { $portal } »
chat-request = { $visitor } demande une conversation dans « { $portal } » :
chat-request-open = Ouvrir la conversation
chat-request-footer = Vous recevez ce message parce que vous êtes disponible pour les demandes et avez choisi cette adresse. Vous pouvez changer cela sous Réglages, Contacts.
file-megabytes = { $count } Mo
file-kilobytes = { $count } ko
file-link-about = { $size }, à télécharger jusqu’au { $day }
