//! Writes out the routes and the policies that are too many to write by hand.

use std::{env, fs, path::Path};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");

    let attribute = r#"#[corsac::cors(allow_origins("https://frontend.com"), allow_credentials)]"#;
    let code = [
        routes("plain", "Routes without CORS.", ""),
        routes("annotated", "Annotated routes.", attribute),
        origins(),
        shared(),
    ];
    let directory = env::var_os("OUT_DIR").expect("Cargo sets it");
    fs::write(Path::new(&directory).join("many.rs"), code.concat()).expect("a place to write to");
}

/// Where the handlers begin, each with the paths up to the next one's: so an app
/// of 1, 100, 1,000 or 10,000 routes is made of whole handlers.
fn starts() -> impl Iterator<Item = usize> {
    [0, 1].into_iter().chain((1..100).map(|block| block * 100))
}

/// A module of 10,000 routes, with this attribute above each handler.
fn routes(module: &str, documentation: &str, attribute: &str) -> String {
    let ends = starts().skip(1).chain([10_000]);
    let handler = |(start, end)| {
        let paths = repeat(start..end, |path| format!("#[get(\"/{path}\")]"));
        format!(
            "{attribute} #[routes] {paths} async fn from_{start}() -> &'static str {{ \"hello\" }}"
        )
    };
    let handlers = repeat(starts().zip(ends), handler);
    let register = repeat(starts(), |start| {
        format!("if routes > {start} {{ config.service(from_{start}); }}")
    });
    format!(
        "/// {documentation}
        pub mod {module} {{
            use actix_web::{{routes, web::ServiceConfig}};

            {handlers}

            /// Registers the first `routes` routes: `/0`, `/1`, ...
            pub fn register(config: &mut ServiceConfig, routes: usize) {{
                {register}
            }}
        }}
        "
    )
}

/// Routes whose attributes list 1, 10, ..., 10,000 origins.
fn origins() -> String {
    let counts = [1, 10, 100, 1000, 10_000];
    let handlers = repeat(counts, |count| {
        let origins = repeat(0..count, |i| format!("\"https://tenant-{i}.example\","));
        format!(
            "#[corsac::cors(allow_origins({origins}))] #[actix_web::get(\"/\")]
            async fn of_{count}() -> &'static str {{ \"hello\" }}"
        )
    });
    let register = repeat(counts, |count| {
        format!("{count} => config.service(of_{count}),")
    });
    format!(
        "{handlers}

        /// Registers the route of a policy with so many origins, `GET /`.
        pub fn origins(config: &mut actix_web::web::ServiceConfig, origins: usize) {{
            match origins {{ {register} _ => config }};
        }}
        "
    )
}

/// Routes that share a policy of 2,000 origins, and the same with a policy of one.
fn shared() -> String {
    let origins = repeat(0..2000, |i| format!("\"https://tenant-{i}.example\","));
    let register = |name, handler| {
        format!(
            "pub fn {name}(config: &mut actix_web::web::ServiceConfig, routes: usize) {{
                for i in 0..routes {{
                    config.service(actix_web::web::scope(&format!(\"/{{i}}\")).service({handler}));
                }}
            }}"
        )
    };
    format!(
        "static OF_2000: corsac::Policy = corsac::policy!(allow_origins({origins}));
        static OF_ONE: corsac::Policy = corsac::policy!(allow_origins(\"https://tenant-0.example\"));

        #[corsac::cors(policy(OF_2000))] #[actix_web::get(\"/\")]
        async fn sharing_2000() -> &'static str {{ \"hello\" }}
        #[corsac::cors(policy(OF_ONE))] #[actix_web::get(\"/\")]
        async fn sharing_one() -> &'static str {{ \"hello\" }}

        /// Registers so many routes that share a policy of 2,000 origins.
        {}

        /// Registers so many routes that share a policy of one origin.
        {}
        ",
        register("share_2000_origins", "sharing_2000"),
        register("share_one_origin", "sharing_one"),
    )
}

fn repeat<T>(items: impl IntoIterator<Item = T>, code: impl Fn(T) -> String) -> String {
    items.into_iter().map(code).collect::<Vec<_>>().join("\n")
}
