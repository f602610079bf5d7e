//! Asks, compares and measures.

use std::{
    net::SocketAddr,
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};

use fastrand::Rng;

use crate::{
    cases::{Case, Kind, kinds},
    connection::Connection,
};

/// The requests, sent over several connections at the same time.
pub(crate) struct Load {
    server: SocketAddr,
    pub(crate) kinds: Vec<Kind>,
    is_stopped: AtomicBool,
}

/// How long each answer took, by kind.
pub(crate) type Times = Vec<Vec<Duration>>;

impl Load {
    pub(crate) fn new(server: SocketAddr) -> Self {
        Self {
            server,
            kinds: kinds(),
            is_stopped: AtomicBool::new(false),
        }
    }

    pub(crate) fn stop(&self) {
        self.is_stopped.store(true, Ordering::Relaxed);
    }

    pub(crate) fn is_stopped(&self) -> bool {
        self.is_stopped.load(Ordering::Relaxed)
    }

    /// Asks over one connection, in an order that `seed` makes.
    ///
    /// # Errors
    ///
    /// At the first wrong answer, which stops all clients: the request and the
    /// answer.
    pub(crate) fn ask_until_stopped(&self, seed: u64) -> Result<Times, String> {
        let times = self.ask_in_order_of(Rng::with_seed(seed));
        self.stop();
        times
    }

    fn ask_in_order_of(&self, mut rng: Rng) -> Result<Times, String> {
        let kinds = self.kinds.iter().enumerate();
        let deck: Vec<_> = kinds
            .flat_map(|(n, kind)| [n].repeat(kind.percent))
            .collect();
        let mut times = vec![Vec::new(); self.kinds.len()];
        let mut connection = Connection::open(self.server)
            .map_err(|error| format!("cannot reach the server: {error}"))?;

        while !self.is_stopped() {
            let n = deck[rng.usize(..deck.len())];
            let kind = &self.kinds[n];
            let case = &kind.cases[rng.usize(..kind.cases.len())];
            let start = Instant::now();
            let reply = if kind.is_last {
                Connection::open(self.server).and_then(|other| other.ask_last(&case.request))
            } else {
                connection.ask(&case.request)
            };
            times[n].push(start.elapsed());
            match reply {
                Ok(reply) if reply == case.right => {}
                Ok(reply) => return Err(wrong(kind, case, &format!("{reply:?}"))),
                Err(error) => return Err(wrong(kind, case, &error.to_string())),
            }
        }
        Ok(times)
    }
}

/// What went wrong, shortened if it is too long to read.
fn wrong(kind: &Kind, case: &Case, answer: &str) -> String {
    format!(
        "wrong answer to: {}\n{:.1000}\nright: {:.1000}\nwrong: {answer:.1000}",
        kind.name,
        case.request.escape_ascii().to_string(),
        format!("{:?}", case.right),
    )
}
