//! A handler with another attribute: without `#[cors]`, with it in each place, and with
//! that of a module; and what all of them answer.

use actix_web::{
    App,
    body::to_bytes,
    dev::{HttpServiceFactory, Service as _},
    rt::System,
    test::{TestRequest, init_service},
};

/// The modules `without`, `cors_first`, `cors_second` and `by_default`, each with the items
/// of the braces, and the handler in the parentheses below its attributes.
macro_rules! in_every_order {
    (
        { $($items:tt)* }
        #[$($other:tt)*]
        $(#[$($route:tt)*])+
        ($($handler:tt)*)
    ) => {
        pub(crate) mod without {
            $($items)*
            #[$($other)*]
            $(#[$($route)*])+
            $($handler)*
        }

        pub(crate) mod cors_first {
            $($items)*
            #[corsac::cors(allow_origins("https://a.example"))]
            #[$($other)*]
            $(#[$($route)*])+
            $($handler)*
        }

        pub(crate) mod cors_second {
            $($items)*
            #[$($other)*]
            #[corsac::cors(allow_origins("https://a.example"))]
            $(#[$($route)*])+
            $($handler)*
        }

        #[corsac::cors(allow_origins("https://a.example"))]
        pub(crate) mod by_default {
            $($items)*
            #[$($other)*]
            $(#[$($route)*])+
            $($handler)*
        }
    };
}

/// What a page of `https://a.example` gets.
#[derive(Debug, PartialEq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: String,
    pub(crate) allow_origin: Option<String>,
}

/// An answer with the body `body`.
pub(crate) fn ok(body: &str, is_allowed: bool) -> Answer {
    Answer {
        status: 200,
        body: body.to_owned(),
        allow_origin: is_allowed.then(|| "https://a.example".to_owned()),
    }
}

/// What `GET uri` answers.
pub(crate) fn get(handler: impl HttpServiceFactory + 'static, uri: &str) -> Answer {
    ask(handler, TestRequest::with_uri(uri))
}

/// What `handler` answers to a page of `https://a.example`.
pub(crate) fn ask(handler: impl HttpServiceFactory + 'static, request: TestRequest) -> Answer {
    System::new().block_on(async {
        let app = init_service(App::new().service(handler)).await;
        let request = request.insert_header(("Origin", "https://a.example"));
        let response = app.call(request.to_request()).await.unwrap();
        let allow_origin = response.headers().get("Access-Control-Allow-Origin");
        let allow_origin = allow_origin.map(|value| value.to_str().unwrap().to_owned());
        Answer {
            status: response.status().as_u16(),
            allow_origin,
            body: String::from_utf8(to_bytes(response.into_body()).await.unwrap().to_vec())
                .unwrap(),
        }
    })
}
