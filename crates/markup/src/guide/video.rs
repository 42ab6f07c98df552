//! Films that a guide may embed: the providers that are allowed, and how their addresses read.

/// The address of a player for the address of a film, if it is one that guides may embed. Players of these hosts
/// are what the content policy of pages with guides lets in.
#[must_use]
pub fn player(url: &str) -> Option<String> {
    let (host, rest) = url.strip_prefix("https://")?.split_once('/')?;
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let first = path.split('/').next().unwrap_or_default();
    match host.trim_start_matches("www.") {
        "youtube.com" | "m.youtube.com" | "youtube-nocookie.com" => {
            let id = match path.split_once('/') {
                Some(("embed" | "shorts" | "live", id)) => id,
                _ if path == "watch" => query.split('&').find_map(|pair| pair.strip_prefix("v="))?,
                _ => return None,
            };
            youtube(id)
        }
        "youtu.be" => youtube(first),
        "vimeo.com" => is_number(first).then(|| format!("https://player.vimeo.com/video/{first}?dnt=1")),
        "player.vimeo.com" => {
            let id = path.strip_prefix("video/")?;
            is_number(id).then(|| format!("https://player.vimeo.com/video/{id}?dnt=1"))
        }
        _ => None,
    }
}

fn youtube(id: &str) -> Option<String> {
    let fine = id.len() == 11 && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    fine.then(|| format!("https://www.youtube-nocookie.com/embed/{id}"))
}

fn is_number(id: &str) -> bool {
    !id.is_empty() && id.len() <= 12 && id.bytes().all(|b| b.is_ascii_digit())
}
