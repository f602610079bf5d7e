//! Schemes of origins: <https://www.rfc-editor.org/rfc/rfc3986#section-3.1>.

/// Arbitrary, no standard has a limit; the longest scheme in use,
/// `safari-web-extension`, has 20 bytes.
pub(crate) const MAX_LEN: usize = 64;
/// WebSocket handshakes have the origin of their page, `blob:` and `filesystem:`
/// pages that of what made them, and the others an opaque one or none:
/// <https://url.spec.whatwg.org/#concept-url-origin>.
const PAGELESS: [&str; 8] = [
    "about",
    "blob",
    "data",
    "filesystem",
    "ftp",
    "javascript",
    "ws",
    "wss",
];
/// Schemes that never cross a network: a browser or app shell serves them from
/// the extension or app that is installed. Sorted by name.
const LOCAL: [&str; 9] = [
    "app",                  // Electron, https://www.electronjs.org/docs/latest/api/protocol
    "capacitor",            // Capacitor on iOS, https://capacitorjs.com/docs/config
    "chrome-extension",     // Chromium, https://developer.chrome.com/docs/extensions
    "ionic",                // Ionic on iOS, https://ionicframework.com/docs/troubleshooting/cors
    "moz-extension", // Firefox, https://developer.mozilla.org/docs/Mozilla/Add-ons/WebExtensions
    "safari-web-extension", // Safari, https://developer.apple.com/documentation/safariservices/safari-web-extensions
    "tauri",                // Tauri on macOS, iOS and Linux, https://v2.tauri.app
    "vscode-webview",       // VS Code, https://code.visualstudio.com/api/extension-guides/webview
    "wails",                // Wails on macOS and Linux, https://wails.io
];

/// Whether pages can have an origin of this scheme, in lower case.
pub(crate) fn is_scheme(scheme: &str) -> bool {
    let is_scheme_byte = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'+' | b'-' | b'.');
    matches!(scheme, "https" | "http") // Nearly all are, and need no look at the rest.
        || scheme.len() <= MAX_LEN
            && scheme.starts_with(|c: char| c.is_ascii_lowercase())
            && scheme.bytes().all(is_scheme_byte)
            && scheme != "file"
            && !PAGELESS.contains(&scheme)
}

/// Whether no page has an origin of this scheme, in whichever case.
pub(crate) fn is_pageless(scheme: &str) -> bool {
    let mut pageless = PAGELESS.iter();
    pageless.any(|it| it.eq_ignore_ascii_case(scheme))
}

/// Whether what has this scheme never crosses a network.
pub(crate) fn is_local(scheme: &str) -> bool {
    LOCAL.contains(&scheme)
}

/// The default port of a scheme: <https://url.spec.whatwg.org/#default-port>.
/// The other special schemes are those of no page.
pub(crate) fn default_port(scheme: &str) -> Option<u16> {
    match scheme {
        "http" => Some(80),
        "https" => Some(443),
        _ => None,
    }
}

/// What `scheme` was meant to be, if that is the scheme of the web and it is one
/// insertion, deletion or substitution away. Such a scheme has been registered by
/// nobody, and a policy that names it allows nobody.
pub(crate) fn misspelled(scheme: &str) -> Option<&'static str> {
    let mut web = ["https", "http"].into_iter();
    if web.clone().any(|it| it == scheme) {
        return None;
    }
    web.find(|it| strsim::levenshtein(it, scheme) == 1)
}
