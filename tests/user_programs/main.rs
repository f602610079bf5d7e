//! Programs outside this workspace, built as their users build them: in release
//! profiles, with build scripts, and of several packages.

mod package;

mod build_script_with_routes;
mod dependencies;
mod dev_origins_in_release;
mod linked_libraries;
