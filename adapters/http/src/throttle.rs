//! Slows guessing down: passwords by address and in all, secrets of tickets by ticket and by
//! address. What was right costs nothing.

use std::{
    collections::HashMap,
    future::Future,
    sync::{Mutex, PoisonError},
};

use sipoke_core::{
    problem::ProblemCode,
    words::{Login, Moment, Password, Ticket},
};
use sipoke_desk::{DeskError, SignedIn};

use crate::{app::App, peer::Peer, problem::Trouble};

/// Most things that are counted at a time; what has recovered is forgotten. Beyond it everything
/// that would have to be counted is refused: guessing from very many places must not pay.
const MOST_COUNTED: usize = 100_000;

/// How many tries at once, and how many come back in an hour.
#[derive(Clone, Copy)]
struct Rate {
    at_once: i64,
    an_hour: i64,
}

/// An office signs in from one address in the morning.
const SIGN_INS_OF_ONE: Rate = Rate { at_once: 20, an_hour: 120 };
/// Hashing a password costs the machine tens of milliseconds; all together leave room for others.
const SIGN_INS_OF_ALL: Rate = Rate { at_once: 100, an_hour: 20_000 };
/// In no hour are more than ten wrong secrets of one ticket looked at: five at once, and five more
/// as the hour goes by.
const SECRETS_OF_ONE_TICKET: Rate = Rate { at_once: 5, an_hour: 5 };
/// Many residents share the address of their mobile network, and only what is wrong is counted.
const SECRETS_FROM_ONE: Rate = Rate { at_once: 60, an_hour: 60 };

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Counted {
    SignIn(Peer),
    EverySignIn,
    Secret(Ticket),
    SecretFrom(Peer),
}

impl Counted {
    fn rate(self) -> Rate {
        match self {
            Self::SignIn(_) => SIGN_INS_OF_ONE,
            Self::EverySignIn => SIGN_INS_OF_ALL,
            Self::Secret(_) => SECRETS_OF_ONE_TICKET,
            Self::SecretFrom(_) => SECRETS_FROM_ONE,
        }
    }

    /// Microseconds in which one try comes back.
    fn interval(self) -> i64 {
        3_600_000_000 / self.rate().an_hour
    }
}

/// For everything counted the moment at which it has recovered whole (the generic cell rate
/// algorithm, ITU-T I.371): one number each, and nothing to refill.
#[derive(Default)]
pub(crate) struct Throttle {
    recovered_at: Mutex<HashMap<Counted, i64>>,
}

impl Throttle {
    /// Counts one try of each, or of none and gives the seconds to wait.
    fn take(&self, tries: [Counted; 2], now: Moment) -> Result<(), u32> {
        let now = now.micros();
        let mut known = self.recovered_at.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() + tries.len() > MOST_COUNTED {
            known.retain(|_, recovered| *recovered > now);
            if known.len() + tries.len() > MOST_COUNTED {
                return Err(60);
            }
        }
        let wait = tries.iter().map(|counted| {
            let recovered = known.get(counted).copied().unwrap_or(now);
            // A clock that was set back must not lock anybody out for longer than the rate would.
            let most = counted.interval() * counted.rate().at_once;
            let ahead = (recovered - now).clamp(0, most);
            ahead - counted.interval() * (counted.rate().at_once - 1)
        });
        let wait = wait.max().unwrap_or_default();
        if wait > 0 {
            return Err(u32::try_from(wait.div_euclid(1_000_000) + 1).unwrap_or(u32::MAX));
        }
        for counted in tries {
            let recovered = known.get(&counted).copied().unwrap_or(now).max(now);
            known.insert(counted, recovered + counted.interval());
        }
        Ok(())
    }

    fn give_back(&self, tries: [Counted; 2]) {
        let mut known = self.recovered_at.lock().unwrap_or_else(PoisonError::into_inner);
        for counted in tries {
            if let Some(recovered) = known.get_mut(&counted) {
                *recovered -= counted.interval();
            }
        }
    }
}

impl App {
    /// Signs an officer in, unless too many tried from there.
    pub(crate) async fn sign_in(
        &self,
        peer: Peer,
        login: &Login,
        password: Password,
        device: Option<&str>,
    ) -> Result<SignedIn, Trouble> {
        let tries = [Counted::SignIn(peer), Counted::EverySignIn];
        let wrong = |error: &DeskError| matches!(error, DeskError::SignInRefused);
        self.throttled(tries, wrong, self.desk().sign_in(login, password, device)).await
    }

