//! Quote stripping never panics, never grows a text, and never empties one that has words.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| {
    let reply = mail::understand::reply::reply_of_text(text);
    assert!(reply.len() <= text.len());
    let _ = mail::understand::reply::reply_of_html(text);
});
