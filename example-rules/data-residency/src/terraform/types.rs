//! How the tables of resource types are written: what a type does with data, and at which attributes its regions
//! stand.

use crate::policy::Role;

/// A type of resource.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Type {
    pub(crate) name: &'static str,
    pub(crate) own: Own,
    /// The attributes, the first that is set counts, that name the resource it belongs to: of it, this one takes the
    /// class where it states none, and the place where `own` says so.
    pub(crate) of: &'static [&'static str],
    pub(crate) also: &'static [Also],
}

/// What a resource does with data at its own place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Own {
    /// It holds data where the usual attributes say: `region`, `location`, zones, the ARN, last the provider.
    Here(Role),
    /// It holds data where these attributes say, the first that does.
    At(Role, &'static [&'static str]),
    /// It holds data where the resource that `of` names does.
    Within(Role),
    /// Nothing: it only makes other resources copy theirs.
    Nothing,
}

/// Another place where a resource's data is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Also {
    pub(crate) role: Role,
    pub(crate) at: At,
    /// Whether the provider fills the attributes in by itself, so that “known after apply” says nothing where the
    /// configuration does not set them.
    pub(crate) computed: bool,
}

/// How another place is named. Paths are dotted, and open lists on the way.
#[derive(Debug, Clone, Copy)]
pub(crate) enum At {
    /// Regions or zones.
    Region(&'static str),
    /// Other resources, by ARN, id or name.
    Resource(&'static str),
    /// The region that Azure pairs with its own, where one of these settings has one of these values.
    Pair { setting: &'static [&'static str], values: &'static [&'static str], default: bool },
    /// Nowhere that is written, where a setting is on and `at` is empty.
    Unwritten { setting: &'static str, at: &'static str, why: &'static str },
}

pub(crate) const fn store(name: &'static str, also: &'static [Also]) -> Type {
    Type { name, own: Own::Here(Role::Storage), of: &[], also }
}

pub(crate) const fn store_at(name: &'static str, at: &'static [&'static str], also: &'static [Also]) -> Type {
    Type { name, own: Own::At(Role::Storage, at), of: &[], also }
}

/// A copy of what another resource holds, at its own place.
pub(crate) const fn replica(name: &'static str, of: &'static [&'static str]) -> Type {
    Type { name, own: Own::Here(Role::Replication), of, also: &[] }
}

/// A backup, or a place for backups.
pub(crate) const fn backup(name: &'static str, also: &'static [Also]) -> Type {
    Type { name, own: Own::Here(Role::Backup), of: &[], also }
}

pub(crate) const fn backup_at(name: &'static str, at: &'static [&'static str]) -> Type {
    Type { name, own: Own::At(Role::Backup, at), of: &[], also: &[] }
}

/// A backup that is kept where the resource stands that it is of.
pub(crate) const fn backup_within(name: &'static str, of: &'static [&'static str]) -> Type {
    Type { name, own: Own::Within(Role::Backup), of, also: &[] }
}

/// A backup of another resource, at its own place.
pub(crate) const fn backup_of(name: &'static str, of: &'static [&'static str], also: &'static [Also]) -> Type {
    Type { name, own: Own::Here(Role::Backup), of, also }
}

/// A part of another resource.
pub(crate) const fn within(name: &'static str, of: &'static [&'static str], also: &'static [Also]) -> Type {
    Type { name, own: Own::Within(Role::Storage), of, also }
}

/// A part of another resource that has the same provider, and so the same region.
pub(crate) const fn part(name: &'static str, of: &'static [&'static str]) -> Type {
    Type { name, own: Own::Here(Role::Storage), of, also: &[] }
}

/// A setting that makes another resource copy its data.
pub(crate) const fn link(name: &'static str, of: &'static [&'static str], also: &'static [Also]) -> Type {
    Type { name, own: Own::Nothing, of, also }
}

pub(crate) const fn copied(path: &'static str) -> Also {
    Also { role: Role::Replication, at: At::Region(path), computed: false }
}

pub(crate) const fn copied_to(path: &'static str) -> Also {
    Also { role: Role::Replication, at: At::Resource(path), computed: false }
}

pub(crate) const fn backed_up(path: &'static str) -> Also {
    Also { role: Role::Backup, at: At::Region(path), computed: false }
}

pub(crate) const fn backed_up_to(path: &'static str) -> Also {
    Also { role: Role::Backup, at: At::Resource(path), computed: false }
}

/// Azure copies to the paired region where a setting, which the provider knows, has one of the values.
pub(crate) const fn paired(role: Role, setting: &'static [&'static str], values: &'static [&'static str]) -> Also {
    Also { role, at: At::Pair { setting, values, default: false }, computed: false }
}

/// As [`paired`], also where the setting is absent.
pub(crate) const fn paired_unless(
    role: Role,
    setting: &'static [&'static str],
    values: &'static [&'static str],
) -> Also {
    Also { role, at: At::Pair { setting, values, default: true }, computed: true }
}

pub(crate) const fn unwritten(role: Role, setting: &'static str, at: &'static str, why: &'static str) -> Also {
    Also { role, at: At::Unwritten { setting, at, why }, computed: true }
}

impl Also {
    pub(crate) const fn computed(mut self) -> Self {
        self.computed = true;
        self
    }
}
