//! A program outside this workspace, built as a user builds it.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// A package, or a workspace, whose binary has the name of its directory.
pub(crate) struct Package {
    name: &'static str,
    directory: PathBuf,
}

impl Package {
    /// Writes it down, with the versions of this workspace's lock file; in
    /// `files`, `WORKSPACE` stands for where this workspace is.
    #[track_caller]
    pub(crate) fn write(name: &'static str, files: &[(&str, &str)]) -> Self {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR"));
        let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        for (path, text) in files {
            let path = directory.join(path);
            let text = text.replace("WORKSPACE", &workspace.display().to_string());
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        fs::copy(workspace.join("Cargo.lock"), directory.join("Cargo.lock")).unwrap();
        Self { name, directory }
    }

    /// The program, built in `profile`.
    #[track_caller]
    pub(crate) fn build(&self, profile: &str) -> PathBuf {
        // One for all packages, which depend on much the same.
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("packages");
        let status = Command::new(env!("CARGO"))
            .args(["build", "--offline", "--profile", profile, "--target-dir"])
            .arg(&target)
            .current_dir(&self.directory)
            .stdout(Stdio::inherit())
            .stderr(Stdio::inherit())
            .status()
            .unwrap();
        assert!(status.success(), "it does not compile in profile {profile}");
        let output = if profile == "dev" { "debug" } else { profile };
        target
            .join(output)
            .join(format!("{}{}", self.name, env::consts::EXE_SUFFIX))
    }
}
