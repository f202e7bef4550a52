//! What a policy may set, its defaults and what it refuses.

use crate::people::People;
use crate::requirements;
use crate::rows::item;
use clearance_rule::prelude::*;
use clearance_rule::schemars::{Schema, SchemaGenerator, json_schema};
use clearance_rule::text::joined;
use clearance_rule::time::At;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What a statement says that it is, unless the policy has another word for it.
pub const PREDICATE_TYPE: &str = "urn:clearance:approval:v1";

/// Wants a release to be approved by several people, each with a signature over the digests of what is deployed.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a parameter by itself, and a policy reads it so")]
pub struct DualApproval {
    /// Who may approve, by name, each with keys and groups. Nothing that a statement claims about a person counts beside this.
    pub people: BTreeMap<String, Person>,
    /// Who has to approve. The default is two people of the policy, whoever they are.
    pub requirements: Vec<Requirement>,
    /// Whether a person counts towards one requirement only, so that each brings people of its own. They are shared out such that
    /// as much as possible is met, requirements that stand first before others. `true` is the default.
    pub one_requirement_each: bool,
    /// Whether who asked for the release may approve it. By default not, and `/release/requested_by` has to be known.
    pub requester_may_approve: bool,
    /// Whether who wrote changes of the release may approve it. By default not, and `/changes/authors` has to be known.
    pub authors_may_approve: bool,
    /// Whether requester and authors each have to be somebody whom `people` knows. By default one who is not is taken for somebody
    /// else than the approvers; list every address that they use in `aliases`.
    pub known_identities_only: bool,
    /// Which artifacts a statement has to cover. The default is all that are not said to be `deployed: false`.
    pub artifacts: Selection,
    /// Whether a rejection blocks the release. `true` is the default. It always withdraws what the same person approved before.
    pub rejections_block: bool,
    /// How many hours after it was given an approval still counts. `null`: however long. The default is 168, a week.
    #[schemars(range(min = 1))]
    pub max_age_hours: Option<u32>,
    /// Whether an approval has to say when it expires. By default it need not.
    pub expiry_required: bool,
    /// Whether an approval has to name the release. By default it need not: it is bound to digests. One that names a release is
    /// for that release alone.
    pub release_required: bool,
    /// The `predicateType` of statements that are approvals.
    pub predicate_type: String,
    /// How many times a signature is tried with a key, from 1 to 200; the default is 12. What is left then is `unknown`. A signature
    /// whose `keyid` names a key is tried with that key alone, any other with each key of the policy that could have made it. A try
    /// takes some 13 million instructions with ECDSA P-256 and 3 million with Ed25519: beyond 12, raise the limit `instructions`, too.
    #[schemars(range(min = 1, max = 200))]
    pub max_verifications: u32,
    #[serde(skip)]
    pub(crate) state: People,
}

impl Default for DualApproval {
    fn default() -> Self {
        Self {
            people: BTreeMap::new(),
            requirements: vec![Requirement { id: "two-people".to_owned(), groups: Vec::new(), count: 2 }],
            one_requirement_each: true,
            requester_may_approve: false,
            authors_may_approve: false,
            known_identities_only: false,
            artifacts: Selection::default(),
            rejections_block: true,
            max_age_hours: Some(168),
            expiry_required: false,
            release_required: false,
            predicate_type: PREDICATE_TYPE.to_owned(),
            max_verifications: 12,
            state: People::default(),
        }
    }
}

/// Somebody who may approve.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The groups that the person belongs to.
    #[serde(default)]
    pub groups: Vec<String>,
    /// What else the person is called among the facts and in statements: addresses, user names. Upper and lower case are alike.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// The public keys that are the person's alone. None, for somebody who asks or writes and does not approve.
    #[serde(default)]
    pub keys: Vec<PersonKey>,
}

/// A public key of a person.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonKey {
    /// An Ed25519 or ECDSA P-256 key as a `SubjectPublicKeyInfo`, in PEM (`-----BEGIN PUBLIC KEY-----`) or its Base64 alone.
    pub public_key: String,
    /// What signatures call it. The default is the SHA-256 of the key's DER in hexadecimal.
    pub keyid: Option<String>,
    /// From when it counts. Both the approval and the decision are to be later.
    pub valid_from: Option<Moment>,
    /// Until when it counts, such as when the person left. Both the approval and the decision are to be before it.
    pub valid_until: Option<Moment>,
    /// Since when it is revoked. From then on nothing counts that it signed: who has stolen a key can write any time.
    pub revoked: Option<Moment>,
}

/// How many people of which groups have to approve.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Requirement {
    /// What it is called in the decision.
    pub id: String,
    /// The groups whose members count: one of them is enough. An empty list, the default, counts everybody of the policy.
    #[serde(default)]
    pub groups: Vec<String>,
    /// How many different people, from 1 to 20.
    #[schemars(range(min = 1, max = 20))]
    pub count: u32,
}

/// Which artifacts a statement has to cover: those of the names and kinds listed, or, where nothing is listed, all that are not
/// said to be `deployed: false`. An artifact that does not say its kind counts as one of any kind.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Selection {
    /// Names of artifacts. Each has to be there.
    pub names: Vec<String>,
    /// Kinds of artifacts.
    pub kinds: Vec<String>,
}

/// A time that a policy names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct Moment(pub Timestamp);

impl TryFrom<String> for Moment {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        At::try_from(text.as_str()).map(|at| Self(at.timestamp))
    }
}

impl JsonSchema for Moment {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Moment".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string" })
    }
}

impl DualApproval {
    /// Reads the keys, and refuses what nobody could ever meet.
    pub(crate) fn ready(&mut self) -> Result<(), Mismatch> {
        self.state = People::of(&self.people)?;
        let within =
            |pointer: &str, holds: bool, message: &str| if holds { Ok(()) } else { Err(refused(pointer, message)) };
        within("/requirements", (1..=20).contains(&self.requirements.len()), "expected from 1 to 20 requirements")?;
        within("/max_verifications", (1..=200).contains(&self.max_verifications), "expected a number from 1 to 200")?;
        within("/max_age_hours", self.max_age_hours != Some(0), "expected a number from 1 up, or `null`")?;
        for (i, requirement) in self.requirements.iter().enumerate() {
            let place = item("/requirements", i);
            let twice = self.requirements[..i].iter().any(|other| other.id == requirement.id);
            let named = !twice && !requirement.id.trim().is_empty();
            within(&joined(&[&place, "/id"]), named, "every requirement is to have a name of its own")?;
            within(
                &joined(&[&place, "/count"]),
                (1..=20).contains(&requirement.count),
                "expected a count from 1 to 20",
            )?;
            for (j, group) in requirement.groups.iter().enumerate() {
                let known = self.state.members.iter().any(|person| person.groups.contains(group));
                let place = item(&joined(&[&place, "/groups"]), j);
                within(&place, known, "nobody in `people` belongs to this group")?;
            }
        }
        let everybody: Vec<usize> = (0..self.state.members.len()).collect();
        for (i, people) in requirements::assign(self, &everybody).iter().enumerate() {
            let enough = people.len() >= self.requirements[i].count as usize;
            within(
                &item("/requirements", i),
                enough,
                "can never be met: too few in `people` have a key that is not revoked",
            )?;
        }
        Ok(())
    }
}

#[cold]
#[inline(never)]
pub(crate) fn refused(pointer: &str, message: &str) -> Mismatch {
    Mismatch { pointer: pointer.to_owned(), message: message.to_owned() }
}
