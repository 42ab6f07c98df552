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
done-released = Le message est relu
done-saved = Enregistré

setup-waiting = Ce guichet n’est pas encore installé
setup-waiting-lead = La personne qui l’a démarré trouve un lien pour cela dans ses premières lignes.
