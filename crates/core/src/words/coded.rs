/// Gives a plain enum its stable codes: one word each, in storage, in the API, in files.
///
/// `code` and `parse` are each other's inverse; `ALL` has every variant once.
macro_rules! coded {
    ($name:ident { $($variant:ident => $code:literal),+ $(,)? }) => {
        impl $name {
            /// Every variant, in the order they are shown.
            pub const ALL: [Self; [$($code),+].len()] = [$(Self::$variant),+];

            /// The stable code.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// The variant with this code.
            ///
            /// # Errors
            /// [`Malformed::Unknown`](crate::words::Malformed::Unknown) when there is none.
            pub fn parse(code: &str) -> Result<Self, crate::words::Malformed> {
                match code {
                    $($code => Ok(Self::$variant),)+
                    _ => Err(crate::words::Malformed::Unknown),
                }
            }
        }

        crate::words::serde_as_text!($name, |value| value.code().to_owned());
    };
}
pub(crate) use coded;
