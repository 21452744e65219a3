//! `add`: a route or a table, written into the module where it belongs.
//!
//! The sources are parsed only to find what is there and where the new text goes; nothing else in them is
//! touched. All files change, or none does.

mod changes;
mod declared;
mod imports;
mod place;
mod route;
mod sources;
mod table;

use self::place::Addition;
use self::sources::Sources;
use crate::arguments::{RouteArgs, TableArgs};
use crate::project::Project;
use crate::terminal::print;

pub(crate) fn route(args: &RouteArgs) -> Result<(), String> {
    let wanted = route::Wanted::parse(args)?;
    add(|sources, project| wanted.addition(sources, project.style))
}

pub(crate) fn table(args: &TableArgs) -> Result<(), String> {
    let wanted = table::Wanted::parse(args)?;
    add(|sources, _| wanted.addition(sources))
}

fn add(addition: impl Fn(&Sources, &Project) -> Result<Addition, String>) -> Result<(), String> {
    let project = Project::find()?;
    let _alone = project.lock();
    let sources = Sources::read(&project)?;
    let addition = addition(&sources, &project)?;
    let changes = place::changes(&sources, &addition, project.style.line)?;
    changes::apply(&project.folder, &changes)?;
    print(&(changes::shown(&changes) + "\n" + &addition.next));
    Ok(())
}
