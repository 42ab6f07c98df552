//! Contents of files, named by their SHA-256: attachments and raw mail.
//!
//! Small contents live in the database: they share its commit (one fsync for many mails) and its
//! backup. With SQLite large ones go to a folder, written before the row that names them and never
//! changed afterwards; with PostgreSQL everything is in the database, because nodes share nothing else.

use std::io::Write;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::migrate::hex;
use crate::{Conn, Error, Result, limits, params};

/// Access to file contents.
#[derive(Debug, Clone)]
pub struct Files {
    dir: PathBuf,
}

impl Files {
    pub(crate) fn at(dir: PathBuf) -> Self {
        Self { dir }
    }

    /// The folder of the large files.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Bytes that may still be written where the large files are.
    ///
    /// # Errors
    /// When the system does not say.
    pub fn space_left(&self) -> Result<u64> {
        let nearest = self.dir.ancestors().find(|folder| folder.exists()).unwrap_or(Path::new("."));
        let found = rustix::fs::statvfs(nearest).map_err(std::io::Error::from)?;
        Ok(found.f_bavail.saturating_mul(found.f_frsize))
    }

    /// Keeps `content` and returns its name (the SHA-256 in hexadecimal). Keeping the same content
    /// twice costs nothing.
    ///
    /// # Errors
    /// When the disk or the database refuses.
    pub fn put(&self, conn: &mut Conn, content: &[u8]) -> Result<String> {
        let name = name_of(content);
        // Nodes share the database, not their disks.
        if conn.is_postgres() || content.len() <= limits::FILE_IN_DATABASE_BYTES_MAX {
            conn.execute(
                "insert into file_content (sha256, content) values (?1, ?2) on conflict (sha256) do nothing",
                params![&name, content],
            )?;
        } else {
            self.put_on_disk(&name, content)?;
        }
        Ok(name)
    }

    /// The content kept under `name`.
    ///
    /// # Errors
    /// When the disk or the database refuses, or nothing is kept under that name.
    pub fn get(&self, conn: &mut Conn, name: &str) -> Result<Vec<u8>> {
        let found = conn
            .find("select content from file_content where sha256 = ?1", params![name], |row| row.get::<Vec<u8>>(0))?;
        match found {
            Some(content) => Ok(content),
            None => Ok(std::fs::read(self.path_of(name)?)?),
        }
    }

    /// Forgets the content kept under `name`, if there is any. A crash before the commit may leave a row
    /// whose large file is gone, so this is for what is deleted for good.
    ///
    /// # Errors
    /// When the disk or the database refuses.
    pub fn forget(&self, conn: &mut Conn, name: &str) -> Result<()> {
        if conn.execute("delete from file_content where sha256 = ?1", params![name])? == 0
            && let Err(error) = std::fs::remove_file(self.path_of(name)?)
            && error.kind() != std::io::ErrorKind::NotFound
        {
            return Err(error.into());
        }
        Ok(())
    }

    fn path_of(&self, name: &str) -> Result<PathBuf> {
        let hexadecimal = name.len() == 64 && name.bytes().all(|b| b.is_ascii_hexdigit());
        let (folder, rest) = name.split_at_checked(2).filter(|_| hexadecimal).ok_or(Error::NoRow)?;
        Ok(self.dir.join(folder).join(rest))
    }

    /// Written beside, synced, then renamed: a crash leaves either the whole file or none.
    fn put_on_disk(&self, name: &str, content: &[u8]) -> Result<()> {
        let path = self.path_of(name)?;
        if path.exists() {
            return Ok(());
        }
        let folder = path.parent().ok_or(Error::NoRow)?;
        if !folder.exists() {
            std::fs::create_dir_all(folder)?;
            std::fs::File::open(&self.dir)?.sync_all()?;
        }
        let unique = format!("{}.{:?}.part", std::process::id(), std::thread::current().id());
        let part = path.with_extension(unique);
        let mut file = std::fs::File::create(&part)?;
        file.write_all(content)?;
        file.sync_all()?;
        std::fs::rename(&part, &path)?;
        std::fs::File::open(folder)?.sync_all()?;
        Ok(())
    }
}

/// The name that `content` is kept under.
#[must_use]
pub fn name_of(content: &[u8]) -> String {
    hex(&Sha256::digest(content))
}
