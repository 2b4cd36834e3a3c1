//! One question a key at a time, shared by all who ask it.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use futures_util::FutureExt;
use futures_util::future::Shared;

use super::breaker::Leave;
use super::fallback::{Fallback, Found};
use super::flights::{Flown, Flying};
use super::{Failure, Key, Table};
use crate::handler::catch_panic::message;

/// A question's share of the cap and of the breaker, given back however the question ends.
struct Ticket {
    table: Arc<Table>,
    key: Key,
    number: u64,
    leave: Leave,
    answered: bool,
}

impl Drop for Ticket {
    fn drop(&mut self) {
        self.table.in_flight.fetch_sub(1, Ordering::Relaxed);
        if !self.answered {
            self.table.breaker.abandoned(self.leave);
            let mut memory = self.table.memory();
            memory.flights.land(&self.key, self.number);
        }
    }
}

impl Table {
    /// Joins the question of a key to the fallback, or begins it, and waits for its answer.
    pub(crate) async fn ask_fallback(self: &Arc<Self>, key: &Key, fallback: &Fallback) -> Flown {
        ask(self, key, fallback)?.await
    }
}

/// Joins the question of a key, or begins it.
fn ask(table: &Arc<Table>, key: &Key, fallback: &Fallback) -> Result<Shared<Flying>, Failure> {
    let mut memory = table.memory();
    if let Some(flight) = memory
        .flights
        .under_way
        .get(key)
        .and_then(|(_, flight)| flight.upgrade())
    {
        return Ok(flight);
    }
    if table.in_flight.fetch_add(1, Ordering::Relaxed) >= table.contract.in_flight {
        table.in_flight.fetch_sub(1, Ordering::Relaxed);
        return Err(Failure::InFlight);
    }
    let Some(leave) = table.breaker.leave(Instant::now()) else {
        table.in_flight.fetch_sub(1, Ordering::Relaxed);
        return Err(Failure::BreakerOpen);
    };
    memory.flights.last += 1;
    let number = memory.flights.last;
    let ticket = Ticket {
        table: Arc::clone(table),
        key: Arc::clone(key),
        number,
        leave,
        answered: false,
    };
    let flying: Flying = Box::pin(fly(ticket, fallback.clone()));
    let flight = flying.shared();
    if let Some(weak) = flight.downgrade() {
        memory
            .flights
            .under_way
            .insert(Arc::clone(key), (number, weak));
    }
    Ok(flight)
}

/// Asks, within the deadline, and keeps the answer unless the key was invalidated meanwhile.
async fn fly(mut ticket: Ticket, fallback: Fallback) -> Flown {
    let table = Arc::clone(&ticket.table);
    let key = Arc::clone(&ticket.key);
    let deadline = table.contract.deadline();
    // Inside, so that neither a method's first step nor a missing timer takes the request down.
    let asked = async { tokio::time::timeout(deadline, async { fallback.ask(key).await }).await };
    let answer = match AssertUnwindSafe(asked).catch_unwind().await {
        Err(panic) => Err(Failure::Panic(message(&*panic))),
        Ok(Err(_)) => Err(Failure::Deadline),
        Ok(Ok(Err(error))) => Err(Failure::Fallback(error.to_string())),
        Ok(Ok(Ok(Found::Row(row)))) => match table.contract.judge(&row.values) {
            Ok(()) => Ok(Found::Row(row)),
            Err(fault) => Err(Failure::Value(fault)),
        },
        Ok(Ok(Ok(found))) => Ok(found),
    };
    ticket.answered = true;
    match &answer {
        // A wrong value is an answer all the same: the source can be reached.
        Ok(_) | Err(Failure::Value(_)) => table.breaker.succeeded(ticket.leave),
        Err(_) => table.breaker.failed(ticket.leave, Instant::now()),
    }
    let mut memory = table.memory();
    if memory.flights.land(&ticket.key, ticket.number) {
        if let Ok(found) = &answer {
            // The lock is held, so that an invalidation comes before or after, never between.
            memory.keep(&ticket.key, found, Instant::now());
        }
    }
    drop(memory);
    answer
}
