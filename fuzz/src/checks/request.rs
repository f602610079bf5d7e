use std::{cell::RefCell, pin::Pin, rc::Rc, time::Duration};

use actix_http::{HttpService, KeepAlive, Protocol};
use actix_service::{Service as _, ServiceFactory as _, map_config};
use actix_web::{
    App,
    dev::AppConfig,
    middleware::from_fn,
    rt::{System, SystemRunner, task::yield_now},
};
use futures_util::future::join;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream, duplex};

use super::{
    answers::{Answers, record},
    http2, routes,
};

/// What one connection may allocate at most, twice what any input is known to.
const MOST_MEMORY: u64 = 1 << 20;

/// How often the server is polled before the connection ends.
const TURNS: usize = 32;

/// Serves what comes over one connection: after `1`, it is HTTP/1.1; after `2`, header
/// lines that are sent by HTTP/2, requests apart by an empty line; after anything else,
/// frames of HTTP/2. No CORS header that is answered is one that the route's policy would
/// not say, memory stays bounded, and the server goes on. How many CORS headers are
/// answered.
///
/// # Panics
///
/// When this does not hold.
#[allow(clippy::must_use_candidate, reason = "the fuzz target counts nothing")]
pub fn request(input: &[u8]) -> usize {
    thread_local! {
        // Never dropped, which needs values that a thread drops before.
        static SERVER: &'static Server = Box::leak(Box::new(Server::start()));
    }
    let Some((kind, bytes)) = input.split_first() else {
        return 0;
    };
    SERVER.with(|server| {
        let mut answered = 0;
        let memory = allocation_counter::measure(|| {
            answered = match kind {
                b'1' => server.check_http1(bytes),
                b'2' => server.check_http2(&http2::requests(bytes)),
                _ => server.check_http2(bytes),
            };
        });
        assert!(memory.bytes_max < MOST_MEMORY, "{memory:?}");
        server.check_goes_on();
        answered
    })
}

struct Server {
    system: SystemRunner,
    serve: Box<dyn Fn(DuplexStream, Protocol) -> Served>,
    answers: Rc<RefCell<Answers>>,
}

type Served = Pin<Box<dyn Future<Output = ()>>>;

impl Server {
    fn start() -> Self {
        let system = System::new();
        let answers = Rc::<RefCell<Answers>>::default();
        let recorded = answers.clone();
        let app = App::new()
            .configure(routes::register)
            .wrap(from_fn(move |req, next| {
                record(recorded.clone(), req, next)
            }));
        let service = system.block_on(async {
            let service = HttpService::build()
                // An input has an end, so there is nothing to wait for.
                .keep_alive(KeepAlive::Os)
                .client_request_timeout(Duration::ZERO)
                .finish(map_config(app, |()| AppConfig::default()));
            service.new_service(()).await
        });
        let service = service.expect("an app that starts");
        let serve = move |io, protocol| -> Served {
            let served = service.call((io, protocol, None));
            Box::pin(async {
                // That a request is refused as malformed is no matter of ours.
                let _ = served.await;
            })
        };
        Self {
            system,
            serve: Box::new(serve),
            answers,
        }
    }

    /// All that is answered to `bytes`.
    fn exchange(&self, bytes: &[u8], protocol: Protocol) -> Vec<u8> {
        // It takes all of them at once, so that neither side waits for the other.
        let (mut client, server) = duplex(bytes.len().max(1 << 16));
        let talk = async {
            let mut answer = Vec::new();
            // The server may hang up early.
            let _ = client.write_all(bytes).await;
            // The end of a connection is the end of what HTTP/2 has not answered yet.
            for _ in 0..TURNS {
                yield_now().await;
            }
            let _ = client.shutdown().await;
            let _ = client.read_to_end(&mut answer).await;
            answer
        };
        let both = async { join(talk, (self.serve)(server, protocol)).await };
        self.system.block_on(both).0
    }

    fn check_http1(&self, bytes: &[u8]) -> usize {
        let answer = self.exchange(bytes, Protocol::Http1);

        let answers = self.answers.take();
        answers.check_wire(&answer);
        answers.check()
    }

    fn check_http2(&self, bytes: &[u8]) -> usize {
        self.exchange(&http2::connection(bytes), Protocol::Http2);

        self.answers.take().check()
    }

    /// A request on another connection gets what it always gets.
    fn check_goes_on(&self) {
        const REQUEST: &[u8] = b"GET /one HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

        let answer = self.exchange(REQUEST, Protocol::Http1);

        let answer = String::from_utf8_lossy(&answer).to_ascii_lowercase();
        assert!(answer.starts_with("http/1.1 200 ok\r\n"), "{answer}");
        assert!(
            answer.contains("\r\naccess-control-allow-origin: https://a.example\r\n"),
            "{answer}"
        );
        // Of HTTP/2, what was still on its way is answered by now.
        self.answers.take().check();
    }
}
