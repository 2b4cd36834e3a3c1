//! Trips from every rule: what `loop` and `chain` are judged by.
//!
//! Every loop comes by each of its rules. So each rule is asked with requests that it wins: of all values of its
//! enumerations, of values and lengths that other rules name, and of those that lead it into the source of another
//! rule, which are computed from the two languages.

mod conditions;
mod literals;
mod survey;

use super::automaton::{Automaton, Reading};
use super::decide::{Answer, Question};
use super::destinations::{Reader, front, image, shapes};
use super::environment::{Demands, Environment, meeting};
use super::follow::{End, Trip, follow};
use super::forms::Form;
use super::site::{Site, Standing, literal};
use super::universe::Universe;
use crate::model::{Action, Rule};
use crate::pattern::{Item, Template};
pub(crate) use survey::Map;

/// The most requests that a rule is asked with.
const MOST_REQUESTS: usize = 96;
/// The most rules that a destination may lead to which are looked at.
const MOST_NEXT: usize = 64;
/// The most literal paths that a destination may lead to which are looked at.
const MOST_LITERALS: usize = 64;
/// Steps that it takes to read a destination as a pattern.
const IMAGE: usize = 200;
/// Steps that it takes to make a path.
const PATH: usize = 40;
/// Steps that it takes to make a table that reads a destination.
const READER: usize = 2_000;
/// The most of the site's own hosts that a rule is asked on.
const MOST_HOSTS: usize = 8;
/// A question about one rule that a destination may lead to takes this part of the steps.
const PART: u64 = 16;

/// A rule under way: requests that it wins, followed.
pub(crate) struct Departures {
    /// Those that are redirected more than once.
    pub(crate) trips: Vec<Trip>,
    /// True if all requests that were tried are.
    pub(crate) always: bool,
    /// True if there may be more that were not looked at.
    pub(crate) cut: bool,
    /// True if more steps would tell more.
    pub(crate) wants_more: bool,
}

/// The trips that begin with a rule; none if it leads off the site, or nowhere that any rule matches.
pub(crate) fn depart(site: &Site<'_>, map: &Map, index: usize) -> Departures {
    let mut departures = Departures {
        trips: Vec::new(),
        always: true,
        cut: false,
        wants_more: false,
    };
    let Some(rule) = site.rule(index) else {
        return departures;
    };
    let Some(destination) = destination_on(site, rule) else {
        return departures;
    };
    let Some(environment) = meeting(Demands::of(rule), &site.steps) else {
        departures.wants_more = site.steps.are_spent();
        return departures;
    };
    site.steps.spend(IMAGE);
    let items = image(rule, destination);
    let there = There::of(site, map, &items);
    if site.steps.are_spent() {
        departures.wants_more = true;
        return departures;
    }
    if there.is_nowhere {
        return departures;
    }
    // Those that the rule does not win are told when they are followed.
    site.steps.spend(map.cost_of_values(rule));
    if site.steps.are_spent() {
        departures.wants_more = true;
        return departures;
    }
    let mut paths = shapes(rule, &map.values, MOST_REQUESTS);
    site.steps.spend(PATH * paths.len());
    let wins = |path: &String| site.standing(index, path, &environment) == Standing::Wins;
    departures.cut = paths.len() >= MOST_REQUESTS && paths.iter().all(wins);
    if literal(rule).is_none() {
        departures.cut |= there.patterns.len() > MOST_NEXT;
        departures.wants_more = !add_led_on(site, rule, &items, &there, &mut paths);
    }
    let plainest = paths.first().cloned();
    let mut first = None;
    for path in paths {
        let trip = follow(site, environment.target(&path), &environment);
        let is_plainest = first.is_none() && map.conditions;
        if is_plainest {
            first = Some((path, trip.clone()));
        }
        let grows = matches!(trip.end, End::Grows(_)) && begins_with(&trip, index);
        departures.add(index, trip);
        if site.steps.are_spent() {
            departures.wants_more = true;
            departures.always = false;
            return departures;
        }
        // All the others would be followed as far.
        if grows {
            break;
        }
    }
    if let Some((path, trip)) = first.filter(|_| !departures.trips.iter().any(turns)) {
        if begins_with(&trip, index) {
            conditions::depart(site, map, index, &path, trip, &mut departures);
        }
    }
    if let Some(path) = plainest.filter(|_| departures.trips.is_empty()) {
        departures.on_own_hosts(site, map, index, &path, &environment);
    }
    departures
}

/// The destination of a rule without handler that may lead on: on the site's own hosts, and not to a mere text that
/// no rule matches.
fn destination_on<'p>(site: &Site<'_>, rule: &'p Rule) -> Option<&'p Template> {
    let Action::Redirect {
        destination,
        handler: None,
        ..
    } = &rule.action
    else {
        return None;
    };
    let origin = destination.origin.as_ref();
    let leaves = origin.is_some_and(|origin| !site.is_own(&origin.host));
    (!leaves && !ends_at_once(site, destination)).then_some(destination)
}

