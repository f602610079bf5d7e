//! The memory of the server, as the system counts it.

use std::{fs, io};

/// How much the memory may grow, in KiB. Arbitrary, chosen because it is less
/// than one byte for each request of a minute, and more than an allocator's
/// pages come and go.
const SLACK: u64 = 1024;

/// A shorter run means nothing: buffers are still growing to their size.
const SHORTEST: u64 = 10;

/// The resident set of a process, in KiB, as time goes by.
pub(crate) struct Memory {
    process: u32,
    samples: Vec<u64>,
}

impl Memory {
    pub(crate) fn of(process: u32) -> Self {
        Self {
            process,
            samples: Vec::new(),
        }
    }

    /// # Errors
    ///
    /// If the process has ended, or the system is not Linux.
    pub(crate) fn sample(&mut self) -> io::Result<()> {
        // https://man7.org/linux/man-pages/man5/proc_pid_status.5.html
        let status = fs::read_to_string(format!("/proc/{}/status", self.process))?;
        let kilobytes = status.lines().find_map(|line| {
            let value = line.strip_prefix("VmRSS:")?.strip_suffix("kB")?;
            value.trim().parse::<u64>().ok()
        });
        self.samples.extend(kilobytes);
        Ok(())
    }

    /// Reports the memory of a run of this many seconds.
    ///
    /// The first fifth is warm-up. After that, the median of the last third can be
    /// at most [`SLACK`] above that of the first third.
    ///
    /// # Errors
    ///
    /// If it grew.
    pub(crate) fn judge(&self, seconds: u64) -> Result<(), String> {
        let warm = &self.samples[self.samples.len() / 5..];
        let third = warm.len() / 3;
        let (first, last) = (median(&warm[..third]), median(&warm[warm.len() - third..]));
        println!(
            "memory of the server: {first} KiB in the first third after warm-up, {last} KiB in \
             the last"
        );
        if seconds < SHORTEST {
            println!("too short to judge memory: it takes {SHORTEST} seconds");
            Ok(())
        } else if last > first + SLACK {
            Err(format!("memory grows by more than {SLACK} KiB"))
        } else {
            Ok(())
        }
    }
}

fn median(samples: &[u64]) -> u64 {
    let mut samples = samples.to_vec();
    samples.sort_unstable();
    samples.get(samples.len() / 2).copied().unwrap_or_default()
}
