//! The struct of a new table: its values are the table's items.

use fingerpost_manifest::name as names;

use super::declared;
use super::imports::Import;
use super::place::{Addition, module};
use super::sources::Sources;
use crate::arguments::TableArgs;
use crate::words::{ident, is_ident, pascal, singular, snake};

/// What a module with tables and routes has by these names already.
const TAKEN: [&str; 12] = [
    "Deserialize",
    "Item",
    "Json",
    "JsonSchema",
    "Option",
    "Page",
    "Result",
    "Serialize",
    "String",
    "Table",
    "Vec",
    "Box",
];

/// A table as it was asked for.
pub(super) struct Wanted<'a> {
    table: &'a str,
    /// The struct.
    name: String,
    fields: Vec<String>,
}

impl<'a> Wanted<'a> {
    /// Refuses what `#[derive(Item)]` would, in its words.
    pub(super) fn parse(args: &'a TableArgs) -> Result<Self, String> {
        let table = args.name.as_str();
        names::TABLE.check("a table's", table)?;
        if args.sort_key.as_ref() == Some(&args.key) {
            return Err("a field is the partition key or the sort key, not both".to_owned());
        }
        if args.sort_key.as_deref().is_some_and(|sort_key| snake(sort_key) == snake(&args.key)) {
            return Err(format!("both keys would be the field `{}`", snake(&args.key)));
        }
        let mut fields = vec![field("partition_key", &args.key)?];
        fields.extend(args.sort_key.as_deref().map(|key| field("sort_key", key)).transpose()?);
        let plural = pascal(table);
        let candidates =
            [singular(&plural), plural.clone(), format!("{plural}Item"), format!("Item{plural}")];
        let mut candidates = candidates.into_iter();
        let name = candidates.find(|name| is_ident(name) && !TAKEN.contains(&name.as_str()));
        let name = name.ok_or_else(|| format!("no struct can be named after the table `{table}`"))?;
        Ok(Self { table, name, fields })
    }

    pub(super) fn addition(&self, sources: &Sources) -> Result<Addition, String> {
        let Self { table, name, fields } = self;
        let tables = declared::tables(sources);
        if let Some(there) = tables.iter().find(|known| known.name == *table) {
            return Err(format!("the table `{table}` is there already, at {}", there.at()));
        }
        let module = module(table);
        let item = format!(
            "/// An item of the table `{table}`.\n\
             #[derive(Serialize, Deserialize, JsonSchema, Item)]\n\
             #[item(table = \"{table}\")]\n\
             pub(crate) struct {name} {{\n{}}}",
            fields.concat()
        );
        Ok(Addition {
            documentation: format!("The table `{table}`."),
            beside: None,
            imports: vec![
                Import { of: "fingerpost", names: vec!["Item"] },
                Import { of: "schemars", names: vec!["JsonSchema"] },
                Import { of: "serde", names: vec!["Deserialize", "Serialize"] },
            ],
            name: name.clone(),
            item,
            next: format!(
                "the table is made once a route takes it: `{module}: Table<{name}, GetItem>` may read items, and \
                 nothing else\n"
            ),
            module,
        })
    }
}

/// A key, a text; `serde` gives it the name that was asked for.
fn field(role: &str, name: &str) -> Result<String, String> {
    let rust = snake(name);
    let written = ident(&rust).filter(|_| ident(name).is_some() && name.is_ascii());
    let written = written.ok_or_else(|| {
        format!("a key is a field of a struct, of ASCII letters, digits and `_`, got `{name}`")
    })?;
    let renamed = if rust == name { String::new() } else { format!("    #[serde(rename = \"{name}\")]\n") };
    Ok(format!("    #[item({role})]\n{renamed}    pub(crate) {written}: String,\n"))
}
