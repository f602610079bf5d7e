//! A site: a handler, the policy of its route, and those around and inside, out of bytes.

use std::{cell::Cell, rc::Rc};

use actix_web::{
    Error, HttpResponse,
    body::BoxBody,
    dev::{ServiceFactory, ServiceRequest, ServiceResponse},
    error::InternalError,
    http::StatusCode,
    middleware::{Next, from_fn},
    web::{self, ServiceConfig},
};
use arbitrary::{Result, Unstructured};
use corsac::{ConfiguredPolicy, OwnedPolicy, Policy};
use corsac_runtime::{AnyPolicy, RouteResource};

use super::{
    meaning::{SAFELISTED_METHODS, Way},
    written::{Written, constant, fill, unfilled},
};

#[derive(Debug)]
pub(crate) struct Site {
    /// Around the route, the outermost first.
    around: Vec<Layer<AnyForm>>,
    /// `None` for one that is not annotated.
    annotated: Option<Annotated>,
    handler: Handler,
}

/// What `#[cors]` stands above.
#[derive(Debug)]
struct Annotated {
    policy: Layer<Form>,
    methods: &'static [&'static str],
    allow_methods: &'static [&'static str],
    /// `wrap` of the route attribute.
    inside: Option<Layer<AnyForm>>,
}

#[derive(Debug)]
struct Layer<F> {
    written: Written,
    form: F,
}

/// What `policy(PATH)` may name.
#[derive(Clone, Copy, Debug)]
enum Form {
    Constant(&'static Policy),
    Configured(&'static ConfiguredPolicy),
}

#[derive(Debug)]
enum AnyForm {
    Named(Form),
    Owned(OwnedPolicy),
}

impl Layer<Form> {
    /// One of the program's, or the one that is configured in this `place`.
    fn named(bytes: &mut Unstructured<'_>, place: usize) -> Result<Self> {
        thread_local! {
            // A `static` can't be had for each thread.
            static CONFIGURED: [&'static ConfiguredPolicy; 5] =
                std::array::from_fn(|_| &*Box::leak(Box::new(unfilled())));
        }
        if bytes.ratio(1, 2)? {
            let (written, policy) = constant(bytes)?;
            let form = Form::Constant(policy);
            return Ok(Self { written, form });
        }
        let policy = CONFIGURED.with(|policies| policies[place]);
        let form = Form::Configured(policy);
        let written = fill(policy, bytes)?;
        Ok(Self { written, form })
    }
}

impl Layer<AnyForm> {
    fn any(bytes: &mut Unstructured<'_>, place: usize) -> Result<Self> {
        if bytes.ratio(1, 4)? {
            let policy = unfilled().owned();
            let written = fill(&policy, bytes)?;
            let form = AnyForm::Owned(policy);
            return Ok(Self { written, form });
        }
        let Layer { written, form } = Layer::named(bytes, place)?;
        let form = AnyForm::Named(form);
        Ok(Self { written, form })
    }
}

impl Annotated {
    fn read(bytes: &mut Unstructured<'_>) -> Result<Self> {
        const METHODS: [&[&str]; 6] = [
            &["GET", "PUT"],
            &["PUT"],
            &["GET", "HEAD"],
            &["POST", "DELETE", "PATCH"],
            &["OPTIONS", "GET"],
            &["PURGE"],
        ];
        let methods = *bytes.choose(&METHODS)?;
        let allowed = bytes.int_in_range(1..=methods.len())?;
        Ok(Self {
            policy: Layer::named(bytes, 3)?,
            methods,
            allow_methods: &methods[..allowed],
            inside: if bytes.ratio(1, 8)? {
                Some(Layer::any(bytes, 4)?)
            } else {
                None
            },
        })
    }
}

impl Site {
    pub(crate) fn read(bytes: &mut Unstructured<'_>) -> Result<Self> {
        let annotated = if bytes.ratio(2, 3)? {
            Some(Annotated::read(bytes)?)
        } else {
            None
        };
        // Without any policy there is nothing to promise.
        let fewest = usize::from(annotated.is_none());
        let around = 0..bytes.int_in_range(fewest..=3)?;
        Ok(Self {
            around: around
                .map(|place| Layer::any(bytes, place))
                .collect::<Result<_>>()?,
            annotated,
            handler: Handler::read(bytes)?,
        })
    }

    pub(crate) fn path(&self) -> String {
        "/scope".repeat(self.around.len()) + "/route"
    }

    /// The policies that a request with this method meets. `None` if there are none:
    /// the route does not serve it.
    pub(crate) fn way(&self, method: &str) -> Option<Way<'_>> {
        let annotated = self.annotated.iter();
        let annotated = annotated.filter(|it| it.methods.contains(&method));
        let inside = annotated.clone().filter_map(|it| it.inside.as_ref());
        let around = self.around.iter().map(|layer| &layer.written);
        let policies: Vec<_> = around
            .chain(annotated.map(|it| &it.policy.written))
            .chain(inside.map(|layer| &layer.written))
            .collect();
        let methods = match (self.around.first(), &self.annotated) {
            (Some(outermost), _) => outermost.written.methods.as_deref(),
            (None, annotated) => annotated.as_ref().map(|it| it.allow_methods),
        };
        (!policies.is_empty()).then_some(Way {
            policies,
            methods: methods.unwrap_or(&SAFELISTED_METHODS),
        })
    }

    /// All of the policies.
    pub(crate) fn policies(&self) -> Vec<&Written> {
        let method = self.annotated.as_ref().map_or("", |it| it.methods[0]);
        self.way(method).map(|way| way.policies).unwrap_or_default()
    }

    /// Whether the handler answers a request with this method.
    pub(crate) fn serves(&self, method: &str) -> bool {
        let annotated = self.annotated.as_ref();
        annotated.is_none_or(|it| it.methods.contains(&method))
    }

    /// Whether the handler has run since this was asked last.
    pub(crate) fn has_run(&self) -> bool {
        self.handler.has_run.take()
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.handler.status
    }

    /// The handler's own headers that say nothing of CORS.
    pub(crate) fn plain_headers(&self) -> impl Iterator<Item = &'static str> {
        let names = self.handler.headers.iter().map(|(name, _)| *name);
        names.filter(|name| !name.starts_with("Access-Control-") && *name != "Vary")
    }

    pub(crate) fn register(&self, config: &mut ServiceConfig) {
        self.register_inside(&self.around, config);
    }

    fn register_inside(&self, around: &[Layer<AnyForm>], config: &mut ServiceConfig) {
        let Some((outermost, inside)) = around.split_first() else {
            return self.register_route(config);
        };
        let scope = web::scope("/scope").configure(|config| self.register_inside(inside, config));
        match &outermost.form {
            AnyForm::Named(Form::Constant(policy)) => config.service(scope.wrap(*policy)),
            AnyForm::Named(Form::Configured(policy)) => config.service(scope.wrap(*policy)),
            AnyForm::Owned(policy) => config.service(scope.wrap(policy.clone())),
        };
    }

    fn register_route(&self, config: &mut ServiceConfig) {
        let (handler, failing) = (self.handler.clone(), self.handler.clone());
        let serve = move || {
            let response = handler.answer();
            async { response }
        };
        let fail = from_fn(move |_, _: Next<BoxBody>| {
            let error = InternalError::from_response("failed", failing.answer());
            async { Err::<ServiceResponse, _>(error.into()) }
        });
        let Some(annotated) = &self.annotated else {
            let resource = web::resource("/route").to(serve);
            if self.handler.fails {
                config.service(resource.wrap(fail));
            } else {
                config.service(resource);
            }
            return;
        };
        let policy: &'static dyn AnyPolicy = match annotated.policy.form {
            Form::Constant(policy) => policy,
            Form::Configured(policy) => policy,
        };
        // What `#[cors]` expands into.
        let resource = RouteResource::new(
            policy,
            "/route",
            "handler",
            annotated.methods,
            annotated.allow_methods,
            serve,
        );
        let inside = annotated.inside.as_ref();
        if self.handler.fails {
            register_around(inside, resource.wrap(fail), config);
        } else {
            register_around(inside, resource, config);
        }
    }
}

