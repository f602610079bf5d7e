//! Hosts that only a test knows.

use std::{io, net::SocketAddr};

use actix_web::rt::{
    self,
    net::{TcpListener, TcpStream},
};
use tokio::io::copy_bidirectional;

/// Where connections of a browser lead: every host is this machine, and for some
/// ports others are listening.
#[derive(Clone, Debug, Default)]
pub(crate) struct Network {
    /// Ports in URLs, and those that listen in their place.
    ports: Vec<(u16, u16)>,
    trusts_nobody: bool,
    public_port: Option<u16>,
}

/// A host that is found without any of this.
pub(crate) const DIRECT_HOST: &str = "direct.localhost";

impl Network {
    pub(crate) fn new(ports: impl IntoIterator<Item = (u16, u16)>) -> Self {
        Self {
            ports: ports.into_iter().collect(),
            ..Self::default()
        }
    }

    /// Has certificates count only if somebody has signed them, which those of a test
    /// are not.
    pub(crate) fn trusting_nobody(self) -> Self {
        Self {
            trusts_nobody: true,
            ..self
        }
    }

    /// Has Firefox take a port of this machine for one of the internet.
    pub(crate) fn with_public_port(self, port: u16) -> Self {
        Self {
            public_port: Some(port),
            ..self
        }
    }

    pub(super) fn public_port(&self) -> Option<u16> {
        self.public_port
    }

    pub(super) fn trusts_all(&self) -> bool {
        !self.trusts_nobody
    }

    /// As Chromium's `--host-resolver-rules` has it.
    pub(super) fn host_rules(&self) -> String {
        let rules = self.ports.iter();
        let rules = rules.map(|(port, to)| format!("MAP *:{port} 127.0.0.1:{to}"));
        rules.collect::<Vec<_>>().join(", ")
    }

    /// Starts a SOCKS proxy, for browsers that have no such rules; it ends with
    /// the test's runtime.
    pub(crate) async fn proxy(&self) -> SocketAddr {
        let listener = TcpListener::bind(("127.0.0.1", 0))
            .await
            .expect("a free port");
        let address = listener.local_addr().expect("an address");
        let network = self.clone();
        rt::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let network = network.clone();
                // A connection that breaks off is the browser's to see.
                rt::spawn(async move { network.relay(client).await.ok() });
            }
        });
        address
    }

    /// Connects `client` to where it asks for, and hands on what both say.
    async fn relay(&self, mut client: TcpStream) -> io::Result<()> {
        let port = socks::asked_port(&mut client).await?;
        let mut ports = self.ports.iter();
        let to = ports.find_map(|&(it, to)| (it == port).then_some(to));
        let server = TcpStream::connect(("127.0.0.1", to.unwrap_or(port))).await;
        socks::reply(&mut client, server.is_ok()).await?;
        copy_bidirectional(&mut client, &mut server?).await?;
        Ok(())
    }
}

/// What a SOCKS proxy says, as far as browsers need it:
/// <https://www.rfc-editor.org/rfc/rfc1928>.
mod socks {
    use std::io;

    use actix_web::rt::net::TcpStream;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    const VERSION: u8 = 5;
    const NO_AUTHENTICATION: u8 = 0;
    const RESERVED: u8 = 0;
    const IPV4: u8 = 1;
    const DOMAIN_NAME: u8 = 3;
    const SUCCEEDED: u8 = 0;
    const CONNECTION_REFUSED: u8 = 5;

    /// The port of the only request of a connection; the host does not matter.
    pub(super) async fn asked_port(client: &mut TcpStream) -> io::Result<u16> {
        let [_version, methods] = read(client).await?;
        skip(client, methods).await?;
        client.write_all(&[VERSION, NO_AUTHENTICATION]).await?;

        let [_version, _command, _reserved, kind] = read(client).await?;
        let length = match kind {
            IPV4 => 4,
            DOMAIN_NAME => client.read_u8().await?,
            _ipv6 => 16,
        };
        skip(client, length).await?;
        client.read_u16().await
    }

    pub(super) async fn reply(client: &mut TcpStream, is_connected: bool) -> io::Result<()> {
        let reply = if is_connected {
            SUCCEEDED
        } else {
            CONNECTION_REFUSED
        };
        let [no_address, no_port] = [[0; 4].as_slice(), &[0; 2]];
        let head = [VERSION, reply, RESERVED, IPV4];
        client
            .write_all(&[&head, no_address, no_port].concat())
            .await
    }

    async fn read<const LEN: usize>(client: &mut TcpStream) -> io::Result<[u8; LEN]> {
        let mut bytes = [0; LEN];
        client.read_exact(&mut bytes).await?;
        Ok(bytes)
    }

    async fn skip(client: &mut TcpStream, length: u8) -> io::Result<()> {
        let mut bytes = vec![0; length.into()];
        client.read_exact(&mut bytes).await?;
        Ok(())
    }
}
