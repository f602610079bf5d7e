//! A connection to the server: plain blocking sockets. One thread for each of a
//! few connections is enough for the load, and no HTTP client would send these
//! broken requests.

use std::{
    io::{self, Error, ErrorKind, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    str,
    time::Duration,
};

/// Far beyond any answer, for a server that hangs.
const LIMIT: Duration = Duration::from_secs(20);

/// The parts of an answer that are compared.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    /// All lines of `Vary` and of any `Access-Control-` header, by name.
    pub(crate) headers: Vec<String>,
    /// With escapes for everything outside ASCII.
    pub(crate) body: String,
}

impl Reply {
    pub(crate) fn new(status: u16, mut headers: Vec<String>, body: &[u8]) -> Self {
        headers.sort();
        Self {
            status,
            headers,
            body: body.escape_ascii().to_string(),
        }
    }
}

pub(crate) struct Connection {
    stream: TcpStream,
    /// What is received, and not read yet.
    received: Vec<u8>,
}

impl Connection {
    pub(crate) fn open(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(LIMIT))?;
        stream.set_write_timeout(Some(LIMIT))?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            received: Vec::new(),
        })
    }

    /// The answer to a request.
    ///
    /// # Errors
    ///
    /// If the server hangs up, hangs, or answers in anything but HTTP.
    pub(crate) fn ask(&mut self, request: &[u8]) -> io::Result<Reply> {
        self.stream.write_all(request)?;
        loop {
            if let Some((reply, length)) = parse(&self.received)? {
                self.received.drain(..length);
                return Ok(reply);
            }
            self.receive()?;
        }
    }

    /// The answer to a request after which the server hangs up.
    pub(crate) fn ask_last(mut self, request: &[u8]) -> io::Result<Reply> {
        let reply = self.ask(request)?;
        match self.receive() {
            Err(error) if error.kind() == ErrorKind::UnexpectedEof && self.received.is_empty() => {
                Ok(reply)
            }
            Err(error) => Err(error),
            Ok(()) => Err(Error::other("more bytes after the answer")),
        }
    }

    fn receive(&mut self) -> io::Result<()> {
        let mut chunk = [0; 16 * 1024];
        match self.stream.read(&mut chunk)? {
            0 => Err(Error::new(ErrorKind::UnexpectedEof, "the server hung up")),
            length => {
                self.received.extend_from_slice(&chunk[..length]);
                Ok(())
            }
        }
    }
}

/// The first answer and its length, if all of it is there.
fn parse(received: &[u8]) -> io::Result<Option<(Reply, usize)>> {
    let mut headers = [httparse::EMPTY_HEADER; 32];
    let mut response = httparse::Response::new(&mut headers);
    let httparse::Status::Complete(head) = response.parse(received).map_err(Error::other)? else {
        return Ok(None);
    };
    let status = response.code.unwrap_or_default();
    let length = match header(response.headers, "content-length") {
        Some(length) => length.parse().map_err(Error::other)?,
        None if status == 204 => 0,
        None => return Err(Error::other("no Content-Length")),
    };
    let Some(body) = received.get(head..head + length) else {
        return Ok(None);
    };
    let about_cors = response.headers.iter().filter_map(|header| {
        let name = header.name.to_ascii_lowercase();
        let is_about_cors = name == "vary" || name.starts_with("access-control-");
        is_about_cors.then(|| format!("{name}: {}", header.value.escape_ascii()))
    });
    let reply = Reply::new(status, about_cors.collect(), body);
    Ok(Some((reply, head + length)))
}

fn header<'a>(headers: &[httparse::Header<'a>], name: &str) -> Option<&'a str> {
    let header = headers
        .iter()
        .find(|header| header.name.eq_ignore_ascii_case(name))?;
    str::from_utf8(header.value).ok()
}
