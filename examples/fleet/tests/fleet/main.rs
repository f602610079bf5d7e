//! Servers of the fleet, their database, and what each server allows while
//! servers and database come and go.
//!
//! No test sleeps: each waits for a line of a log, or for an answer.

// PostgreSQL listens on a Unix socket: another program can't take that away, as
// it could a free port.
#![cfg(unix)]

mod cluster;
mod lines;
mod server;

use std::{array, thread};

use crate::{cluster::Cluster, server::Server};

const A: &str = "https://a.example";
const X_B: &str = "https://x.b.example";
const C: &str = "https://c.example";
const D: &str = "https://d.example";

const B_PATTERN: &str = "https://*.b.example";

const IS_THERE: &str = "the database is there; listening for changes";
const IS_BACK: &str = "the database is back; listening for changes";
const IS_GONE: &str = "the database is gone";
const IS_NOT_YET: &str = "there is no database yet";
const STILL_NONE: &str = "still no database";

/// Three servers, which start at the same moment.
fn fleet(cluster: &Cluster) -> [Server; 3] {
    let starting = array::from_fn::<_, 3, _>(|_| Server::spawn(&cluster.url()));
    starting.map(Server::listening)
}

/// Waits until each server has logged this.
#[track_caller]
fn each_says(fleet: &mut [Server], words: &str) {
    for server in fleet {
        server.log.wait_for(words);
    }
}

#[track_caller]
fn each_allows(fleet: &[Server], expected: &[&str]) {
    for (number, server) in fleet.iter().enumerate() {
        assert_eq!(server.allowed(), expected, "server {number}");
    }
}

/// The statement that an operator writes by hand.
fn insert(tenant: &str, origin: &str) -> String {
    format!("INSERT INTO tenant_origins (tenant, origin) VALUES ('{tenant}', '{origin}')")
}

#[test]
#[ignore = "needs PostgreSQL"]
fn a_change_made_at_one_server_is_in_force_at_all() {
    let mut cluster = Cluster::new();
    cluster.start();
    let mut fleet = fleet(&cluster);
    each_says(&mut fleet, IS_THERE);
    each_allows(&fleet, &[]);

    for (at, tenant, origins, allowed) in [
        (0, "first", &[A, B_PATTERN][..], &[A, X_B][..]),
        (1, "second", &[C], &[A, X_B, C]),
        (2, "first", &[B_PATTERN], &[X_B, C]),
        (0, "second", &[], &[X_B]),
        (1, "third", &[A, C, D], &[A, X_B, C, D]),
    ] {
        assert_eq!(fleet[at].change(tenant, origins), (204, String::new()));

        // The server that made the change has it immediately.
        assert_eq!(fleet[at].allowed(), allowed);
        each_says(&mut fleet, &format!("origins in force: {}", allowed.len()));
        each_allows(&fleet, allowed);
    }
}

#[test]
#[ignore = "needs PostgreSQL"]
fn a_change_made_by_hand_is_in_force_at_all() {
    let mut cluster = Cluster::new();
    cluster.start();
    let mut fleet = fleet(&cluster);

    for (statement, allowed) in [
        (insert("first", A), &[A][..]),
        (insert("second", B_PATTERN), &[A, X_B]),
        (
            format!("UPDATE tenant_origins SET origin = '{C}' WHERE origin = '{A}'"),
            &[X_B, C],
        ),
        (
            "DELETE FROM tenant_origins WHERE tenant = 'second'".into(),
            &[C],
        ),
        ("TRUNCATE tenant_origins".into(), &[]),
    ] {
        cluster.sql(&statement);

        each_says(&mut fleet, &format!("origins in force: {}", allowed.len()));
        each_allows(&fleet, allowed);
    }
}

#[test]
#[ignore = "needs PostgreSQL"]
fn changes_made_at_several_servers_at_once_are_all_in_force() {
    let mut cluster = Cluster::new();
    cluster.start();
    let mut fleet = fleet(&cluster);

    thread::scope(|scope| {
        let changes = [("first", A), ("second", B_PATTERN), ("third", C)];
        for (server, (tenant, origin)) in fleet.iter_mut().zip(changes) {
            scope.spawn(move || {
                assert_eq!(server.change(tenant, &[origin]), (204, String::new()));
            });
        }
    });

    each_says(&mut fleet, "origins in force: 3");
    each_allows(&fleet, &[A, X_B, C]);
}

