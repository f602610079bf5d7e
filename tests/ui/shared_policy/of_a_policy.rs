use corsac::{Policy, policy};

static WEB_APP: Policy = policy!(policy(OTHER));

fn main() {
    let _ = &WEB_APP;
}
