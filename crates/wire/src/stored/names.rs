use sipoke_core::{
    access::{Author, Role},
    ports::Audience,
    words::OfficerId,
};

use super::StoredError;

const OFFICER: &str = "officer:";
const ROLE: &str = "role:";

/// The stable name of an author: `applicant`, `console`, `stranger`, or `officer:` and the id.
#[must_use]
pub fn author_name(author: Author) -> String {
    match author {
        Author::Applicant => "applicant".to_owned(),
        Author::Console => "console".to_owned(),
        Author::Stranger => "stranger".to_owned(),
        Author::Officer(id) => format!("{OFFICER}{id}"),
    }
}

/// The author with this name.
///
/// # Errors
/// [`StoredError`] when it is none.
pub fn parse_author(name: &str) -> Result<Author, StoredError> {
    match (name, name.strip_prefix(OFFICER)) {
        ("applicant", _) => Ok(Author::Applicant),
        ("console", _) => Ok(Author::Console),
        ("stranger", _) => Ok(Author::Stranger),
        (_, Some(id)) => Ok(Author::Officer(OfficerId::parse(id)?)),
        (_, None) => Err(StoredError::Name),
    }
}

/// The stable name of an audience: `applicant`, or `role:` and the role's code.
#[must_use]
pub fn audience_name(audience: Audience) -> String {
    match audience {
        Audience::Applicant => "applicant".to_owned(),
        Audience::Role(role) => format!("{ROLE}{}", role.code()),
    }
}

/// The audience with this name.
///
/// # Errors
/// [`StoredError`] when it is none.
pub fn parse_audience(name: &str) -> Result<Audience, StoredError> {
    match (name, name.strip_prefix(ROLE)) {
        ("applicant", _) => Ok(Audience::Applicant),
        (_, Some(role)) => Ok(Audience::Role(Role::parse(role)?)),
        (_, None) => Err(StoredError::Name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authors_and_audiences_read_back_from_their_names() {
        let authors = [
            Author::Applicant,
            Author::Console,
            Author::Stranger,
            Author::Officer(OfficerId::from_bytes([7; 16])),
        ];
        let audiences = Role::ALL.map(Audience::Role).into_iter().chain([Audience::Applicant]);

        for author in authors {
            assert_eq!(parse_author(&author_name(author)).unwrap(), author);
        }
        for audience in audiences {
            assert_eq!(parse_audience(&audience_name(audience)).unwrap(), audience);
        }
    }

    #[test]
    fn a_name_that_is_none_is_refused() {
        assert!(parse_author("officer:1").is_err());
        assert!(parse_author("lurah").is_err());
        assert!(parse_audience("role:king").is_err());
    }
}
