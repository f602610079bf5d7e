//! The output of a program, line by line.

use std::{
    io::{BufRead as _, BufReader, Read},
    sync::mpsc::{self, Receiver},
    thread,
    time::Duration,
};

/// Only failing tests wait this long: others wait for a second or two.
const LONG_ENOUGH: Duration = Duration::from_mins(1);

/// The lines of a program's log, which a thread reads, so that the program
/// never waits for its reader.
pub(crate) struct Lines {
    receiver: Receiver<String>,
    read: Vec<String>,
}

impl Lines {
    pub(crate) fn of(log: impl Read + Send + 'static) -> Self {
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || {
            for line in BufReader::new(log).lines() {
                let Ok(line) = line else { break };
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        Self {
            receiver,
            read: Vec::new(),
        }
    }

    /// Waits for a line that contains these words, after the lines of earlier
    /// calls.
    #[track_caller]
    pub(crate) fn wait_for(&mut self, words: &str) -> String {
        loop {
            let line = self.receiver.recv_timeout(LONG_ENOUGH);
            let line = line.unwrap_or_else(|error| {
                panic!("{error}, and no {words:?} in {:#?}", self.read);
            });
            self.read.push(line.clone());
            if line.contains(words) {
                return line;
            }
        }
    }

    /// Waits until every process that can write to the log has ended.
    pub(crate) fn end(&mut self) -> &[String] {
        while let Ok(line) = self.receiver.recv_timeout(LONG_ENOUGH) {
            self.read.push(line);
        }
        &self.read
    }
}
