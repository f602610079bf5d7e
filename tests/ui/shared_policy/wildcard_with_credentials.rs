use corsac::{Policy, policy};

static WEB_APP: Policy = policy!(allow_origins("*"), allow_credentials);

fn main() {
    let _ = &WEB_APP;
}
