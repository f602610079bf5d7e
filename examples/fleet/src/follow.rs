//! Keeps the origins in force in sync with the database.

use std::{
    error::Error,
    hash::{BuildHasher as _, RandomState},
    pin::pin,
    time::Duration,
};

use corsac::OriginsError;
use log::{debug, error, info, warn};
use tokio::{
    select,
    sync::{mpsc, oneshot},
    time::sleep,
};
use tokio_postgres::Config;

use crate::{
    TENANTS,
    database::{Database, Result},
    report,
};

/// Short, since most databases that go away come back at once.
const FIRST_PAUSE: Duration = Duration::from_millis(100);

/// The result of a change.
pub(crate) enum Outcome {
    /// It is in force at this server, and the others are told.
    Made,
    /// Nothing was changed: the library rejects the origins.
    Refused(OriginsError),
    /// Nothing was changed.
    NoDatabase,
    /// The database failed on the way.
    Unknown,
}

/// A change that is asked for.
pub(crate) struct Change {
    tenant: String,
    origins: Vec<String>,
    answer: oneshot::Sender<Outcome>,
}

impl Change {
    fn answer(self, outcome: Outcome) {
        // The requester may have gone.
        let _ = self.answer.send(outcome);
    }
}

/// Where to ask for changes.
pub(crate) struct Changes(mpsc::Sender<Change>);

impl Changes {
    pub(crate) fn channel() -> (Self, mpsc::Receiver<Change>) {
        // Arbitrary: when so many wait, the next one waits for room.
        let (sender, receiver) = mpsc::channel(16);
        (Self(sender), receiver)
    }

    pub(crate) async fn make(&self, tenant: String, origins: Vec<String>) -> Outcome {
        let (answer, outcome) = oneshot::channel();
        let change = Change {
            tenant,
            origins,
            answer,
        };
        if self.0.send(change).await.is_err() {
            return Outcome::NoDatabase;
        }
        outcome.await.unwrap_or(Outcome::Unknown)
    }
}

/// Keeps [`TENANTS`] in sync with the database, and makes changes, as long as the
/// program runs. Reports when the first attempt to load is over, whether or not
/// there is a database.
pub(crate) async fn follow(
    database: Config,
    longest_pause: Duration,
    mut changes: mpsc::Receiver<Change>,
    first_attempt: oneshot::Sender<()>,
) {
    let mut first_attempt = Some(first_attempt);
    let mut follower = Follower::default();
    let mut pause = FIRST_PAUSE;
    loop {
        let opened = meanwhile_refuse(&mut changes, follower.open(&database)).await;
        if let Some(first_attempt) = first_attempt.take() {
            let _ = first_attempt.send(());
        }
        let failure = match opened {
            Ok(database) => {
                pause = FIRST_PAUSE;
                follower.serve(database, &mut changes).await
            }
            Err(failure) => failure,
        };
        pause = pause.min(longest_pause);
        follower.log_failure(&*failure, pause);
        meanwhile_refuse(&mut changes, sleep(part_of(pause))).await;
        pause *= 2;
    }
}

#[derive(Default)]
struct Follower {
    /// What the table had when it was last loaded, accepted or not.
    loaded: Option<Vec<String>>,
    in_force: usize,
    /// Whether the log has already reported that there is no database.
    is_without: bool,
}

impl Follower {
    async fn open(&mut self, config: &Config) -> Result<Database> {
        let database = Database::open(config).await?;
        self.put_in_force(database.origins().await?);
        let is = if self.is_without {
            "is back"
        } else {
            "is there"
        };
        info!("the database {is}; listening for changes");
        self.is_without = false;
        Ok(database)
    }

    /// Follows the database until that fails, and returns why.
    async fn serve(
        &mut self,
        mut database: Database,
        changes: &mut mpsc::Receiver<Change>,
    ) -> Box<dyn Error> {
        loop {
            let step = select! {
                result = database.changed() => match result {
                    Ok(()) => self.load(&database).await,
                    Err(failure) => Err(failure),
                },
                Some(change) = changes.recv() => self.make(change, &mut database).await,
            };
            if let Err(failure) = step {
                return failure;
            }
        }
    }

    async fn load(&mut self, database: &Database) -> Result<()> {
        self.put_in_force(database.origins().await?);
        Ok(())
    }

    async fn make(&mut self, change: Change, database: &mut Database) -> Result<()> {
        match database.change(&change.tenant, &change.origins).await {
            Ok(Ok(origins)) => {
                self.put_in_force(origins);
                change.answer(Outcome::Made);
                Ok(())
            }
            Ok(Err(refused)) => {
                change.answer(Outcome::Refused(refused));
                Ok(())
            }
            Err(failure) => {
                change.answer(Outcome::Unknown);
                if !is_of_one_statement(&*failure) {
                    return Err(failure);
                }
                error!("a change failed: {}", report(&*failure));
                Ok(())
            }
        }
    }

    /// Replaces the old origins with the table's. If the library rejects any, the
    /// old ones stay, and everything else continues.
    fn put_in_force(&mut self, origins: Vec<String>) {
        // For instance at the server that made the change, or after a short outage.
        if self.loaded.as_ref() == Some(&origins) {
            return;
        }
        match TENANTS.replace(&origins) {
            Ok(()) => {
                self.in_force = origins.len();
                info!("origins in force: {}", self.in_force);
            }
            Err(refused) => error!("{refused}"),
        }
        self.loaded = Some(origins);
    }

    fn log_failure(&mut self, failure: &dyn Error, pause: Duration) {
        let failure = report(failure);
        if self.is_without {
            debug!("still no database ({failure}); the next pause is up to {pause:?}");
        } else if self.loaded.is_some() {
            let last = self.in_force;
            warn!("the database is gone ({failure}); the last origins stay in force: {last}");
        } else {
            warn!(
                "there is no database yet ({failure}); \
                 no page of another origin may call until there is one"
            );
        }
        self.is_without = true;
    }
}

/// Whether the database rejected only this change: it may accept others.
fn is_of_one_statement(failure: &(dyn Error + 'static)) -> bool {
    let failure = failure.downcast_ref::<tokio_postgres::Error>();
    failure.is_some_and(|failure| failure.as_db_error().is_some())
}

/// Waits for `done`, but doesn't make requested changes wait.
async fn meanwhile_refuse<T>(
    changes: &mut mpsc::Receiver<Change>,
    done: impl Future<Output = T>,
) -> T {
    let mut done = pin!(done);
    loop {
        select! {
            result = &mut done => return result,
            Some(change) = changes.recv() => change.answer(Outcome::NoDatabase),
        }
    }
}

/// A random part between half and all of the pause, so that the servers of a
/// fleet don't all connect at the same moment.
fn part_of(pause: Duration) -> Duration {
    let [random, ..] = RandomState::new().hash_one(()).to_ne_bytes();
    pause / 2 + pause / 2 * u32::from(random) / 256
}
