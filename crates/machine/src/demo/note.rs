use std::{
    fmt::Write as _,
    fs::{self, File, OpenOptions},
    io::{self, Write as _},
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

use sipoke_cli::{DemoCredential, HostError};
use sipoke_core::{
    access::Role,
    words::{Login, Password, Ticket, TicketSecret},
};
use sipoke_desk::Credential;

use crate::host::unavailable;

const FILE: &str = "demo-kredensial.txt";
const PREAMBLE: &str = "\
# Kantor contoh SIP OKE. Kata sandi dan rahasia di sini hanya untuk mencoba.
# petugas: nama masuk, peran, kata sandi; permohonan: tiket, rahasia.
";

/// What a demo remembers of itself, for people to read and for the next start: a folder with this
/// file is a demo and may be made again.
pub(super) struct Note {
    pub(super) credentials: Vec<DemoCredential>,
    pub(super) applications: Vec<Credential>,
    /// Whether everything that belongs to the demo is there.
    pub(super) finished: bool,
}

impl Note {
    pub(super) fn begun(credentials: Vec<DemoCredential>) -> Self {
        Self { credentials, applications: Vec::new(), finished: false }
    }

    /// The note of this folder; `None`: it is no demo.
    pub(super) fn read(data: &Path) -> Result<Option<Self>, HostError> {
        match fs::read_to_string(data.join(FILE)) {
            Ok(text) => Ok(Some(Self::parse(&text))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            // A file stands where the folder should be.
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
                Err(HostError::NotOurs(data.to_owned()))
            }
            Err(error) => Err(unavailable("demo")(error)),
        }
    }

    /// Writes it whole or not at all, for its owner's eyes only.
    pub(super) fn write(&self, data: &Path) -> Result<(), HostError> {
        let draft = data.join(format!("{FILE}.new"));
        let written = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&draft)
            .and_then(|mut file| {
                file.write_all(self.print().as_bytes()).and_then(|()| file.sync_all())
            })
            .and_then(|()| fs::rename(&draft, data.join(FILE)))
            .and_then(|()| File::open(data)?.sync_all());
        written.map_err(unavailable("demo"))
    }

    fn print(&self) -> String {
        let mut text = PREAMBLE.to_owned();
        for DemoCredential { login, role, password } in &self.credentials {
            let _ = writeln!(text, "petugas {login} {} {}", role.code(), password.expose());
        }
        for Credential { ticket, secret } in &self.applications {
            let _ = writeln!(text, "permohonan {ticket} {}", secret.expose());
        }
        if self.finished {
            text.push_str("selesai\n");
        }
        text
    }

    /// What cannot be read counts as not finished, so that the demo is made again.
    fn parse(text: &str) -> Self {
        let mut note = Self::begun(Vec::new());
        let mut readable = true;
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let words: Vec<&str> = line.split_whitespace().collect();
            match words.as_slice() {
                ["petugas", login, role, password] => {
                    let read = credential(login, role, password);
                    readable &= read.is_some();
                    note.credentials.extend(read);
                }
                ["permohonan", ticket, secret] => {
                    let ticket = Ticket::parse(ticket).ok();
                    let read = ticket.zip(TicketSecret::parse(secret).ok());
                    readable &= read.is_some();
                    let credential = |(ticket, secret)| Credential { ticket, secret };
                    note.applications.extend(read.map(credential));
                }
                ["selesai"] => note.finished = true,
                _ => readable = false,
            }
        }
        note.finished &= readable;
        note
    }
}

fn credential(login: &str, role: &str, password: &str) -> Option<DemoCredential> {
    Some(DemoCredential {
        login: Login::parse(login).ok()?,
        role: Role::parse(role).ok()?,
        password: Password::parse(password).ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::staff;

    #[test]
    fn a_note_reads_back_and_a_cut_off_one_is_not_finished() {
        let secret = TicketSecret::from_chance([3; 16]);
        let application = Credential { ticket: Ticket::from_chance([7; 16]), secret };
        let credentials = staff::credentials().unwrap();
        let note = Note { credentials, applications: vec![application], finished: true };

        let again = Note::parse(&note.print());
        let cut_off = Note::parse(note.print().strip_suffix("selesai\n").unwrap());

        assert_eq!(again.print(), note.print());
        assert!(again.finished && !cut_off.finished);
    }
}
