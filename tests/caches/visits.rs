//! Pages that ask for the same thing, in every order.

use actix_web::rt::System;

use super::{
    cache::{Cache, Reply, Start},
    site::{A, B, FOREIGN, Site},
};

/// Who asks: pages of these origins, and somebody who types the address in.
pub(crate) const VISITORS: [Option<&str>; 4] = [Some(A), Some(B), Some(FOREIGN), None];

/// What each of [`VISITORS`] has to see: the status, all lines of `Vary` and of
/// any `Access-Control-` header.
pub(crate) type Answers = [(u16, &'static [&'static str]); 4];

/// Visits a site through a cache.
pub(crate) fn through(start: Start, visits: impl AsyncFnOnce(&Site, &Cache)) {
    let site = Site::start();
    let cache = start(site.server.address);

    System::new().block_on(visits(&site, &cache));
}

/// All orders in which the four may come.
pub(crate) fn orders() -> impl Iterator<Item = [usize; 4]> {
    (0..256)
        .map(|n| [n / 64, n / 16 % 4, n / 4 % 4, n % 4])
        .filter(|order| (0..4).all(|visitor| order.contains(&visitor)))
}

/// A browser's `GET`.
pub(crate) async fn visit(cache: &Cache, path: &str, visitor: usize, encoding: &str) -> Reply {
    let origin = VISITORS[visitor].map(|origin| ("Origin", origin));
    let site = match origin {
        Some(_) => "cross-site",
        None => "none",
    };
    let others = [("Accept-Encoding", encoding), ("Sec-Fetch-Site", site)];
    let headers: Vec<_> = origin.into_iter().chain(others).collect();
    cache.ask("GET", path, &headers).await
}