    /// Does something that needs the ticket's secret, unless too many were tried. Unknown tickets
    /// are counted as known ones are.
    pub(crate) async fn with_secret<T>(
        &self,
        peer: Peer,
        ticket: Ticket,
        asked: impl Future<Output = Result<T, DeskError>>,
    ) -> Result<T, Trouble> {
        let tries = [Counted::SecretFrom(peer), Counted::Secret(ticket)];
        let wrong = |error: &DeskError| matches!(error, DeskError::UnknownTicket);
        self.throttled(tries, wrong, asked).await
    }

    /// Counts before it asks, so that guesses sent at the same time are all counted.
    async fn throttled<T>(
        &self,
        tries: [Counted; 2],
        wrong: impl Fn(&DeskError) -> bool,
        asked: impl Future<Output = Result<T, DeskError>>,
    ) -> Result<T, Trouble> {
        let now = self.clock().now();
        self.throttle()
            .take(tries, now)
            .map_err(|seconds| Trouble::of(ProblemCode::TooManyRequests).after(seconds))?;
        let answer = asked.await;
        if !answer.as_ref().is_err_and(wrong) {
            self.throttle().give_back(tries);
        }
        Ok(answer?)
    }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use super::*;

    const HOUR: i64 = 3_600;

    fn start() -> Moment {
        Moment::parse("2026-11-24T02:00:00Z").unwrap()
    }

    fn ticket(chance: u8) -> Ticket {
        Ticket::from_chance([chance; 16])
    }

    fn guess(address: u32, ticket: Ticket) -> [Counted; 2] {
        let peer = Peer::at(IpAddr::V4(Ipv4Addr::from(address)));
        [Counted::SecretFrom(peer), Counted::Secret(ticket)]
    }

    #[test]
    fn of_a_thousand_wrong_secrets_at_most_ten_an_hour_are_looked_at() {
        let throttle = Throttle::default();

        let looked_at = (0..1_000).filter(|place: &u32| {
            let now = start().plus_seconds(i64::from(*place) * HOUR / 1_000);
            throttle.take(guess(*place, ticket(1)), now).is_ok()
        });

        assert!((5..=10).contains(&looked_at.count()));
    }

    #[test]
    fn a_locked_ticket_locks_no_other() {
        let throttle = Throttle::default();
        let locked = (0..6).map(|place| throttle.take(guess(place, ticket(1)), start()));

        assert_eq!(locked.last(), Some(Err(12 * 60 + 1)));
        assert_eq!(throttle.take(guess(7, ticket(2)), start()), Ok(()));
    }

    #[test]
    fn one_address_cannot_go_through_many_tickets() {
        let throttle = Throttle::default();

        let looked_at = (0..100).filter(|chance| {
            throttle.take(guess(1, Ticket::from_chance([*chance; 16])), start()).is_ok()
        });

        assert_eq!(looked_at.count(), 60);
    }

    #[test]
    fn what_was_right_costs_nothing() {
        let throttle = Throttle::default();

        for _ in 0..1_000 {
            assert_eq!(throttle.take(guess(1, ticket(1)), start()), Ok(()));
            throttle.give_back(guess(1, ticket(1)));
        }
    }

    #[test]
    fn a_clock_that_is_set_back_locks_nobody_out_for_long() {
        let throttle = Throttle::default();
        for _ in 0..6 {
            let _counted = throttle.take(guess(1, ticket(1)), start());
        }

        let a_day_before = start().plus_seconds(-24 * HOUR);
        let wait = throttle.take(guess(1, ticket(1)), a_day_before).unwrap_err();

        assert!(i64::from(wait) <= HOUR, "{wait}");
    }

    #[test]
    fn memory_does_not_grow_with_the_number_of_guessers() {
        let throttle = Throttle::default();
        let sign_in = |place: u32| {
            let peer = Peer::at(IpAddr::V4(Ipv4Addr::from(place)));
            [Counted::SignIn(peer), Counted::SecretFrom(peer)]
        };
        for place in 0..60_000 {
            let _counted = throttle.take(sign_in(place), start());
        }

        assert!(throttle.recovered_at.lock().unwrap().len() <= MOST_COUNTED);
        assert_eq!(throttle.take(sign_in(70_000), start()), Err(60));
        assert_eq!(throttle.take(sign_in(70_000), start().plus_seconds(HOUR)), Ok(()));
    }

    #[test]
    fn all_addresses_of_one_network_are_one_peer() {
        let one: IpAddr = "2001:db8:1:2::1".parse().unwrap();
        let other: IpAddr = "2001:db8:1:2:ffff::2".parse().unwrap();
        let mapped: IpAddr = "::ffff:192.0.2.1".parse().unwrap();

        assert_eq!(Peer::at(one), Peer::at(other));
        assert_eq!(Peer::at(mapped), Peer::at("192.0.2.1".parse().unwrap()));
    }
}
