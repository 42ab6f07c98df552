//! The forms of personal data, and how they are read.

use std::sync::LazyLock;

use super::Datum;
use super::folded::Span;

/// What is found by its form, a line each: the datum, its check, and a regular expression, compared without case and
/// accents. Capitals are classes: `D` digits, `L` letters, `W` both, `U` capitals, `H` hexadecimal digits, `B` a blank
/// but no line end, `S` no blank, `Q` no quotation mark, `G` a mark between digits, `O` a bracket. The datum begins at
/// `<`. A name with `=` stands for a part of others. First comes what only looks like a datum, last what is announced.
const FORMS: &str = r#"
nothing - (v|ver|version|build|release).?B?:?B?<D{1,9}(.W{1,9}){1,9}
nothing - (error|erreur|status|statut|exit|stop) codes?B?[:=]?B?W{1,20}|#D{1,20}|0xH{1,20}|H{8}(-H{4}){3}-H{12}
nothing - D{4}(-DD?-|/DD?/|.DD?.)DD?|DD?(-DD?-|/DD?/|.DD?.)D{4}
%dot = .|B?O(dot|point)OB?
%at = @|＠|%40|B?O(at|arobase)OB?
address - W[W._+~'-]{0,63}(%at([W-]{1,63}%dot){1,8}|BO?atO?B([W-]{1,63}BdotB){1,8})(xn--[W-]{1,40}|L{2,24})
iban iban LLDD([B-]?W){11,30}
identity nir [12](B?DD){2}B?D[Dab](B?DDD){2}(B?DD)?
identity - UU(B?DD){3}B?[abcd]|DDD-DD-DDDD
card card D([B-]?D){12,18}
network network D{1,3}(.D{1,3}){3}|H{0,4}:[H:.]{2,44}
%cap = ([dl]')?U[W'-]{0,40}
%small = (de|du|des|la|le|les|sur|sous|en|et|au|aux)B
%town = D{5}B%cap(BcedexBDD?|B%small{0,3}%cap){0,5}
%house = D{1,4}(B?-B?D{1,4})?(B?(bis|ter|quater|[abcdef]))?B?,?B
%rue = rue|avenue|av.?|boulevard|bd.?|bld|blvd|allees?|impasse|chemin|quai|faubourg|esplanade|promenade|ruelle|sentier
%lieu = place|pl.|cours|passage|route|voie|cite|square|villa|clos|domaine|residence|lotissement|hameau
%street = %rueB%small{0,3}([dl]')?(DD?B)?[W'-]{2,40}|%lieuB%small{0,3}%cap
place - %house%street(B%small{0,3}%cap|BDDDD){0,6}( ?,? ?(%town|D{5}(B[W'-]{2,40})?))?
%kind = street|st|road|rd|avenue|ave|lane|ln|drive|dr|court|ct|terrace|close|crescent|square|place|way|boulevard|blvd
%named = ([UD][W.'-]{0,40}B){1,4}(%kind|gardens|grove|hill|park|row|mews|walk|parkway)|L{4,20}B(street|road|avenue|lane)
place - D{1,5}L?,?B%named(,? %cap(B%cap){0,2},? (UU?DW?B?DUU|UUBD{5})|,? %town)?
place town %town|UU?DW?BDUU
%zero = G?([(]0[)]G?)?
phone - [(]?(+|00)G?(33[)]?%zero(DG?){8}|44[)]?%zero(DG?){9}|1G?[(]?DDD[)]?G?(DG?){6})D
phone foreign [(]?(+|00)G?D{1,3}[)]?%zero([(]D{1,4}[)]G?)?D(G?D){4,13}
phone national [(]?0D[)]?((B?DD){4}|(.DD){4}|(-DD){4}|(/DD){4})|0B?DDD(BDDD){2}|[(]?0D{2,4}[)]?[B-]?D{3,4}[B-]?D{3,6}
phone - (1[B.-])?([(]DDD[)]B?DDD[B.-]|DDD(-DDD-|.DDD.|BDDDB|BDDD-))DDDD
%key1 = mots? ?de ?passe|mdp|passwords?|passwd|pwd|pass|passphrase|passcode|phrase de passe|digicode|otp|cvv|cvc|pin
%key2 = code (pin|secret|confidentiel|otp|wi-?fi|d'(acces|entree)|de (verification|securite|confirmation|connexion))
%key3 = (pin|access|security|verification|confirmation|one-time|login|otp|sms|door) code|secret|token|jeton|bearer
%key4 = (api|access|secret|private|licen[sc]e|product|wi-?fi|wpa)[ _-]?key|cle (api|secrete|privee|wi-?fi|wpa)
%is = B(is|est|was|etait)
%secret = (%key1|%key2|%key3|%key4)s?
secret - (%secret|codes?)%is?B?[:=]?B?<DDDBDDD|codes?%is?B?[:=]?B?<D{4,8}
secret tidy %secret%is?B?[:=]?B?["“«`]B?<Q{1,100}|%secret%is?B?[:=]B?<S{1,1000}
secret strong %secret(B?[:=]|%is) <S{3,1000}
secret coded %secretB<S{3,1000}
%mark = B?(n°|№|no.?|nr.?|num.?|numero|number|id|is|est|was|[:=#])
%value = D{1,4}(BD{2,4}){1,5}|W[W/._-]{0,79}
%of1 = order|invoice|contract|customer|client|account|booking|reservation|subscription|policy|quote|membership|member
%of2 = commande|facture|contrat|dossier|compte|abonnement|devis|adherent|reference|ref|police|colis|suivi|serial
number marked ((%of1|%of2)s?%mark|ref.)%mark{0,3}B?<%value
number bare (%of1|%of2)s?B<%value
%card1 = passports?|passeport|ssn|social security|securite sociale|nino|national insurance|nir|cni|identity card|id card
%card2 = carte (nationale )?d'identite|permis( de conduire)?|driv(ing|er'?s) licen[cs]e|numero fiscal|tax id
identity five (%card1|%card2)%mark{0,4}B?<W{0,4}DW{0,14}([B-]W{0,2}DW{0,6}){0,6}
"#;

/// A part of a form: where the datum begins, or characters or ways to go on, at least and at most so often.
pub(super) enum Part {
    Start,
    One(String, Span),
    Any(Vec<Vec<Part>>, Span),
}

/// A datum or nothing, its check, and the ways of its form.
pub(super) type Form = (Option<Datum>, &'static str, Vec<Vec<Part>>);

/// All forms, in the order in which they are tried.
pub(super) static PARSED: LazyLock<Vec<Form>> = LazyLock::new(|| {
    let (mut named, mut forms) = (Vec::<(&str, String)>::new(), Vec::new());
    for line in FORMS.lines() {
        let [first, check, form] = *line.splitn(3, ' ').collect::<Vec<_>>() else { continue };
        let form = named.iter().fold(format!("({form})"), |form, (name, part)| form.replace(name, part));
        match check {
            "=" => named.push((first, form)),
            _ => forms.push((Datum::from_code(first), check, parse(&mut form.chars().peekable()))),
        }
    }
    forms
});

fn parse(form: &mut std::iter::Peekable<std::str::Chars>) -> Vec<Vec<Part>> {
    let (mut ways, mut way) = (Vec::new(), Vec::new());
    while let Some(ch) = form.next().filter(|ch| *ch != ')') {
        let within = if ch == '(' { parse(form) } else { Vec::new() };
        let set = if ch == '[' { form.by_ref().take_while(|ch| *ch != ']').collect() } else { ch.to_string() };
        let counts = match form.next_if(|next| "?{".contains(*next)) {
            Some('{') => form.by_ref().take_while(|ch| *ch != '}').collect(),
            Some(_) => "0,1".to_owned(),
            None => "1".to_owned(),
        };
        let (least, most) = counts.split_once(',').unwrap_or((&counts, &counts));
        let counts = (least.parse().unwrap_or(1), most.parse().unwrap_or(1));
        match ch {
            '|' => ways.push(std::mem::take(&mut way)),
            '<' => way.push(Part::Start),
            '(' => way.push(Part::Any(within, counts)),
            _ => way.push(Part::One(set, counts)),
        }
    }
    ways.push(way);
    ways
}
