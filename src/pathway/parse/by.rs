//! Who: lists of roles, and roles by rank, written out.

use super::context::Context;
use super::shape::{Map, one_or_more};
use crate::domain::RoleName;
use crate::pathway::node::Node;

/// Reads a role, `{at_least: role}`, a list of these, or `any`: all roles that are meant, in the
/// order in which they are named, each once.
pub(super) fn read(cx: &Context<'_>, what: &str, node: &Node) -> Vec<RoleName> {
    if node.text() == Some("any") {
        return cx.roles.iter().map(|role| role.name.clone()).collect();
    }
    let mut found: Vec<RoleName> = Vec::new();
    for item in one_or_more(cx.sink, what, node) {
        let roles = if item.map().is_some() {
            at_least(cx, item).map(|(_, roles)| roles).unwrap_or_default()
        } else {
            vec![cx.role(item)]
        };
        for role in roles {
            if !found.contains(&role) {
                found.push(role);
            }
        }
    }
    found
}

/// Reads `{at_least: role}`: that role, and all that rank at least as high, the lowest first and
/// then in the order of the file. None where it cannot be told, which has been said.
pub(super) fn at_least(cx: &Context<'_>, node: &Node) -> Option<(RoleName, Vec<RoleName>)> {
    let map = Map::read(cx.sink, "a rank", node.place, node, &["at_least"]);
    let named = map.need("at_least")?;
    let name = cx.role(named);
    let role = cx.roles.iter().find(|role| role.name == name)?;
    let Some(rank) = role.rank else {
        cx.sink.say(named.place, format!("role `{name}` has no rank"));
        return None;
    };
    let mut senior: Vec<_> = cx
        .roles
        .iter()
        .filter_map(|role| Some((role.rank.filter(|&of| of >= rank)?, &role.name)))
        .collect();
    senior.sort_by_key(|(rank, _)| *rank);
    Some((name, senior.into_iter().map(|(_, name)| name.clone()).collect()))
}
