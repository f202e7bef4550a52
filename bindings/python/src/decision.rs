//! The decision, as Python's classes.

use crate::error;
use crate::record::{Record, record};
use crate::show::Show;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyList};

record! {
    /// What a policy says of a release at a time, with the digests of all that went in. The same rules, policy, facts
    /// and time give the same decision, byte for byte.
    Decision over clearance::Decision, repr("verdict", "summary", "policy", "at") {
        /// The version of this format.
        format,
        /// Whether the release is cleared to go.
        verdict,
        /// What the verdict rests on.
        basis,
        /// The verdict in a sentence.
        summary,
        /// The time for which it was decided, in UTC.
        at,
        /// The policy.
        policy,
        /// The facts.
        facts,
        /// The policy's entries in the order of its file.
        entries,
        /// The policy's waivers in the order of its file.
        waivers,
    }
    {
        /// The rows that count against the release, each with the entry it belongs to.
        fn failing<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
            let entries = crate::record::once(&self.entries, py, &self.inner.entries)?.into_bound(py);
            let mut failing = Vec::new();
            for entry in entries.try_iter()? {
                let entry = entry?;
                for row in entry.getattr("checks")?.try_iter()? {
                    let row = row?;
                    if row.cast::<Row>()?.get().inner.effect > clearance::Effect::None {
                        failing.push((entry.clone(), row));
                    }
                }
            }
            PyList::new(py, failing)
        }

        /// Does nothing where the verdict is allow.
        ///
        /// Raises `VerdictError`, which holds the decision, where it is review or deny.
        fn raise_for_verdict(slf: &Bound<'_, Self>) -> PyResult<()> {
            if slf.get().inner.verdict == clearance::Verdict::Allow {
                return Ok(());
            }
            let class = slf.py().import("clearance._errors")?.getattr("VerdictError")?;
            Err(PyErr::from_value(class.call1((slf,))?))
        }

        /// The decision as dicts, lists, strings and numbers: what its JSON holds.
        fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
            serde_json::to_value(&self.inner).map_err(error::internal)?.show(py)
        }

        /// The decision as one line of canonical JSON: the same bytes for the same decision, in every language.
        fn to_json(&self) -> String {
            self.inner.to_json()
        }

        /// The decision as MessagePack, maps keyed by names.
        fn to_messagepack<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
            PyBytes::new(py, &self.inner.to_messagepack())
        }

        /// A decision that was written by `to_json`, here or in another language.
        ///
        /// Raises `DecisionError` where the text is no decision.
        #[staticmethod]
        fn from_json(py: Python<'_>, text: &str) -> PyResult<Self> {
            clearance::Decision::from_json(text).map(Self::new).map_err(|problem| error::raise(py, &problem))
        }

        fn _repr_html_<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
            slf.py().import("clearance._html")?.getattr("decision")?.call1((slf,))
        }
    }
}

record! {
    /// The policy of a decision.
    PolicyReference over clearance::PolicyReference, repr("name", "version", "digest") {
        /// Its name.
        name,
        /// Its version, where it has one.
        version,
        /// The digest of the policy file's bytes.
        digest,
    }
}

record! {
    /// The facts of a decision.
    FactsReference over clearance::FactsReference, repr("digest", "sections") {
        /// The digest of the facts.
        digest,
        /// The digest of each section.
        sections,
    }
}

record! {
    /// What one entry of the policy found.
    EntryDecision over clearance::EntryDecision, repr("id", "rule", "enforce", "state", "verdict", "checks") {
        /// The entry's id.
        id,
        /// Its rule.
        rule,
        /// The digest of its params.
        params,
        /// What a failing check of it means.
        enforce,
        /// Whether it judged the release.
        state,
        /// What its checks together mean for the release.
        verdict,
        /// The digest of each section that the rule was given, derived ones included.
        saw,
        /// One row a check: the rule's, then the engine's own.
        checks,
        /// The score, where the rule gave one.
        score,
        /// Documents that the rule wrote.
        artifacts,
    }
    {
        /// Facts that it derived for the entries that need it: a copy, to change at will.
        #[getter]
        fn derived<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
            self.inner.derived.show(py)
        }
    }
}

record! {
    /// The rule of an entry.
    RuleReference over clearance::RuleReference, repr("id", "version", "digest") {
        /// The id in its manifest.
        id,
        /// The version in its manifest.
        version,
        /// The title in its manifest.
        title,
        /// The digest of the component's bytes.
        digest,
    }
}

record! {
    /// A check and what it does to the verdict. Its texts come from the rule and the facts: escape them for where they
    /// are shown.
    Row over clearance::Row, repr("code", "subject", "status", "effect", "message", "required", "remedy", "waived") {
        /// What kind of check it is: one of the codes in the rule's manifest, or one of the engine's own.
        code = check.code,
        /// What was checked: a component, a file, a resource.
        subject = check.subject,
        /// What was found.
        status = check.status,
        /// How much a failure matters.
        severity = check.severity,
        /// What was found, in a sentence of plain text.
        message = check.message,
        /// The facts read.
        observed = check.observed,
        /// What the rule wanted to find.
        required = check.required,
        /// The nearest change that would make this check pass.
        remedy = check.remedy,
        /// What it does to the verdict.
        effect,
        /// The id of the waiver by which it does nothing. A waived check still shows what was found.
        waived,
    }
}

record! {
    /// A waiver of the policy and what became of it.
    Waiver over clearance::Waiver, repr("id", "state", "entry", "check", "subject", "until") {
        /// Its id.
        id,
        /// What became of it.
        state,
        /// The failing checks that are as it says, whether it could waive them or not.
        matched,
        /// The entry whose checks it waives.
        entry,
        /// The code of the checks it waives.
        check,
        /// The subject of the checks it waives.
        subject,
        /// Why the exception was accepted.
        reason,
        /// Who accepted it.
        approvers,
        /// Where it is tracked.
        ticket,
        /// When it begins. The name has an underscore because `from` is a word of the language.
        from_ = from,
        /// When it has expired.
        until,
    }
}
