//! What members of the demonstration desk ask one another.

/// A message of a topic.
pub(super) struct Post {
    /// The mail address of somebody of the demo.
    pub author: &'static str,
    pub hours_ago: i64,
    /// Markdown.
    pub text: &'static str,
}

/// A question and what was said to it.
pub(super) struct Topic {
    pub title: &'static str,
    /// The code of a category of the guides.
    pub category: &'static str,
    /// The first one is the question.
    pub posts: &'static [Post],
    /// Which of the posts answers the question.
    pub accepted: Option<usize>,
    pub settled: bool,
    /// Markdown; the topic is locked with it unless it is empty.
    pub summary: &'static str,
}

/// Name and address of those who are here only.
pub(super) const MEMBERS: &[(&str, &str)] =
    &[("Théo Marchand", "theo@marchand-images.example"), ("Paul Rivoal", "paul.rivoal@courrier.example")];

pub(super) const TOPICS: &[Topic] = &[
    Topic {
        title: "Badge refused at the car park gate since Friday",
        category: "getting-in",
        posts: &[
            Post {
                author: "aicha@lephare.example",
                hours_ago: 6,
                text: "My badge still opens the front door and the lift, but the car park gate has shown me a red \
                       light since Friday. I hold it flat, I wait, nothing. This morning I left the car on the quay \
                       and paid for the day.\n\nIs it only mine?",
            },
            Post {
                author: "tom@lephare.example",
                hours_ago: 5,
                text: "Not only yours: mine was renewed on Thursday and did the same. What helped is at the end of \
                       the car park guide: hold the badge once on the reader of the front door, then go down to the \
                       gate.",
            },
            Post {
                author: "aicha@lephare.example",
                hours_ago: 4,
                text: "Tried it twice, thank you. Front door green, gate still red. Mine was renewed on Thursday too, \
                       so there must be a link.",
            },
            Post {
                author: "tuan.nguyen@nordlys.example",
                hours_ago: 2,
                text: "We are looking at it. Nine of the badges renewed on Thursday never reached the list that the \
                       gate reads, and for those the front door does not help. The list is being sent again this \
                       evening.\n\nUntil then:\n\n- Press the intercom, somebody opens for you.\n- Keep your parking \
                       receipts and send them to us in a private question: we take them off your next invoice.",
            },
        ],
        accepted: None,
        settled: false,
        summary: "",
    },
    Topic {
        title: "Is there a phone booth that fits two?",
        category: "meeting-rooms",
        posts: &[
            Post {
                author: "theo@marchand-images.example",
                hours_ago: 31,
                text: "Next week I have a call with a client and my business partner, the two of us in front of one \
                       screen. The booths I know take one person and a half, if nobody breathes. Is there one that \
                       fits two?",
            },
            Post {
                author: "freya@lephare.example",
                hours_ago: 30,
                text: "The one beside the lift on the first floor is a little wider. We were two in there last month, \
                       with our knees in turns.",
            },
            Post {
                author: "jonas@studio-thevenin.example",
                hours_ago: 29,
                text: "For anything longer than ten minutes I book the smallest meeting room instead. You get a real \
                       screen and a camera, and nobody knocks.",
            },
            Post {
                author: "theo@marchand-images.example",
                hours_ago: 28,
                text: "All the small rooms are taken until noon that day, I looked. And I would rather not spend room \
                       hours on twenty minutes.",
            },
            Post {
                author: "ines.haddad@nordlys.example",
                hours_ago: 27,
                text: "Take booth 6, on the ground floor behind the kitchen. It has two seats and a door that closes \
                       well. Wi-Fi is weaker in the booths, so plug in the cable behind the screen.\n\nBooths cannot \
                       be booked, but this one is nearly always free before ten.",
            },
            Post {
                author: "samir@lephare.example",
                hours_ago: 26,
                text: "I can confirm, 6 is the good one. With two people it gets warm after half an hour: open the \
                       door between two calls.",
            },
            Post {
                author: "theo@marchand-images.example",
                hours_ago: 7,
                text: "We rehearsed in it this morning with two chairs, two laptops and two coffees. It fits. Thank \
                       you all!",
            },
        ],
        accepted: Some(4),
        settled: true,
        summary: "",
    },
    Topic {
        title: "Dogs on Fridays: still allowed?",
        category: "life-here",
        posts: &[
            Post {
                author: "gaelle@lephare.example",
                hours_ago: 122,
                text: "Last summer we could bring our dogs on Fridays. The new house rules do not say anything about \
                       it. Is that still fine if they stay near the desk?",
            },
            Post {
                author: "ines.haddad@nordlys.example",
                hours_ago: 120,
                text: "Yes, every Friday, on the ground floor and the terrace. On a lead, and not in the kitchen. It \
                       is now written in the house rules, last line.",
            },
            Post {
                author: "samir@lephare.example",
                hours_ago: 99,
                text: "Ground floor and terrace is fine with me, as long as it really ends there. We are six with \
                       allergies in the quiet zone on the second floor, and last Friday a spaniel came up to say \
                       hello.",
            },
            Post {
                author: "gaelle@lephare.example",
                hours_ago: 97,
                text: "That was Biscotte, I am sorry. She follows anybody who carries a sandwich. From now on she \
                       stays downstairs and on her lead.",
            },
            Post {
                author: "pauline@kestrel.example",
                hours_ago: 76,
                text: "Could the team have another look at this in spring, when everybody has lunch outside? A corner \
                       of the terrace without dogs would be enough for me.",
            },
            Post {
                author: "rodolphe@lephare.example",
                hours_ago: 52,
                text: "Six people with allergies, of course. Funny how Samir’s nose only runs when somebody else is \
                       having a nice day. If a dog is too much for you, work from home and spare us the theatre.",
            },
            Post {
                author: "lea.fontaine@nordlys.example",
                hours_ago: 50,
                text: "Hello Gaëlle, Samir, Pauline and Rodolphe,\n\nWe are glad that you bring your opinions here. \
                       The last message, however, is about a person and no longer about dogs, and rule 1 leaves no \
                       room for that. We ask you to stop the argument here.\n\nWhat was useful is in the summary, and \
                       we are now closing this topic. If something is left to say, write to us in private: we will \
                       read you and answer.",
            },
        ],
        accepted: Some(1),
        settled: true,
        summary: "- Dogs are welcome on Fridays, ground floor and terrace, on a lead.\n- The second-floor quiet zone \
                  stays dog-free: six members have allergies.\n- The team reviews the rule in March.",
    },
    Topic {
        title: "Second-floor printer prints in pink",
        category: "wifi-and-printing",
        posts: &[
            Post {
                author: "paul.rivoal@courrier.example",
                hours_ago: 147,
                text: "Whatever I send to the printer on the second floor comes back pink: letters, photos, a tax \
                       form. The one on the first floor is fine. It is cheerful, but my accountant disagrees.",
            },
            Post {
                author: "marc.oyelaran@nordlys.example",
                hours_ago: 143,
                text: "The magenta drum had come to its end. I put a new one in at lunchtime and printed twenty \
                       pages: black is black again.\n\nNobody pays for pink pages. How many did you have?",
            },
            Post {
                author: "paul.rivoal@courrier.example",
                hours_ago: 141,
                text: "Eleven, and the last one came out in a very sober black. I keep the tax form for the wall. \
                       Thank you!",
            },
        ],
        accepted: None,
        settled: true,
        summary: "",
    },
    Topic {
        title: "Echo on every call from the Vigie room",
        category: "meeting-rooms",
        posts: &[Post {
            author: "isla@kestrel.example",
            hours_ago: 22,
            text: "Since last week, the people at the other end hear themselves twice when we call from the Vigie \
                   room. What we tried:\n\n1. **Room camera** and **Room microphone** chosen in the program, as the \
                   guide says\n2. All laptops muted\n3. The volume of the screen down to a third\n\nWith the same \
                   laptops, the room next door is fine. Has anybody found a setting that helps, or is it the room?",
        }],
        accepted: None,
        settled: false,
        summary: "",
    },
    Topic {
        title: "Une facture, deux numéros de commande : possible ?",
        category: "invoices-and-payment",
        posts: &[Post {
            author: "etienne@garnier-traductions.example",
            hours_ago: 45,
            text: "Bonjour,\n\nL’un de mes clients prend en charge une partie de mon abonnement et exige que son \
                   numéro de commande figure sur la facture. Le reste est à mon compte, avec un autre numéro.\n\n\
                   Quelqu’un a-t-il déjà obtenu deux lignes séparées, ou faut-il deux abonnements ?",
        }],
        accepted: None,
        settled: false,
        summary: "",
    },
    Topic {
        title: "Part-time plan: can two of us share the days?",
        category: "your-membership",
        posts: &[Post {
            author: "jun@kestrel.example",
            hours_ago: 9,
            text: "We are two from the same company and never here on the same day: I come on Mondays and Tuesdays, \
                   my colleague on one Thursday in two. Could we take one part-time plan together, or does a badge \
                   belong to one person?",
        }],
        accepted: None,
        settled: false,
        summary: "",
    },
    Topic {
        title: "My e-reader cannot accept the Wi-Fi certificate",
        category: "wifi-and-printing",
        posts: &[
            Post {
                author: "freya@lephare.example",
                hours_ago: 222,
                text: "I proofread on an e-reader and would like it on **Phare**. I type my code, then nothing \
                       happens: it has no way of accepting the certificate that the guide mentions. Is there another \
                       way in, or do I go on carrying files over by cable?",
            },
            Post {
                author: "jonas@studio-thevenin.example",
                hours_ago: 217,
                text: "Same here with a small music player. I gave it a guest code instead: your profile, then \
                       **Guests**, then join **Phare-guests**. A code only lasts a day, but mine needs new songs once \
                       a week at most.",
            },
            Post {
                author: "freya@lephare.example",
                hours_ago: 198,
                text: "It works, thank you. The cable is back in its drawer.",
            },
        ],
        accepted: Some(1),
        settled: true,
        summary: "",
    },
    Topic {
        title: "Où mettre un vélo cargo quand les trois places sont prises ?",
        category: "getting-in",
        posts: &[
            Post {
                author: "remi@kestrel.example",
                hours_ago: 314,
                text: "Bonjour,\n\nCe matin, les trois places pour vélos cargo étaient occupées avant 9 h. J’ai fini \
                       par attacher le mien à la rampe du parking, sans savoir si c’était permis. Comment \
                       faites-vous ?",
            },
            Post {
                author: "thibault@brasserie-lenoir.example",
                hours_ago: 310,
                text: "Je laisse le mien dans l’entrée, près des boîtes aux lettres, et personne ne m’a jamais rien \
                       dit. La batterie, je la branche sous mon bureau : c’est plus simple.",
            },
            Post {
                author: "louise.berthelot@courrier.example",
                hours_ago: 293,
                text: "L’entrée, je déconseille : mardi, une visiteuse en fauteuil n’a pas pu passer. Dans le local, \
                       il reste presque toujours de la place le long du mur du fond, si l’on accroche au mur les \
                       vélos légers qui y traînent.",
            },
            Post {
                author: "lea.fontaine@nordlys.example",
                hours_ago: 289,
                text: "Bonjour à vous trois, et merci Louise : le mur du fond convient très bien. Nous y peignons \
                       deux places de plus d’ici la fin du mois.\n\nDeux précisions, car la réponse de Thibault \
                       pourrait induire en erreur :\n\n- L’entrée et la rampe restent libres, ce sont des issues de \
                       secours.\n- Les batteries se rechargent uniquement dans le local à vélos, jamais à un bureau : \
                       notre assurance l’exige. Il y reste des casiers avec prise, la clé se demande à l’accueil.",
            },
            Post { author: "remi@kestrel.example", hours_ago: 266, text: "Le mur du fond est adopté, merci !" },
        ],
        accepted: Some(3),
        settled: true,
        summary: "",
    },
    Topic {
        title: "Who feeds the terrace cat?",
        category: "life-here",
        posts: &[
            Post {
                author: "lucia@brasserie-lenoir.example",
                hours_ago: 405,
                text: "There is a grey cat on the terrace every day around four, very polite and very insistent. \
                       Somebody leaves a saucer behind the herb pots. Does it belong to anyone, and is there a plan, \
                       or are we all giving it a fourth lunch?",
            },
            Post {
                author: "tom@lephare.example",
                hours_ago: 402,
                text: "Guilty of one lunch in four. We call it Captain.",
            },
            Post {
                author: "megan@brasserie-lenoir.example",
                hours_ago: 384,
                text: "We say Barnacle. I asked at the bakery on the corner: it lives there, sleeps on the flour \
                       sacks, and is fed at six in the morning and at seven in the evening. That is not a hungry cat, \
                       that is an actor.",
            },
            Post {
                author: "nadia.kowalski@mailbox.example",
                hours_ago: 381,
                text: "Then let us at least stop the milk, it does cats no good. Water and conversation.",
            },
            Post {
                author: "lucia@brasserie-lenoir.example",
                hours_ago: 378,
                text: "Agreed. I have put a note on the terrace door. It is signed “Captain Barnacle”.",
            },
        ],
        accepted: None,
        settled: false,
        summary: "",
    },
    Topic {
        title: "Allergies and shared desks",
        category: "life-here",
        posts: &[
            Post {
                author: "samir@lephare.example",
                hours_ago: 512,
                text: "Each morning I take whatever shared desk is free. Twice this month it was one where a dog had \
                       spent the Friday, and I sneezed until lunch.\n\nCould the shared desks be cleaned on Friday \
                       evenings? Or could some of them stay without dogs all year?",
            },
            Post {
                author: "daniel@kestrel.example",
                hours_ago: 508,
                text: "I would sign for the cleaning. Until then: there is a clothes roller in the drawer by the \
                       first-floor sink. It has saved more than one jumper.",
            },
            Post {
                author: "lea.fontaine@nordlys.example",
                hours_ago: 490,
                text: "Both. From this week on, the shared desks are wiped and the floor is vacuumed on Fridays at \
                       20:00. And the second-floor quiet zone is without dogs all year: a sign on its door will say \
                       so.",
            },
            Post {
                author: "samir@lephare.example",
                hours_ago: 420,
                text: "Monday at desk 2.04, not one sneeze. That was quick, thank you.",
            },
        ],
        accepted: Some(2),
        settled: true,
        summary: "",
    },
    Topic {
        title: "Extra room hours now cost 12 €: why?",
        category: "meeting-rooms",
        posts: &[
            Post {
                author: "pauline@kestrel.example",
                hours_ago: 745,
                text: "Until last month an extra meeting room hour cost 10 €, now the guide says 12 €. I am not \
                       against it in principle, but I learned it from the invoice. What has changed?",
            },
            Post {
                author: "nadia.kowalski@mailbox.example",
                hours_ago: 741,
                text: "Same surprise here. I run two workshops a month, so it adds up.",
            },
            Post {
                author: "camille.roy@nordlys.example",
                hours_ago: 722,
                text: "Hello Pauline and Nadia,\n\nThank you for saying it so openly. You are right about the \
                       invoice: our notice went to those who manage a plan and not to those who book rooms. That was \
                       our mistake.\n\nHere is why the price went up:\n\n- Every room now has a camera and a \
                       microphone of its own.\n- The rooms are cleaned twice a day instead of once.\n- Heating them \
                       costs a third more than two years ago.\n\nThe ten hours of a full-time plan do not change. \
                       What you booked before the notice stays at 10 €, and we correct last month’s invoices \
                       ourselves. If anything is unclear, ask here, or write to us in private about your own invoice.",
            },
            Post {
                author: "pauline@kestrel.example",
                hours_ago: 719,
                text: "I can live with those reasons, and the corrected invoice has just arrived. Thank you.",
            },
            Post {
                author: "daniel@kestrel.example",
                hours_ago: 700,
                text: "One wish: show what the extra hours cost before we press **Book**.",
            },
            Post {
                author: "camille.roy@nordlys.example",
                hours_ago: 696,
                text: "Good idea, Daniel. It is on our list, and I will tell you here when it is done.",
            },
        ],
        accepted: Some(2),
        settled: true,
        summary: "",
    },
];
