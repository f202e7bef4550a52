//! The dependency graph of the SBOM, walked breadth first from its root. Cycles end where a node was seen before.

use crate::bom::Bom;
use crate::index::Index;
use clearance_rule::prelude::*;
use clearance_rule::sections::Sbom;
use std::collections::VecDeque;

/// Steps after which it is not counted further which direct dependencies lead where: the graphs of real releases need a
/// hundredth.
const MOST_STEPS: usize = 2_000_000;

/// What of a path stands in a row at most, its ends included.
const MOST_NAMED: usize = 12;

/// The graph. Its nodes are the components by their place in the [`Bom`], then whatever else the document names.
#[derive(Debug, Default)]
pub(crate) struct Graph<'f> {
    edges: Vec<Vec<usize>>,
    /// The names of the nodes that are no components.
    strangers: Vec<&'f str>,
    /// The node of each component. Components that share a `bom-ref`, which they may not, share a node.
    nodes: Vec<usize>,
    /// How each node is reached first: from another one, or because walking begins at it.
    reached: Vec<Option<Via>>,
    /// How many direct dependencies lead to each node, where it was counted.
    leads: Option<Vec<u32>>,
    /// Whether the document has dependencies at all.
    pub(crate) stated: bool,
    /// How many dependencies there are.
    pub(crate) dependencies: usize,
}

#[derive(Debug, Clone, Copy)]
enum Via {
    Start,
    Node(usize),
}

impl<'f> Graph<'f> {
    /// The graph of an SBOM. What contains a component brings it in, too.
    pub(crate) fn of(sbom: &'f Sbom<'f>, bom: &Bom<'f>) -> Self {
        let mut nodes = Vec::with_capacity(bom.components.len());
        for (i, entry) in bom.components.iter().enumerate() {
            nodes.push(entry.component.bom_ref.and_then(|name| bom.with_ref(name).first()).copied().unwrap_or(i));
        }
        let mut graph = Self { edges: vec![Vec::new(); bom.components.len()], nodes, ..Self::default() };
        graph.stated = sbom.dependencies.is_some();
        let mut strange = Index::default();
        for dependency in sbom.dependencies.as_deref().unwrap_or_default() {
            let Some(reference) = dependency.reference else { continue };
            let from = graph.node(bom, &mut strange, reference);
            for on in dependency.depends_on.as_deref().unwrap_or_default() {
                let to = graph.node(bom, &mut strange, on);
                graph.edges[from].push(to);
                graph.dependencies += 1;
            }
        }
        for (i, entry) in bom.components.iter().enumerate() {
            if let Some(parent) = entry.parent {
                graph.edges[graph.nodes[parent]].push(graph.nodes[i]);
            }
        }
        graph.reached = graph.walk(&graph.starts(bom));
        graph
    }

    /// The node that bears a name.
    fn node(&mut self, bom: &Bom<'f>, strange: &mut Index, name: &'f str) -> usize {
        if let Some(component) = bom.with_ref(name).first().or_else(|| strange.places(name).first()) {
            return *component;
        }
        self.edges.push(Vec::new());
        self.strangers.push(name);
        strange.add(name.to_owned(), self.edges.len() - 1);
        self.edges.len() - 1
    }

    /// The root; without one, whatever depends on others while nothing depends on it.
    fn starts(&self, bom: &Bom<'f>) -> Vec<usize> {
        if bom.rooted {
            return vec![0];
        }
        let mut depended_on = vec![false; self.edges.len()];
        for edges in &self.edges {
            for to in edges {
                depended_on[*to] = true;
            }
        }
        (0..self.edges.len()).filter(|node| !depended_on[*node] && !self.edges[*node].is_empty()).collect()
    }

    fn walk(&self, starts: &[usize]) -> Vec<Option<Via>> {
        let mut reached = vec![None; self.edges.len()];
        let mut open = VecDeque::from(starts.to_vec());
        for start in starts {
            reached[*start] = Some(Via::Start);
        }
        while let Some(from) = open.pop_front() {
            for &to in &self.edges[from] {
                if reached[to].is_none() {
                    reached[to] = Some(Via::Node(from));
                    open.push_back(to);
                }
            }
        }
        reached
    }

