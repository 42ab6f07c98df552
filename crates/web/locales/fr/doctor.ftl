doctor-title = Diagnostic de l’installation
doctor-lead = Regarde ce qu’il faut pour recevoir et envoyer des e-mails, et dit quoi changer. Chaque vérification a un temps limite ; rien n’est envoyé à d’autres qu’aux adresses du support.
doctor-examine = Examiner maintenant
doctor-never = Rien n’a été examiné depuis le démarrage du support.
doctor-running = Examen en cours. Cela prend moins d’une demi-minute.
doctor-reload = Montrer ce qui est arrivé
doctor-well = Tout est en ordre.
doctor-failures = { $count ->
    [one] { $count } point ne fonctionne pas.
   *[other] { $count } points ne fonctionnent pas.
  }
doctor-warnings = { $count ->
    [one] { $count } point est à améliorer.
   *[other] { $count } points sont à améliorer.
  }
doctor-ok = En ordre :
doctor-notice = À savoir :
doctor-warning = Attention :
doctor-failure = Ne fonctionne pas :
doctor-send = Envoyer des e-mails de test
doctor-record-name = Nom
doctor-record-type = Genre
doctor-record-value = Valeur
doctor-record-zone = Dans un fichier de zone
doctor-way = Le chemin de l’e-mail
doctor-way-by = Serveur
doctor-way-from = Reçu de
doctor-way-with = Comment
doctor-way-at = Quand
doctor-way-took = Durée
doctor-way-here = Ce support