/// Each of the two is fine alone, but the pattern covers the other.
#[test]
#[ignore = "needs PostgreSQL"]
fn a_change_is_not_made_beside_one_that_it_does_not_go_with() {
    let mut cluster = Cluster::new();
    cluster.start();
    let mut fleet = fleet(&cluster);

    let other = cluster.transaction(&insert("first", B_PATTERN));
    let (status, _) = fleet[0].change("second", &[X_B]);
    assert_eq!(status, 503, "it waits for the other, and gives up");
    let line = fleet[0].log.wait_for("a change failed");
    assert!(line.contains("lock timeout"), "{line}");
    each_allows(&fleet, &[]);

    other.commit();
    each_says(&mut fleet, "origins in force: 1");
    let (status, reasons) = fleet[0].change("second", &[X_B]);
    assert_eq!((status, reasons.contains(B_PATTERN)), (422, true));
    each_allows(&fleet, &[X_B]);
    let rows = cluster.sql("SELECT origin FROM tenant_origins");
    assert_eq!(rows.trim(), B_PATTERN);
}

#[test]
#[ignore = "needs PostgreSQL"]
fn the_last_origins_stay_in_force_while_the_database_is_gone() {
    let mut cluster = Cluster::new();
    cluster.start();
    let mut fleet = fleet(&cluster);
    assert_eq!(fleet[0].change("first", &[A, B_PATTERN]).0, 204);
    each_says(&mut fleet, "origins in force: 2");

    cluster.kill();

    each_says(&mut fleet, IS_GONE);
    each_allows(&fleet, &[A, X_B]);
    for server in &mut fleet {
        // It grows up to the limit.
        for pause in ["up to 200ms", "up to 400ms", "up to 400ms"] {
            let line = server.log.wait_for(STILL_NONE);
            assert!(line.ends_with(pause), "{line}");
        }
        server.serves_its_own_pages();
        let (status, _) = server.change("second", &[C]);
        assert_eq!(status, 503);
    }
    each_allows(&fleet, &[A, X_B]);

    cluster.start();

    each_says(&mut fleet, IS_BACK);
    each_allows(&fleet, &[A, X_B]);
    assert_eq!(fleet[1].change("second", &[C]).0, 204);
    each_says(&mut fleet, "origins in force: 3");
    each_allows(&fleet, &[A, X_B, C]);

    // And again, with a change while none of the servers is connected.
    cluster.kill();
    each_says(&mut fleet, IS_GONE);
    cluster.start_elsewhere();
    cluster.sql("DELETE FROM tenant_origins WHERE tenant = 'first'");
    cluster.kill();
    each_allows(&fleet, &[A, X_B, C]);
    cluster.start();
    each_says(&mut fleet, IS_BACK);
    each_allows(&fleet, &[C]);

    for server in fleet {
        let log = server.stop();
        let warnings: Vec<_> = log.iter().filter(|line| line.contains("WARN")).collect();
        assert_eq!(warnings.len(), 2, "one each time: {log:#?}");
        for (warning, last) in warnings.iter().zip([2, 3]) {
            assert!(warning.contains(IS_GONE), "{warning}");
            let last = format!("the last origins stay in force: {last}");
            assert!(warning.ends_with(&last), "{warning}");
        }
        assert!(!log.iter().any(|line| line.contains("ERROR")), "{log:#?}");
    }
}

#[test]
fn a_server_without_a_database_serves_all_but_pages_of_other_origins() {
    let mut server = Server::spawn("postgres:///none?host=/no/such/folder&user=fleet").listening();

    for _ in 0..3 {
        server.log.wait_for(STILL_NONE);
        server.serves_its_own_pages();
        assert_eq!(server.allowed(), [""; 0]);
        assert_eq!(
            server.change("first", &[A]),
            (503, "no database; nothing was changed".into()),
        );
    }

    let log = server.stop();
    let warnings: Vec<_> = log.iter().filter(|line| line.contains("WARN")).collect();
    assert_eq!(warnings.len(), 1, "{log:#?}");
    assert!(warnings[0].contains(IS_NOT_YET), "{log:#?}");
}

#[test]
#[ignore = "needs PostgreSQL"]
fn servers_that_start_without_a_database_follow_it_when_there_is_one() {
    let mut cluster = Cluster::new();
    let mut fleet = fleet(&cluster);
    each_says(&mut fleet, IS_NOT_YET);
    each_allows(&fleet, &[]);

    cluster.start();

    each_says(&mut fleet, IS_BACK);
    each_allows(&fleet, &[]);
    assert_eq!(fleet[2].change("first", &[A]).0, 204);
    each_says(&mut fleet, "origins in force: 1");
    each_allows(&fleet, &[A]);

    // A server that starts later loads the origins before it serves anybody.
    let late = Server::spawn(&cluster.url()).listening();
    assert_eq!(late.allowed(), [A]);
}

