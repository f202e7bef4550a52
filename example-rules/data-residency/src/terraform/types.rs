//! How the tables of resource types are written: what a type does with data, and at which attributes its regions
//! stand.

use crate::policy::Role;

/// A type of resource. Several attributes are separated by spaces, the first that is set counts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Type {
    pub(crate) name: &'static str,
    pub(crate) own: Own,
    /// Those that name the resource it belongs to: of it, this one takes the class where it states none, and the place
    /// where `own` says so. For [`Own::At`] those that say where come before them, with a `|` between.
    attributes: &'static str,
    pub(crate) also: &'static [Also],
}

/// What a resource does with data at its own place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Own {
    /// It holds data where the usual attributes say: `region`, `location`, zones, the ARN, last the provider.
    Here(Role),
    /// It holds data where its attributes say, the first that does.
    At(Role),
    /// It holds data where the resource does that it belongs to.
    Within(Role),
    /// Nothing: it only makes other resources copy theirs.
    Nothing,
}

impl Type {
    /// The attributes that name the resource it belongs to.
    pub(crate) fn of(&self) -> &'static str {
        match self.own {
            Own::At(_) => self.attributes.split_once('|').map_or("", |(_, of)| of),
            _ => self.attributes,
        }
    }

    /// The attributes that say where it is.
    pub(crate) fn at(&self) -> &'static str {
        match self.own {
            Own::At(_) => self.attributes.split('|').next().unwrap_or_default(),
            _ => "",
        }
    }
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
    /// The region that Azure pairs with its own, where one of the first, settings, has one of the second, values. Where
    /// the provider fills the settings in, it does so with such a value.
    Pair(&'static [&'static str; 2]),
    /// Nowhere that is written, where the first, a setting, is on and the second, a path, is empty; last, why.
    Unwritten(&'static [&'static str; 3]),
}

pub(crate) const fn store(name: &'static str, also: &'static [Also]) -> Type {
    Type { name, own: Own::Here(Role::Storage), attributes: "", also }
}

pub(crate) const fn store_at(name: &'static str, at: &'static str, also: &'static [Also]) -> Type {
    Type { name, own: Own::At(Role::Storage), attributes: at, also }
}

/// A copy of what another resource holds, at its own place.
pub(crate) const fn replica(name: &'static str, of: &'static str) -> Type {
    Type { name, own: Own::Here(Role::Replication), attributes: of, also: &[] }
}

/// A backup, or a place for backups.
pub(crate) const fn backup(name: &'static str, also: &'static [Also]) -> Type {
    Type { name, own: Own::Here(Role::Backup), attributes: "", also }
}

pub(crate) const fn backup_at(name: &'static str, at: &'static str) -> Type {
    Type { name, own: Own::At(Role::Backup), attributes: at, also: &[] }
}

/// A backup that is kept where the resource stands that it is of.
pub(crate) const fn backup_within(name: &'static str, of: &'static str) -> Type {
    Type { name, own: Own::Within(Role::Backup), attributes: of, also: &[] }
}

/// A backup of another resource, at its own place.
pub(crate) const fn backup_of(name: &'static str, of: &'static str, also: &'static [Also]) -> Type {
    Type { name, own: Own::Here(Role::Backup), attributes: of, also }
}

/// A part of another resource.
pub(crate) const fn within(name: &'static str, of: &'static str, also: &'static [Also]) -> Type {
    Type { name, own: Own::Within(Role::Storage), attributes: of, also }
}

/// A part of another resource that has the same provider, and so the same region.
pub(crate) const fn part(name: &'static str, of: &'static str) -> Type {
    Type { name, own: Own::Here(Role::Storage), attributes: of, also: &[] }
}

/// A setting that makes another resource copy its data.
pub(crate) const fn link(name: &'static str, of: &'static str, also: &'static [Also]) -> Type {
    Type { name, own: Own::Nothing, attributes: of, also }
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

/// Azure copies to the paired region where one of the settings has one of the values.
pub(crate) const fn paired(role: Role, settings: &'static [&'static str; 2]) -> Also {
    Also { role, at: At::Pair(settings), computed: false }
}

/// As [`paired`], also where the setting is absent.
pub(crate) const fn paired_unless(role: Role, settings: &'static [&'static str; 2]) -> Also {
    Also { role, at: At::Pair(settings), computed: true }
}

pub(crate) const fn unwritten(role: Role, setting: &'static [&'static str; 3]) -> Also {
    Also { role, at: At::Unwritten(setting), computed: true }
}

impl Also {
    pub(crate) const fn computed(mut self) -> Self {
        self.computed = true;
        self
    }
}
