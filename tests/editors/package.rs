//! The program that is edited. It depends on this workspace by git: packages at a path are
//! of the workspace for rust-analyzer, and have its cfg, which those of a registry have not.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

const MANIFEST: &str = r#"
[package]
name = "edited"
edition = "2024"

[dependencies]
actix-web = { version = "4", default-features = false, features = ["macros"] }
corsac = { git = 'file://REPOSITORY' }

[workspace]
"#;

/// Writes it down, with the versions of this workspace's lock file.
pub(crate) fn write() -> PathBuf {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR"));
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join("editors");
    let (package, repository) = (scratch.join("edited"), scratch.join("repository"));
    fs::create_dir_all(package.join("src")).unwrap();
    fs::create_dir_all(&repository).unwrap();
    commit(workspace, &repository);
    let manifest = MANIFEST.replace("REPOSITORY", &repository.display().to_string());
    fs::write(package.join("Cargo.toml"), manifest).unwrap();
    fs::write(package.join("src/main.rs"), "fn main() {}").unwrap();
    fs::copy(workspace.join("Cargo.lock"), package.join("Cargo.lock")).unwrap();
    package
}

/// Commits the workspace as it is now to a repository of its own.
fn commit(workspace: &Path, repository: &Path) {
    let git = |arguments: &[&str]| {
        let author = [
            "-c",
            "user.name=corsac",
            "-c",
            "user.email=corsac@example.com",
        ];
        let status = Command::new("git")
            .env("GIT_DIR", repository)
            .env("GIT_WORK_TREE", workspace)
            .args(author)
            .args(arguments)
            .status()
            .expect("git is installed");
        assert!(status.success(), "git {arguments:?}");
    };
    git(&["init", "--quiet"]);
    git(&["add", "--all"]);
    git(&["commit", "--quiet", "--allow-empty", "--message=As it is"]);
}
