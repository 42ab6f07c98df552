//! Files that a mail does not carry.

use maud::html;

/// A file that waits behind a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinkedFile<'f> {
    /// Its name.
    pub name: &'f str,
    /// How large it is and until when it is there, in words.
    pub about: &'f str,
    /// Where it is.
    pub link: &'f str,
}

/// Files behind links as a block of a mail, each a card of its own.
#[must_use]
pub fn linked_files(files: &[LinkedFile]) -> String {
    let block = html! {
        @for file in files {
            table role="presentation" class="quote" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#faf9f6" style="margin:6px 0 10px;background:#faf9f6;border-radius:10px;" {
                tr { td style="padding:12px 16px;" {
                    p style="margin:0;font-size:15px;line-height:22px;" { a class="lnk" href=(file.link) { b { (file.name) } } }
                    p class="t3" style="margin:2px 0 0;font-size:13px;line-height:20px;color:#62656c;" { (file.about) }
                } }
            }
        }
    };
    block.into_string()
}
