//! Where a request came from, as far as it can be known.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use axum::{
    extract::{Request, State},
    http::{Extensions, HeaderMap, HeaderName},
    middleware::Next,
    response::Response,
};

use crate::app::App;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The address a request came from. A header that claims another is
/// believed of the office's own proxies only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Peer(IpAddr);

impl Peer {
    /// The peer at this address. Whoever has one IPv6 address has the whole /64 it is in.
    pub(crate) fn at(address: IpAddr) -> Self {
        match address {
            IpAddr::V4(_) => Self(address),
            IpAddr::V6(six) => match six.to_ipv4_mapped() {
                Some(four) => Self(IpAddr::V4(four)),
                None => Self(IpAddr::V6(Ipv6Addr::from(u128::from(six) >> 64 << 64))),
            },
        }
    }

    /// The peer of a request. Those that came through no listener of ours are all one.
    pub(crate) fn of(extensions: &Extensions) -> Self {
        extensions.get().copied().unwrap_or(Self(IpAddr::V4(Ipv4Addr::UNSPECIFIED)))
    }
}

impl<S: Send + Sync> axum::extract::FromRequestParts<S> for Peer {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        parts: &mut axum::http::request::Parts,
        _: &S,
    ) -> Result<Self, Self::Rejection> {
        Ok(Self::of(&parts.extensions))
    }
}

/// Names the peer of a request that a proxy of the office passed on: the last address in
/// `X-Forwarded-For` that is no proxy itself. What stands before it, the client may have made up.
pub(crate) async fn name(State(app): State<App>, mut request: Request, next: Next) -> Response {
    if let Some(peer) = behind(&app.settings().proxies, &request) {
        request.extensions_mut().insert(peer);
    }
    next.run(request).await
}

fn behind(proxies: &[IpAddr], request: &Request) -> Option<Peer> {
    let is_proxy = |peer: Peer| proxies.iter().any(|proxy| Peer::at(*proxy) == peer);
    let direct = request.extensions().get::<Peer>().copied()?;
    if !is_proxy(direct) {
        return None;
    }
    claimed(request.headers()).into_iter().rev().find(|peer| !is_proxy(*peer))
}

/// The addresses that the header names, in order; from the first that is none on, nothing counts.
fn claimed(headers: &HeaderMap) -> Vec<Peer> {
    let lines = headers.get_all(FORWARDED_FOR).iter().filter_map(|line| line.to_str().ok());
    let addresses: Vec<&str> = lines.flat_map(|line| line.split(',')).map(str::trim).collect();
    let mut peers = Vec::new();
    for address in addresses.into_iter().rev() {
        let Ok(address) = address.parse() else { break };
        peers.push(Peer::at(address));
    }
    peers.reverse();
    peers
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    const PROXY: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

    fn peer(address: &str) -> Peer {
        Peer::at(address.parse().unwrap())
    }

    fn from(address: IpAddr, forwarded: &[&str]) -> Option<Peer> {
        let mut request = Request::builder();
        for line in forwarded {
            request = request.header(FORWARDED_FOR, *line);
        }
        let mut request = request.body(Body::empty()).unwrap();
        request.extensions_mut().insert(Peer::at(address));
        behind(&[PROXY, "10.0.0.2".parse().unwrap()], &request)
    }

    #[test]
    fn a_proxy_of_the_office_is_believed_about_the_last_address() {
        assert_eq!(from(PROXY, &["203.0.113.7"]), Some(peer("203.0.113.7")));
        assert_eq!(from(PROXY, &["1.2.3.4, 203.0.113.7"]), Some(peer("203.0.113.7")));
        assert_eq!(from(PROXY, &["1.2.3.4", "203.0.113.7, 10.0.0.2"]), Some(peer("203.0.113.7")));
        assert_eq!(from(PROXY, &["2001:db8::1"]), Some(peer("2001:db8::2")), "one /64");
    }

    #[test]
    fn nobody_else_is_believed_and_nonsense_is_not_read_past() {
        assert_eq!(from("203.0.113.9".parse().unwrap(), &["1.2.3.4"]), None);
        assert_eq!(from(PROXY, &[]), None);
        assert_eq!(from(PROXY, &["1.2.3.4, unknown"]), None);
        assert_eq!(from(PROXY, &["1.2.3.4, unknown, 10.0.0.2"]), None);
    }
}
