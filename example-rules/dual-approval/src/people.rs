//! Who is who: people by everything that they are called, and their keys, read once.

use crate::key::{PublicKey, hex, sha256};
use crate::params::{Moment, Person, PersonKey, refused};
use crate::rows::item;
use clearance_rule::node::below;
use clearance_rule::prelude::*;
use clearance_rule::text::joined;
use std::collections::BTreeMap;

/// The people of a policy, in the order of their names.
#[derive(Debug, Default)]
pub(crate) struct People {
    pub(crate) members: Vec<Member>,
    pub(crate) keys: Vec<Key>,
    /// Everything that somebody is called, in lower case.
    called: BTreeMap<String, usize>,
}

/// Somebody who may approve.
#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) groups: Vec<String>,
}

/// A key and whose it is.
#[derive(Debug)]
pub(crate) struct Key {
    pub(crate) owner: usize,
    pub(crate) keyid: String,
    pub(crate) public: PublicKey,
    pub(crate) valid_from: Option<Timestamp>,
    pub(crate) valid_until: Option<Timestamp>,
    pub(crate) revoked: Option<Timestamp>,
    der: Vec<u8>,
}

impl People {
    /// Reads the keys. A name, an alias, a key or a `keyid` that two share would leave open who has signed.
    pub(crate) fn of(people: &BTreeMap<String, Person>) -> Result<Self, Mismatch> {
        let mut all = Self::default();
        for (owner, (name, person)) in people.iter().enumerate() {
            let place = below("/people", name);
            all.call(name, owner, &place)?;
            for (i, alias) in person.aliases.iter().enumerate() {
                all.call(alias, owner, &item(&joined(&[&place, "/aliases"]), i))?;
            }
            for (i, key) in person.keys.iter().enumerate() {
                all.hold(key, owner, &item(&joined(&[&place, "/keys"]), i))?;
            }
            all.members.push(Member { name: name.clone(), groups: person.groups.clone() });
        }
        if all.keys.is_empty() {
            return Err(refused("/people", "nobody has a key: nothing could be approved"));
        }
        Ok(all)
    }

    fn call(&mut self, called: &str, owner: usize, place: &str) -> Result<(), Mismatch> {
        let called = lower(called);
        if called.is_empty() {
            return Err(refused(place, "a name is to say something"));
        }
        match self.called.insert(called, owner) {
            Some(other) if other != owner => Err(refused(place, "is what somebody else in `people` is called too")),
            _ => Ok(()),
        }
    }

    fn hold(&mut self, key: &PersonKey, owner: usize, place: &str) -> Result<(), Mismatch> {
        let refused = |field, message| refused(&joined(&[place, field]), message);
        let (public, der) = PublicKey::read(&key.public_key).map_err(|message| refused("/public_key", message))?;
        if self.keys.iter().any(|other| other.der == der) {
            return Err(refused("/public_key", "is in `people` twice: a key is one person's alone"));
        }
        let keyid = key.keyid.clone().unwrap_or_else(|| hex(&sha256(&der)));
        if self.keys.iter().any(|other| other.keyid == keyid && other.owner != owner) {
            return Err(refused("/keyid", "is what a key of somebody else is called too"));
        }
        let at = |moment: Option<Moment>| moment.map(|moment| moment.0);
        let (valid_from, valid_until, revoked) = (at(key.valid_from), at(key.valid_until), at(key.revoked));
        if valid_from.zip(valid_until).is_some_and(|(from, until)| from >= until) {
            return Err(refused("/valid_until", "`valid_until` is to be after `valid_from`"));
        }
        self.keys.push(Key { owner, keyid, public, valid_from, valid_until, revoked, der });
        Ok(())
    }

    /// Who is called so.
    pub(crate) fn called(&self, text: &str) -> Option<usize> {
        self.called.get(&lower(text)).copied()
    }

    /// Everybody whom a fact may mean: in `Ada Lovelace <ada@example.org>`, as version control writes it, the name, the address and
    /// the whole are looked for.
    pub(crate) fn meant(&self, text: &str) -> [Option<usize>; 3] {
        let (name, address) = match text.split_once('<') {
            Some((name, address)) => (Some(name), Some(address.split('>').next().unwrap_or(address))),
            None => (None, None),
        };
        [self.called(text), name.and_then(|name| self.called(name)), address.and_then(|address| self.called(address))]
    }

    /// Whether somebody has a key that is not revoked, whenever that is.
    pub(crate) fn can_sign(&self, person: usize) -> bool {
        self.keys.iter().any(|key| key.owner == person && key.revoked.is_none())
    }

    pub(crate) fn name(&self, person: usize) -> &str {
        self.members.get(person).map_or("", |member| &member.name)
    }
}

fn lower(text: &str) -> String {
    text.trim().to_ascii_lowercase()
}

impl Key {
    /// Why the key does not count, for what was signed at one time and is judged at another.
    pub(crate) fn refuses(&self, signed: Timestamp, now: Timestamp) -> Option<&'static str> {
        if self.revoked.is_some_and(|since| now >= since) {
            Some("is signed with a key that is revoked")
        } else if self.valid_from.is_some_and(|from| signed < from || now < from) {
            Some("is signed with a key that was not valid yet")
        } else if self.valid_until.is_some_and(|until| signed >= until || now >= until) {
            Some("is signed with a key that is no longer valid")
        } else {
            None
        }
    }
}
