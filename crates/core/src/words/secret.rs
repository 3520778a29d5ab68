use std::fmt;

use super::Malformed;

/// Declares a text that opens a door: no `Display`, and `Debug` shows nothing.
macro_rules! secret {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq)]
        pub struct $name(String);

        impl $name {
            /// The text itself. Never for logs, addresses of pages, or error messages.
            #[must_use]
            pub fn expose(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(***)"))
            }
        }
    };
}

secret!(
    /// An officer's password.
    Password
);

impl Password {
    /// Reads a password of 12 to 128 characters. No rule asks for kinds of characters and nothing
    /// is cut off (NIST SP 800-63B rev. 4, section 3.1.1).
    ///
    /// # Errors
    /// [`Malformed::TooShort`] or [`Malformed::TooLong`].
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        match text.chars().count() {
            found @ 0..=11 => Err(Malformed::TooShort { found, least: 12 }),
            found @ 129.. => Err(Malformed::TooLong { found, most: 128 }),
            _ => Ok(Self(text.to_owned())),
        }
    }
}

secret!(
    /// A password as the [`Passwords`](crate::ports::Passwords) port hashed it (PHC string).
    PasswordHash
);

impl PasswordHash {
    /// Wraps the text that the port made.
    #[must_use]
    pub fn new(phc: String) -> Self {
        Self(phc)
    }
}

secret!(
    /// What an officer's browser or program shows to stay signed in: 256 bits of chance as 64
    /// hexadecimal digits. Stores keep only a keyed hash of it.
    SessionToken
);

impl SessionToken {
    /// Makes a token from chance.
    #[must_use]
    pub fn new(chance: [u8; 32]) -> Self {
        Self(chance.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// Reads a token that was shown.
    ///
    /// # Errors
    /// [`Malformed::Id`] when it cannot be one.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        if text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Malformed::Id)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_long_and_otherwise_free() {
        assert!(Password::parse("kopi susu di pagi hari").is_ok());
        assert_eq!(Password::parse("Kopi#1"), Err(Malformed::TooShort { found: 6, least: 12 }));
        assert_eq!(format!("{:?}", Password::parse("kopi susu pagi").unwrap()), "Password(***)");
    }
}