fn register_around<T>(
    inside: Option<&Layer<AnyForm>>,
    resource: RouteResource<T>,
    config: &mut ServiceConfig,
) where
    T: ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse,
            Error = Error,
            InitError = (),
        > + 'static,
{
    match inside.map(|layer| &layer.form) {
        None => config.service(resource),
        Some(AnyForm::Named(Form::Constant(policy))) => config.service(resource.wrap(*policy)),
        Some(AnyForm::Named(Form::Configured(policy))) => config.service(resource.wrap(*policy)),
        Some(AnyForm::Owned(policy)) => config.service(resource.wrap(policy.clone())),
    };
}

/// What the handler answers, whoever asks.
#[derive(Clone, Debug)]
struct Handler {
    status: StatusCode,
    headers: Vec<(&'static str, &'static str)>,
    /// Whether a middleware gives this answer in its place, as an error.
    fails: bool,
    has_run: Rc<Cell<bool>>,
}

impl Handler {
    fn read(bytes: &mut Unstructured<'_>) -> Result<Self> {
        const STATUSES: [u16; 12] = [200, 201, 204, 301, 304, 400, 401, 403, 404, 429, 500, 503];
        const HEADERS: [(&str, &str); 12] = [
            ("Access-Control-Allow-Origin", "*"),
            ("Access-Control-Allow-Origin", "https://b.example"),
            ("Access-Control-Allow-Credentials", "true"),
            ("Access-Control-Expose-Headers", "X-Secret, *"),
            ("Access-Control-Allow-Methods", "PUT"),
            ("Vary", "Accept-Encoding"),
            ("Vary", "*"),
            ("Vary", "cookie, origin"),
            ("ETag", "\"1\""),
            ("X-Total", "1"),
            ("X-Secret", "1"),
            ("Cache-Control", "no-store"),
        ];
        let status = *bytes.choose(&STATUSES)?;
        let mut headers = Vec::new();
        for _ in 0..bytes.int_in_range(0..=4)? {
            headers.push(*bytes.choose(&HEADERS)?);
        }
        Ok(Self {
            status: StatusCode::from_u16(status).expect("a status"),
            headers,
            fails: bytes.ratio(1, 4)?,
            has_run: Rc::default(),
        })
    }

    fn answer(&self) -> HttpResponse {
        self.has_run.set(true);
        let mut response = HttpResponse::build(self.status);
        for line in &self.headers {
            response.append_header(*line);
        }
        response.body("hello")
    }
}
