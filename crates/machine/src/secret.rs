use sipoke_core::{
    ports::Entropy,
    words::{Malformed, Password, TicketSecret},
};
use sipoke_system::SystemEntropy;

/// Sixteen letters of a ticket's alphabet in four groups, such as `7GKP-Q2MX-K3WD-9HTB`: 79 bits,
/// and nothing in it can be misread.
pub(crate) fn password() -> Result<Password, Malformed> {
    let half = || {
        let mut chance = [0; 16];
        SystemEntropy.fill(&mut chance);
        TicketSecret::from_chance(chance).expose()
    };
    Password::parse(&format!("{}-{}", half(), half()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_can_be_read_out_and_is_never_the_same() {
        let (one, other) = (password().unwrap(), password().unwrap());

        assert_eq!(one.expose().len(), 19);
        assert!(one.expose().chars().all(|letter| letter == '-' || letter.is_ascii_alphanumeric()));
        assert_ne!(one.expose(), other.expose());
    }
}
