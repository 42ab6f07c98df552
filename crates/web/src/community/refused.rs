//! Why somebody may not, in words.

use desk::Refusal;

use crate::parts::moment;
use crate::reader::Reader;

/// The reason, and what is still possible.
pub(crate) fn words(reader: &Reader, refusal: Refusal) -> String {
    let text = reader.text;
    match refusal {
        Refusal::Rules => text.msg_topic_refused_rules(),
        Refusal::Banned(Some(until)) => text.msg_topic_refused_banned(moment(reader, until)),
        Refusal::Banned(None) => text.msg_topic_refused_removed(),
        Refusal::Silenced(Some(until)) => text.msg_topic_refused_silenced(moment(reader, until)),
        Refusal::Silenced(None) => text.msg_topic_refused_silenced_always(),
        Refusal::Locked => text.msg_topic_refused_locked(),
        Refusal::TooFast(until) => text.msg_topic_refused_fast(moment(reader, until)),
    }
}
