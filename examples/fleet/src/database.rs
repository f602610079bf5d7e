//! What a server asks of the database, and what the database tells it.

use std::{error::Error, future::poll_fn, time::Duration};

use actix_web::rt;
use corsac::{Origins, OriginsError};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    sync::mpsc,
    task::JoinHandle,
    time::timeout,
};
use tokio_postgres::{AsyncMessage, Client, Config, Connection, GenericClient, NoTls};

pub(crate) type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Arbitrary, chosen because each statement here takes milliseconds.
const ANSWER_WITHIN: Duration = Duration::from_secs(5);

/// A connection that listens for changes of the table.
pub(crate) struct Database {
    client: Client,
    /// Has room for one: however many changes there were, the table is loaded
    /// once. It closes with the connection.
    changed: mpsc::Receiver<()>,
    connection: JoinHandle<Result<()>>,
}

impl Database {
    /// Connects, creates the table if there is none, and listens.
    pub(crate) async fn open(config: &Config) -> Result<Self> {
        in_time(async {
            // For a database on another machine, pass a connector of
            // tokio-postgres-rustls or postgres-native-tls instead.
            let (client, connection) = patient(config).connect(NoTls).await?;
            let (sender, changed) = mpsc::channel(1);
            let connection = rt::spawn(drive(connection, sender));
            let database = Self {
                client,
                changed,
                connection,
            };

            let client = &database.client;
            // Shorter than this server waits. Otherwise, each attempt would leave
            // the database with work whose result nobody reads.
            client.batch_execute("SET statement_timeout = '4s'").await?;
            let exists = "SELECT to_regclass('tenant_origins') IS NOT NULL";
            if !client.query_one(exists, &[]).await?.try_get::<_, bool>(0)? {
                client.batch_execute(include_str!("../schema.sql")).await?;
            }
            // Before the table is loaded: no change goes unnoticed in between.
            client.batch_execute("LISTEN tenant_origins").await?;
            Ok(database)
        })
        .await
    }

    /// Waits until the table has changed since the last call. No change is lost
    /// if you stop waiting.
    ///
    /// # Errors
    ///
    /// When the connection ends.
    pub(crate) async fn changed(&mut self) -> Result<()> {
        if self.changed.recv().await.is_some() {
            return Ok(());
        }
        (&mut self.connection).await??;
        Err("the connection was closed".into())
    }

    /// All origins of all tenants.
    pub(crate) async fn origins(&self) -> Result<Vec<String>> {
        in_time(origins(&self.client)).await
    }

    /// Replaces the origins of one tenant, unless the library would then reject
    /// any origin in the table. The database tells all servers.
    ///
    /// Returns all origins of all tenants, as the change leaves them.
    pub(crate) async fn change(
        &mut self,
        tenant: &str,
        its_origins: &[String],
    ) -> Result<std::result::Result<Vec<String>, OriginsError>> {
        in_time(async {
            let transaction = self.client.transaction().await?;
            // Changes take turns: two that are fine alone may not be together,
            // when one has a pattern for an origin of the other. Readers don't
            // wait.
            transaction
                .batch_execute(
                    "SET LOCAL lock_timeout = '2s';
                     LOCK TABLE tenant_origins IN SHARE ROW EXCLUSIVE MODE",
                )
                .await?;
            transaction
                .execute("DELETE FROM tenant_origins WHERE tenant = $1", &[&tenant])
                .await?;
            transaction
                .execute(
                    "INSERT INTO tenant_origins (tenant, origin) SELECT $1, unnest($2::text[])",
                    &[&tenant, &its_origins],
                )
                .await?;
            let origins = origins(&transaction).await?;
            if let Err(refused) = Origins::new().replace(&origins) {
                transaction.rollback().await?;
                return Ok(Err(refused));
            }
            transaction.commit().await?;
            Ok(Ok(origins))
        })
        .await
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // Otherwise it would wait for answers that nobody needs.
        self.connection.abort();
    }
}

async fn origins(client: &impl GenericClient) -> Result<Vec<String>> {
    let rows = client
        .query("SELECT origin FROM tenant_origins ORDER BY id", &[])
        .await?;
    let origins = rows.iter().map(|row| row.try_get(0));
    Ok(origins.collect::<std::result::Result<_, _>>()?)
}

/// Also notices a database that vanishes silently, for instance when its machine
/// loses power: by default, that takes two hours. The times are arbitrary.
fn patient(config: &Config) -> Config {
    let mut config = config.clone();
    config
        .application_name("fleet")
        .keepalives_idle(Duration::from_secs(30))
        .keepalives_interval(Duration::from_secs(5))
        .keepalives_retries(3)
        .tcp_user_timeout(Duration::from_secs(30));
    config
}

/// Moves bytes until the connection ends, and reports when the table has changed.
async fn drive<S, T>(mut connection: Connection<S, T>, changed: mpsc::Sender<()>) -> Result<()>
where
    S: AsyncRead + AsyncWrite + Unpin,
    T: AsyncRead + AsyncWrite + Unpin,
{
    while let Some(message) = poll_fn(|cx| connection.poll_message(cx)).await {
        if let AsyncMessage::Notification(_) = message? {
            // If there is no room, the table is about to be loaded anyway.
            let _ = changed.try_send(());
        }
    }
    Ok(())
}

/// Treats a database that takes too long as missing.
async fn in_time<T>(answer: impl Future<Output = Result<T>>) -> Result<T> {
    timeout(ANSWER_WITHIN, answer)
        .await
        .unwrap_or_else(|_| Err(format!("no answer within {ANSWER_WITHIN:?}").into()))
}
