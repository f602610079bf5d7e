//! What `docs/promise.md` says, checked of a site, a fetch and two more requests, all out
//! of bytes: by a property, and by a fuzz target.

mod fetch;
mod meaning;
mod site;
mod written;

use actix_web::{
    App, Error,
    body::MessageBody,
    dev::{Service, ServiceResponse},
    rt::{System, SystemRunner},
    test::init_service,
};
use arbitrary::{Result, Unstructured};

use self::{
    fetch::{Fetch, Raw, Said},
    site::Site,
};

/// What was seen, for a count of how often each is.
#[derive(Debug)]
#[allow(dead_code, reason = "the fuzz target counts nothing")]
pub(crate) struct Seen {
    /// Whether the page, of another origin, has read the answer.
    pub(crate) is_read: bool,
    /// Whether it is of another origin and has not.
    pub(crate) is_withheld: bool,
    /// Whether two different requests had to get the same answer.
    pub(crate) are_alike: bool,
}

/// Checks that policies are sound, complete and exact.
///
/// # Panics
///
/// When one of them is not.
pub(crate) fn check(input: &[u8]) -> Seen {
    thread_local! {
        static SYSTEM: SystemRunner = System::new();
    }
    let read = || -> Result<_> {
        let mut bytes = Unstructured::new(input);
        let site = Site::read(&mut bytes)?;
        let mut fetch = Fetch::read(&mut bytes, &site.policies())?;
        // Most are not allowed, so they are drawn a few times.
        for _ in 0..3 {
            let is_shown = site.way(fetch.method).is_some_and(|way| way.shows(&fetch));
            if !is_shown && bytes.ratio(7, 8)? {
                fetch = Fetch::read(&mut bytes, &site.policies())?;
            }
        }
        let one = Raw::read(&mut bytes)?;
        let other = one.sibling(&mut bytes)?;
        Ok((site, fetch, one, other))
    };
    let (site, fetch, one, other) = read().expect("nothing is chosen from an empty list");
    SYSTEM.with(|system| {
        system.block_on(async {
            let app = App::new().configure(|config| site.register(config));
            let app = init_service(app).await;
            let is_read = check_sound_and_complete(&app, &site, &fetch).await;
            Seen {
                is_read: is_read && !fetch.is_same_origin(),
                is_withheld: !is_read,
                are_alike: check_exact(&app, &site, &one, &other).await,
            }
        })
    })
}

/// Sound: a page reads an answer, and its request gets past a preflight to the handler,
/// only if all policies on the way list it. Complete: what all of them list works. Whether
/// the page reads the answer.
async fn check_sound_and_complete<S, B>(app: &S, site: &Site, fetch: &Fetch) -> bool
where
    S: Service<actix_http::Request, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody + 'static,
{
    let fetched = fetch.page().fetch(app, fetch.request(&site.path())).await;
    let has_run = site.has_run();
    let Some(way) = site.way(fetch.method) else {
        return fetched.is_ok();
    };

    let case = || format!("{fetched:?}\n{fetch:#?}\n{site:#?}");
    let (is_let_in, is_shown) = (way.lets_in(fetch), way.shows(fetch));
    assert!(
        !has_run || is_let_in,
        "not sound: the handler runs\n{}",
        case()
    );
    assert!(
        fetched.is_err() || is_shown,
        "not sound: the page reads\n{}",
        case()
    );
    let is_served = site.serves(fetch.method);
    assert!(
        has_run || !is_let_in || !is_served,
        "not complete: the handler does not run\n{}",
        case()
    );
    assert!(
        fetched.is_ok() || !is_shown,
        "not complete: the page does not read\n{}",
        case()
    );
    if let Ok(response) = &fetched
        && has_run
    {
        assert_eq!(response.status(), site.status(), "{}", case());
        for name in site.plain_headers() {
            let (is_seen, is_shown) = (
                response.headers().contains_key(name),
                way.shows_header(fetch, name),
            );
            assert!(
                !is_seen || is_shown,
                "not sound: the page sees {name}\n{}",
                case()
            );
            assert!(
                is_seen || !is_shown,
                "not complete: the page does not see {name}\n{}",
                case()
            );
        }
    }
    fetched.is_ok()
}

/// Exact: answers differ only where `Vary` names a header in which the requests do.
/// Whether that goes for these two.
async fn check_exact<S, B>(app: &S, site: &Site, one: &Raw, other: &Raw) -> bool
where
    S: Service<actix_http::Request, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody + 'static,
{
    if site.way(one.meant_method()).is_none() {
        return false;
    }
    let mut answers = Vec::new();
    for raw in [one, other] {
        let request = raw.request(&site.path()).to_request();
        answers.push(match app.call(request).await {
            Ok(response) => Said::by(response.response()),
            Err(error) => Said::by(&error.error_response()),
        });
    }
    let are_alike = one.is_alike(other, &answers[0]);
    if are_alike {
        assert_eq!(
            answers[0], answers[1],
            "not exact\n{one:#?}\n{other:#?}\n{site:#?}"
        );
    }
    are_alike
}
