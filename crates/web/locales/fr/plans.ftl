plans-title = Formules
plans-lead = Ce que vos clients ont souscrit. Chaque formule peut accueillir ses membres à la connexion, et les guider vers les articles d’aide.
plans-plan = Formule
plans-add = Ajouter une formule
plans-name = Nom
plans-default = Tous ceux qui n’en ont pas d’autre
plans-people = { $count ->
    [one] { $count } personne
   *[other] { $count } personnes
}
plans-make-default = Donner { $name } à tous ceux qui n’ont pas d’autre formule
plans-instead = { $count ->
    [0] Personne ne l’a. Désormais :
    [one] { $count } personne l’a. Lui donner :
   *[other] { $count } personnes l’ont. Leur donner :
}
plans-silent = Pas encore de message d’accueil.
plans-welcome-en = Accueil en anglais
plans-welcome-fr = Accueil en français
plans-welcome-hint = Markdown. Par exemple : Les réponses aux questions les plus fréquentes sont dans nos [guides](/guides).
plans-welcome = Bienvenue
plans-put-away = Fermer jusqu’à ma prochaine connexion
error-default-plan = Tous ceux qui n’ont pas d’autre formule ont celle-ci. Donnez-leur d’abord une autre.
