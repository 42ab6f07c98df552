//! Any bytes are a mail: no panic, and always one JSON object without control characters.
#![no_main]

libfuzzer_sys::fuzz_target!(|raw: &[u8]| {
    let understood = mail::understand::understand(raw);
    let json = mail::inspect::json(&understood);
    assert!(json.starts_with('{') && json.trim_end().ends_with('}'));
    assert!(!understood.text.contains('\0') && !understood.reply.contains('\0'));
    for attachment in &understood.attachments {
        assert!(!attachment.filename.is_empty() && !attachment.filename.contains(['/', '\\', '\0']));
    }
});