#[test]
#[ignore = "needs PostgreSQL"]
fn a_database_that_does_not_answer_is_as_good_as_none() {
    let mut cluster = Cluster::new();
    cluster.start();
    let first = Server::spawn(&cluster.url()).listening();
    assert_eq!(first.change("first", &[A]).0, 204);

    let lock = cluster.transaction("LOCK TABLE tenant_origins");
    let mut second = Server::spawn(&cluster.url()).listening();
    let line = second.log.wait_for(IS_NOT_YET);
    assert!(line.contains("statement timeout"), "{line}");
    second.serves_its_own_pages();
    assert_eq!(second.allowed(), [""; 0]);
    assert_eq!(first.allowed(), [A]);

    lock.commit();
    second.log.wait_for(IS_BACK);
    assert_eq!(second.allowed(), [A]);
}

#[test]
#[ignore = "needs PostgreSQL"]
fn an_origin_that_is_refused_leaves_the_old_ones_in_force() {
    const WHY: &str = "network attackers can pose as this origin";

    let mut cluster = Cluster::new();
    cluster.start();
    let mut fleet = fleet(&cluster);
    assert_eq!(fleet[0].change("first", &[A]).0, 204);
    each_says(&mut fleet, "origins in force: 1");

    // The endpoint changes nothing, and explains why.
    let (status, reasons) =
        fleet[0].change("first", &[C, "http://d.example", "https://a.example/"]);
    assert_eq!(status, 422);
    assert_eq!(reasons.lines().count(), 3, "{reasons}");
    assert!(reasons.contains(WHY), "{reasons}");
    assert_eq!(cluster.sql("SELECT origin FROM tenant_origins").trim(), A);

    // By hand, an operator can write anything: each server logs why it is rejected.
    cluster.sql(&insert("second", "http://d.example"));
    each_says(
        &mut fleet,
        &format!("origin 2, \"http://d.example\": {WHY}"),
    );
    each_allows(&fleet, &[A]);
    for server in &fleet {
        server.serves_its_own_pages();
        let (status, reasons) = server.change("third", &[C]);
        assert_eq!((status, reasons.contains("http://d.example")), (422, true));
    }

    // Once it is corrected, at any server, all is well.
    assert_eq!(fleet[1].change("second", &[D]), (204, String::new()));
    each_says(&mut fleet, "origins in force: 2");
    each_allows(&fleet, &[A, D]);
}

#[test]
#[ignore = "needs PostgreSQL"]
fn a_change_that_the_database_refuses_is_not_made_and_the_server_goes_on() {
    let mut cluster = Cluster::new();
    cluster.start();
    let mut fleet = fleet(&cluster);
    assert_eq!(fleet[0].change("first", &[A]).0, 204);
    each_says(&mut fleet, "origins in force: 1");

    // PostgreSQL stores no NUL.
    assert_eq!(fleet[0].change("first%00", &[C]).0, 503);

    fleet[0].log.wait_for("a change failed");
    each_allows(&fleet, &[A]);
    assert_eq!(fleet[0].change("second", &[C]).0, 204);
    each_says(&mut fleet, "origins in force: 2");
    each_allows(&fleet, &[A, C]);
}

#[test]
#[ignore = "needs PostgreSQL"]
fn no_page_of_another_origin_changes_anything() {
    let mut cluster = Cluster::new();
    cluster.start();
    let mut server = Server::spawn(&cluster.url()).listening();
    assert_eq!(server.change("first", &[A]).0, 204);
    server.log.wait_for("origins in force: 1");

    for head in [
        "OPTIONS /admin/tenants/first HTTP/1.1\r\n\
         Access-Control-Request-Method: PUT\r\n\
         Access-Control-Request-Headers: authorization,content-type\r\n",
        "PUT /admin/tenants/first HTTP/1.1\r\nContent-Type: application/json\r\n",
        "PUT /admin/tenants/first HTTP/1.1\r\nContent-Type: application/json\r\n\
         Authorization: Bearer guess\r\n",
    ] {
        let answer = server.ask(&format!("{head}Origin: {A}\r\n"), "[]");
        assert_eq!(answer.status, 404, "{head}");
        assert!(!answer.has("access-control-"), "{head}: {answer:?}");
    }
    assert_eq!(server.allowed(), [A]);
}
