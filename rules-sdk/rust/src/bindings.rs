//! The WIT contract as Rust types, generated. Its documentation is the contract's own.
#![expect(clippy::same_length_and_capacity, reason = "generated")]

wit_bindgen::generate!({
    path: "../../wit",
    world: "release-rule",
    pub_export_macro: true,
    default_bindings_module: "clearance_rule::bindings",
    additional_derives: [PartialEq],
    generate_all,
});
