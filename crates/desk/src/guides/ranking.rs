//! Ranking: BM25 over our own postings, in numbers that are the same on both engines. Pure, but for what it is given.
//!
//! Robertson & Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009); terms of the title count for
//! several, as in their BM25F.

use std::collections::HashMap;

/// How fast a term that stands often in a text stops adding.
const K1: f64 = 1.2;
/// How much long texts pay for their length.
const B: f64 = 0.75;

/// Where a term stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Posting {
    pub text: i64,
    pub times: i64,
    pub words: i64,
}

/// One way to say a word of the query: all of its terms count, by a weight that says how sure it is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Way {
    pub weight: f64,
    pub terms: Vec<Vec<Posting>>,
}

/// How many texts there are and how long they are together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Collection {
    pub texts: i64,
    pub words: i64,
}

/// Texts and their scores, the best first; equal ones in the order of their numbers. Each word of the query is a list
/// of ways to say it, and counts once: by the best of them.
pub(crate) fn rank(words: &[Vec<Way>], collection: Collection) -> Vec<(i64, f64)> {
    let mut total: HashMap<i64, f64> = HashMap::new();
    let average = (collection.words as f64 / collection.texts.max(1) as f64).max(1.0);
    for ways in words {
        let mut best: HashMap<i64, f64> = HashMap::new();
        for way in ways {
            let mut sum: HashMap<i64, (f64, usize)> = HashMap::new();
            for postings in &way.terms {
                let found = postings.len() as f64;
                let rarity = (1.0 + (collection.texts as f64 - found + 0.5).max(0.0) / (found + 0.5)).ln();
                for posting in postings {
                    let times = posting.times as f64;
                    let length = 1.0 - B + B * posting.words as f64 / average;
                    let entry = sum.entry(posting.text).or_default();
                    entry.0 += rarity * times * (K1 + 1.0) / (times + K1 * length);
                    entry.1 += 1;
                }
            }
            for (text, (score, terms)) in sum {
                // Several terms for one word are a phrase: all of them, or nothing.
                if terms == way.terms.len() {
                    let score = score / way.terms.len().max(1) as f64 * way.weight;
                    let known = best.entry(text).or_default();
                    *known = known.max(score);
                }
            }
        }
        for (text, score) in best {
            *total.entry(text).or_default() += score;
        }
    }
    let mut ranked: Vec<(i64, f64)> = total.into_iter().collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    ranked
}

#[cfg(test)]
mod tests {
    use super::{Collection, Posting, Way, rank};

    fn way(weight: f64, terms: &[&[(i64, i64)]]) -> Way {
        let posting = |(text, times): &(i64, i64)| Posting { text: *text, times: *times, words: 10 };
        Way { weight, terms: terms.iter().map(|texts| texts.iter().map(posting).collect()).collect() }
    }

    fn order(words: &[Vec<Way>]) -> Vec<i64> {
        rank(words, Collection { texts: 10, words: 100 }).into_iter().map(|(text, _)| text).collect()
    }

    #[test]
    fn rare_words_more_words_and_sure_words_win() {
        let common = way(1.0, &[&[(1, 1), (2, 1), (3, 1), (4, 1)]]);
        let rare = way(1.0, &[&[(4, 1)]]);
        assert_eq!(order(&[vec![common.clone()], vec![rare]]), [4, 1, 2, 3]);
        let guessed = way(0.5, &[&[(5, 1)]]);
        assert_eq!(order(&[vec![way(1.0, &[&[(6, 1)]]), guessed]]), [6, 5]);
        assert_eq!(order(&[vec![way(1.0, &[&[(1, 1), (2, 1)], &[(2, 1)]])]]), [2]);
        assert_eq!(order(&[]), Vec::<i64>::new());
    }
}