    /// Counts how many direct dependencies of the root lead to each node, where that does not take too long.
    pub(crate) fn count_leads(&mut self, bom: &Bom<'_>) {
        if !bom.rooted {
            return;
        }
        let mut leads = vec![0_u32; self.edges.len()];
        // The direct dependency from which a node was last reached. The root is not walked again: whatever depends on it does
        // not thereby lead to all that it brings in.
        let mut last = vec![usize::MAX; self.edges.len()];
        let mut steps = 0;
        let mut open = Vec::new();
        let mut counted = vec![false; self.edges.len()];
        counted[0] = true;
        for &direct in &self.edges[0] {
            if counted[direct] {
                continue;
            }
            counted[direct] = true;
            last[direct] = direct;
            open.push(direct);
            while let Some(from) = open.pop() {
                leads[from] += 1;
                steps += 1 + self.edges[from].len();
                if steps > MOST_STEPS {
                    return;
                }
                for &to in &self.edges[from] {
                    if to != 0 && last[to] != direct {
                        last[to] = direct;
                        open.push(to);
                    }
                }
            }
        }
        self.leads = Some(leads);
    }

    /// How many components the root brings in, itself among them.
    pub(crate) fn reached(&self) -> usize {
        self.nodes.iter().filter(|node| self.reached[**node].is_some()).count()
    }

    /// The components that it does not bring in.
    pub(crate) fn unreached(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.nodes.len()).filter(|i| self.reached[self.nodes[*i]].is_none())
    }

    /// The nodes of a shortest path to a component; nothing where none leads there.
    fn path(&self, component: usize) -> Option<Vec<usize>> {
        let node = *self.nodes.get(component)?;
        let mut path = vec![node];
        let mut via = self.reached[node]?;
        while let Via::Node(from) = via {
            path.push(from);
            via = self.reached[from]?;
        }
        path.reverse();
        Some(path)
    }

    /// How a component is brought in, as the end of a sentence about it.
    pub(crate) fn brought_in(&self, bom: &Bom<'f>, component: usize) -> String {
        let Some(path) = self.path(component) else {
            return match (self.stated, bom.rooted) {
                (false, _) => "by an unknown path, as the SBOM has no dependencies".to_owned(),
                (true, true) => text!["by no path from `", bom.label(0), "`"],
                (true, false) => "by no path, and the SBOM has no root".to_owned(),
            };
        };
        if let [_] = path[..] {
            return (if bom.rooted { "as the root itself" } else { "by nothing else" }).to_owned();
        }
        let mut by = "by `".to_owned();
        for (i, node) in path.iter().enumerate() {
            let (first, last) = (MOST_NAMED / 2, path.len().saturating_sub(MOST_NAMED / 2));
            if path.len() > MOST_NAMED && (first..last).contains(&i) {
                if i == first {
                    by.push_str(&text![" → … ", last - first, " more …"]);
                }
                continue;
            }
            if i > 0 {
                by.push_str(" → ");
            }
            by.push_str(&self.label(bom, *node));
        }
        by.push('`');
        match &self.leads {
            Some(leads) if leads[self.nodes[component]] > 1 => {
                text![by, ", and ", leads[self.nodes[component]], " direct dependencies lead there"]
            }
            _ => by,
        }
    }

    /// The direct dependency on the path to a component, where it is another one.
    pub(crate) fn direct(&self, bom: &Bom<'f>, component: usize) -> Option<String> {
        let path = self.path(component)?;
        let direct = *path.get(1).filter(|_| bom.rooted && path.len() > 2)?;
        Some(self.label(bom, direct))
    }

    fn label(&self, bom: &Bom<'f>, node: usize) -> String {
        let stranger = node.checked_sub(bom.components.len()).and_then(|i| self.strangers.get(i));
        stranger.map_or_else(|| bom.label(node), |name| (*name).to_owned())
    }
}
