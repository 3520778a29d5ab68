use sipoke_core::words::Malformed;

/// A language that people read. Indonesian is the source; every text exists in both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    /// Bahasa Indonesia.
    #[default]
    Id,
    /// English.
    En,
}

impl Lang {
    /// Every language, the source first.
    pub const ALL: [Self; 2] = [Self::Id, Self::En];

    /// The language's tag (BCP 47), as `lang` in HTML: `id` or `en`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::En => "en",
        }
    }

    /// The language with this tag.
    ///
    /// # Errors
    /// [`Malformed::Unknown`] for a language that nothing is written in.
    pub fn parse(code: &str) -> Result<Self, Malformed> {
        match code {
            "id" => Ok(Self::Id),
            "en" => Ok(Self::En),
            _ => Err(Malformed::Unknown),
        }
    }

    /// The one of the two that is in this language.
    #[must_use]
    pub fn pick<T>(self, indonesian: T, english: T) -> T {
        match self {
            Self::Id => indonesian,
            Self::En => english,
        }
    }
}

/// A text in both languages, as the tables of this package hold it.
pub(crate) type Both = (&'static str, &'static str);

/// The one of both that is wanted.
pub(crate) fn of(lang: Lang, (indonesian, english): Both) -> &'static str {
    lang.pick(indonesian, english)
}
