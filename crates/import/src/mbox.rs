//! Mailbox files.

use std::io::BufRead;

/// Bytes of a mail that are taken; the usual limit of the mail door.
pub(crate) const MAIL_BYTES_MAX: usize = 25 * 1024 * 1024;

/// Mails of an mbox file (RFC 4155): each begins with a `From ` line after an empty one or at the top. Of a mail that is
/// longer than the limit its beginning is read.
pub struct Mbox<R> {
    lines: R,
    limit: usize,
}

impl<R: BufRead> Mbox<R> {
    /// Reads mails of at most `limit` bytes.
    pub fn new(lines: R, limit: usize) -> Self {
        Self { lines, limit }
    }

    fn read(&mut self) -> std::io::Result<Option<Vec<u8>>> {
        let mut mail = Vec::new();
        let mut line = Vec::new();
        let mut empty_before = true;
        loop {
            let start = self.lines.fill_buf()?;
            if start.is_empty() {
                break;
            }
            if empty_before && start.starts_with(b"From ") {
                if !mail.is_empty() {
                    break;
                }
                line.clear();
                self.lines.read_until(b'\n', &mut line)?;
                empty_before = false;
                continue;
            }
            line.clear();
            self.lines.read_until(b'\n', &mut line)?;
            empty_before = matches!(line.as_slice(), b"\n" | b"\r\n");
            // `>From ` was quoted by whoever wrote the file.
            let content = line.strip_prefix(b">").filter(|rest| rest.starts_with(b"From ")).unwrap_or(&line);
            if mail.len() + content.len() <= self.limit {
                mail.extend_from_slice(content);
            }
        }
        Ok((!mail.is_empty()).then_some(mail))
    }
}

impl<R: BufRead> Iterator for Mbox<R> {
    type Item = std::io::Result<Vec<u8>>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read().transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::Mbox;

    #[test]
    fn an_mbox_is_cut_into_mails() {
        let file = b"From a@b Mon\nSubject: 1\n\nOne\n>From here\n\nFrom c@d Tue\nSubject: 2\n\nTwo\nFrom me\n";
        let mails: Vec<Vec<u8>> = Mbox::new(&file[..], 1000).map(Result::unwrap).collect();
        assert_eq!(mails, [&b"Subject: 1\n\nOne\nFrom here\n\n"[..], &b"Subject: 2\n\nTwo\nFrom me\n"[..]]);
    }
}
