use corsac::{Policy, policy};

static WEB_APP: Policy =
    policy!(allow_origins("https://a.example"), allow_methods("*"), allow_credentials);

fn main() {
    let _ = &WEB_APP;
}
