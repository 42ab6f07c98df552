done-sent = Envoyé
done-noted = Note ajoutée
done-closed = { $count ->
    [one] Clos
   *[other] { $count } tickets clos
}
done-reopened = { $count ->
    [one] Rouvert
   *[other] { $count } tickets rouverts
}
done-assigned = { $count ->
    [one] Attribué
   *[other] { $count } tickets attribués
}
done-status = { $count ->
    [one] Statut modifié
   *[other] Statut de { $count } tickets modifié
}
done-priority = { $count ->
    [one] Priorité modifiée
   *[other] Priorité de { $count } tickets modifiée
}
done-moved = { $count ->
    [one] Passé à un autre département
   *[other] { $count } tickets déplacés
}
done-tagged = { $count ->
    [one] Étiquette ajoutée
   *[other] { $count } tickets étiquetés
}
done-untagged = { $count ->
    [one] Étiquette retirée
   *[other] Étiquette retirée de { $count } tickets
}
done-undone = Annulé
done-too-late = Trop tard pour annuler : c’est déjà parti ou modifié depuis
done-opened = Ticket ouvert
done-retried = Le message est renvoyé
done-discarded = L’e-mail a été mis de côté
done-link-ended = Le lien n’ouvre plus rien
done-link-renewed = Le lien est de nouveau ouvert
done-released = Le message est relu
done-resumed = Les e-mails automatiques repartent
done-saved = Enregistré
done-spam = { $count ->
    [one] Déclaré indésirable
   *[other] { $count } tickets déclarés indésirables
}
done-deleted = { $count ->
    [one] Supprimé
   *[other] { $count } tickets supprimés
}
done-put-back = { $count ->
    [one] Remis en place
   *[other] { $count } tickets remis en place
}
done-merged = { $count ->
    [one] Fusionné
   *[other] { $count } tickets fusionnés dans celui-ci
}
done-split = Nouveau ticket créé
done-message-moved = Message déplacé
done-message-elsewhere = Ce message avait déjà été déplacé : le voici
done-reread = E-mail relu : le message a changé

setup-waiting = Ce guichet n’est pas encore installé
setup-waiting-lead = La personne qui l’a démarré trouve un lien pour cela dans ses premières lignes.
done-refused = Rien n’a changé : ce n’est pas possible pour tous ces tickets
done-type = { $count ->
    [one] Type changé
   *[other] Type de { $count } tickets changé
}
done-same = C’était déjà le cas
