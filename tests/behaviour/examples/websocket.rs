//! `examples/websocket.rs`: handshakes of foreign pages are refused before the
//! handler.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
};

use super::client::{Row, check, get};
use crate::support::{Answer, COMPARED, SITE, example::Example};

const VARY: &str = "Vary: Origin";
const BLOCKED_VARY: &[&str] = &[COMPARED];
const GRANTED: &[&str] = &[
    "Access-Control-Allow-Origin: https://frontend.com",
    "Access-Control-Allow-Credentials: true",
    VARY,
];

/// A WebSocket, or an attempt at one.
struct Socket(BufReader<TcpStream>);

impl Socket {
    /// Sends a handshake as a browser does, and reads the head of the answer.
    #[track_caller]
    fn open(example: &Example, lines: &[&str]) -> (Self, Answer) {
        let address = example.address();
        let mut stream = TcpStream::connect(address).unwrap();
        // The key of the example in RFC 6455.
        write!(
            stream,
            "GET /echo HTTP/1.1\r\nHost: {address}\r\nConnection: Upgrade\r\n\
             Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
             Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        )
        .unwrap();
        for line in lines {
            write!(stream, "{line}\r\n").unwrap();
        }
        write!(stream, "\r\n").unwrap();
        let mut socket = Self(BufReader::new(stream));
        let answer = socket.head();
        (socket, answer)
    }

    #[track_caller]
    fn head(&mut self) -> Answer {
        let lines: Vec<_> = (&mut self.0)
            .lines()
            .map(Result::unwrap)
            .take_while(|line| !line.is_empty())
            .collect();
        let status = lines[0].split(' ').nth(1).unwrap().parse().unwrap();
        let headers = lines[1..].iter().filter_map(|line| line.split_once(": "));
        Answer::new(
            status,
            headers.map(|(name, value)| (name, value.as_bytes())),
        )
    }

    /// Sends a text in one frame, and reads one; see RFC 6455, section 5.2.
    #[track_caller]
    fn echo(&mut self, text: &str) -> String {
        const FINAL_TEXT: u8 = 0x81;
        const MASKED: u8 = 0x80;
        let length = u8::try_from(text.len()).unwrap();
        assert!(length < 126, "it has the short form");

        // Masked by zeros, the text is itself.
        let mut frame = vec![FINAL_TEXT, MASKED | length, 0, 0, 0, 0];
        frame.extend(text.bytes());
        self.0.get_mut().write_all(&frame).unwrap();

        let mut head = [0; 2];
        self.0.read_exact(&mut head).unwrap();
        assert_eq!(head[0], FINAL_TEXT);
        let mut text = vec![0; usize::from(head[1])];
        self.0.read_exact(&mut text).unwrap();
        String::from_utf8(text).unwrap()
    }
}

fn expected(status: u16, headers: &[&'static str]) -> Answer {
    let headers = headers.iter().map(|line| line.split_once(": ").unwrap());
    Answer::new(
        status,
        headers.map(|(name, value)| (name, value.as_bytes())),
    )
}

#[test]
fn a_handshake_of_an_allowed_or_the_own_origin_or_of_no_page_opens_the_socket() {
    let example = Example::start("websocket");
    let own = format!("Origin: http://{}", example.address());

    for (lines, headers) in [
        (&["Origin: https://frontend.com"][..], GRANTED),
        (&[&own], BLOCKED_VARY),
        (&["Origin: null", "Sec-Fetch-Site: same-origin"], &[SITE]),
        (&[], &[VARY]),
    ] {
        let (mut socket, answer) = Socket::open(&example, lines);

        assert_eq!(answer, expected(101, headers), "{lines:?}");
        assert_eq!(socket.echo("hello"), "hello", "{lines:?}");
        assert_eq!(socket.echo("once more"), "once more", "{lines:?}");
    }
}

#[test]
fn a_handshake_of_a_foreign_page_is_refused() {
    let example = Example::start("websocket");
    let another_port = "Origin: http://127.0.0.1:1";
    let own = format!("Origin: http://{}", example.address());

    for (lines, vary) in [
        (&["Origin: https://evil.example"][..], COMPARED),
        (&["Origin: https://frontend.com.evil.example"], COMPARED),
        (&["Origin: http://frontend.com"], COMPARED),
        (&["Origin: null"], COMPARED),
        (&[another_port], COMPARED),
        (
            &[
                "Origin: https://frontend.com",
                "Origin: https://frontend.com",
            ],
            COMPARED,
        ),
        (&[&own, "Sec-Fetch-Site: cross-site"], SITE),
    ] {
        let (_, answer) = Socket::open(&example, lines);

        assert_eq!(answer, expected(403, &[vary]), "{lines:?}");
    }
}

/// The handler is it that refuses, with 400, a request that is no handshake.
#[test]
fn a_foreign_page_does_not_get_to_the_handler() {
    let row = |about, origin, status, headers, body| Row {
        about,
        request: get("/echo").origin(origin),
        status,
        headers,
        body,
    };

    check(
        &Example::start("websocket"),
        [
            row("allowed", "https://frontend.com", 400, GRANTED, ""),
            row(
                "foreign",
                "https://evil.example",
                403,
                BLOCKED_VARY,
                "this origin is not allowed",
            ),
        ],
    );
}
