//! What is allocated. All that this program allocates is counted, by
//! `allocation_counter`.

mod origins;
mod requests;
