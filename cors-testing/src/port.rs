//! Ports of other protocols, which browsers don't use for HTTP:
//! <https://fetch.spec.whatwg.org/#port-blocking>.

use url::Url;

/// <https://fetch.spec.whatwg.org/#bad-port>, sorted.
const BAD: [u16; 83] = [
    0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101,
    102, 103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427,
    465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990,
    993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667,
    6668, 6669, 6679, 6697, 10080,
];

/// The port of `url`, if it is a bad port:
/// <https://fetch.spec.whatwg.org/#block-bad-port>.
pub(crate) fn bad_port(url: &Url) -> Option<u16> {
    // A default port is omitted, and isn't bad.
    url.port().filter(|port| BAD.binary_search(port).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_ports_are_in_order_and_there_once() {
        assert!(BAD.is_sorted_by(|one, other| one < other));
    }

    #[test]
    fn a_port_is_bad_if_another_protocol_has_it() {
        for (url, expected) in [
            ("http://a.example:6000/", Some(6000)),
            ("https://a.example:10080/", Some(10080)),
            ("http://a.example:0/", Some(0)),
            ("http://a.example:22/", Some(22)),
            ("http://a.example:80/", None),
            ("https://a.example:80/", None),
            ("https://a.example/", None),
            ("http://a.example:8080/", None),
            ("http://a.example:6001/", None),
        ] {
            let url = Url::parse(url).expect("a URL");
            assert_eq!(bad_port(&url), expected, "{url}");
        }
    }
}