/// Returns true if some rule may match where a rule leads.
pub(crate) fn leads_on(site: &Site<'_>, map: &Map, rule: &Rule) -> bool {
    destination_on(site, rule).is_some_and(|destination| {
        site.steps.spend(IMAGE);
        !There::of(site, map, &image(rule, destination)).is_nowhere
    })
}

/// Returns true if a rule wins the request that a trip begins with.
fn begins_with(trip: &Trip, index: usize) -> bool {
    trip.hops.first().is_some_and(|hop| hop.rule == index)
}

/// Returns true if a trip does not come to an end.
pub(crate) fn turns(trip: &Trip) -> bool {
    matches!(trip.end, End::Back(_) | End::Grows(_) | End::Long)
}

impl Departures {
    /// Looks for a trip that goes on where the request has one of the site's own hosts, or a scheme: a rule that asks for
    /// neither answers on each of them, and a rule that does may redirect again.
    fn on_own_hosts(
        &mut self,
        site: &Site<'_>,
        map: &Map,
        index: usize,
        path: &str,
        environment: &Environment,
    ) {
        if environment.host.is_some() || environment.scheme.is_some() || !map.origins {
            return;
        }
        let schemes: &[Option<&str>] = match map.schemes {
            true => &[Some("http"), Some("https")],
            false => &[None],
        };
        for host in site.own_hosts().into_iter().take(MOST_HOSTS) {
            for scheme in schemes {
                let there = Environment {
                    host: Some(host.clone()),
                    scheme: scheme.map(str::to_owned),
                    ..environment.clone()
                };
                let trip = follow(site, there.target(path), &there);
                self.add(index, trip);
                if !self.trips.is_empty() || site.steps.are_spent() {
                    self.always = false;
                    return;
                }
            }
        }
    }

    /// Keeps a trip if it begins with the rule and goes on.
    fn add(&mut self, index: usize, trip: Trip) {
        if begins_with(&trip, index) {
            if turns(&trip) || trip.hops.len() > 1 {
                self.trips.push(trip);
            } else {
                self.always = false;
            }
        }
    }
}

/// Returns true if a destination of nothing but text is a path that no rule matches.
fn ends_at_once(site: &Site<'_>, destination: &Template) -> bool {
    let mut path = String::new();
    for piece in &destination.pieces {
        match piece {
            crate::pattern::Piece::Literal {
                text,
                part: crate::pattern::Part::Path,
            } => path.push_str(text),
            crate::pattern::Piece::Literal { .. } => break,
            _ => return false,
        }
    }
    if path.is_empty() {
        path.push('/');
    }
    let path = redirect_runtime::canonical::canonical_path(&path);
    site.first_candidate(&path).is_none()
}

/// The rules that a destination may lead to.
struct There {
    patterns: Vec<usize>,
    literals: Vec<usize>,
    /// True if there is none.
    is_nowhere: bool,
}

impl There {
    fn of(site: &Site<'_>, map: &Map, items: &[Item]) -> Self {
        let forms = Form::all(items);
        let patterns = map.patterns(site, &forms);
        let literals = map.literals(site, &forms);
        // Without patterns literals are not kept: each is looked up.
        let is_nowhere = !site.index().is_empty()
            && redirect_runtime::canonical::is_canonical(front(items))
            && patterns.is_empty()
            && literals.is_empty();
        There {
            patterns,
            literals,
            is_nowhere,
        }
    }
}

/// Adds the paths that a rule leads into the sources of others; says whether the steps were enough for all of them.
fn add_led_on(
    site: &Site<'_>,
    rule: &Rule,
    items: &[Item],
    there: &There,
    paths: &mut Vec<String>,
) -> bool {
    let here = Automaton::of(items, Reading::PATH);
    let mut enough = true;
    let mut led: Vec<String> = Vec::new();
    for &index in there.patterns.iter().take(MOST_NEXT) {
        let source = site.automaton(index);
        let excepts = site.excepts(index);
        let question = Question {
            universe: Universe::Path,
            must: vec![&here, &source],
            avoid: excepts.iter().map(|(_, except)| &**except).collect(),
            steps: &site.steps,
        };
        let most = site.steps.left() / PART;
        match site.steps.within(most, || question.texts(2)).0 {
            Answer::Found(texts) => led.extend(texts),
            Answer::None => {}
            Answer::Undecided => enough = false,
        }
    }
    let literals = there.literals.iter().take(MOST_LITERALS);
    let literals = literals.filter_map(|index| literal(site.rule(*index)?));
    let matching = literals.filter(|path| here.matches(path));
    led.extend(matching.take(4).map(str::to_owned));
    if led.is_empty() {
        return enough;
    }
    site.steps.spend(READER);
    let reader = Reader::of(rule, items);
    for path in led {
        if let Some(path) = reader.path_to(&path) {
            if !paths.contains(&path) {
                paths.push(path);
            }
        }
    }
    enough
}

/// The plain environment of a rule, for messages.
pub(crate) fn is_plain(environment: &Environment) -> bool {
    *environment == Environment::default()
}
