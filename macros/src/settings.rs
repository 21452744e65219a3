//! The model of a struct of settings: which variable each of its fields is read from, and how.

mod expand;
mod fields;

use syn::{Data, DeriveInput, Generics, Ident};

pub(crate) use self::expand::settings as expand;
use self::fields::Setting;
use crate::errors::Errors;

/// A struct of settings, ready to be expanded.
pub(crate) struct Settings {
    ident: Ident,
    /// Of a mistake: settings have none.
    generics: Generics,
    /// None where something is wrong.
    fields: Vec<Setting>,
}

impl Settings {
    /// The settings with their mistakes.
    pub(crate) fn parse(input: &DeriveInput) -> (Self, Errors) {
        let mut errors = Errors::default();
        if !input.generics.params.is_empty() {
            errors.at(&input.generics, "settings have no generic parameters: each field is read as one type");
        }
        let fields = named(input, &mut errors);
        let fields: Vec<_> = fields.filter_map(|field| Setting::parse(field, &mut errors)).collect();
        fields::check_distinct(&fields, &mut errors);
        let fields = if errors.count() == 0 { fields } else { Vec::new() };
        (Self { ident: input.ident.clone(), generics: input.generics.clone(), fields }, errors)
    }
}

/// The fields, each of which is a variable.
fn named<'i>(input: &'i DeriveInput, errors: &mut Errors) -> impl Iterator<Item = &'i syn::Field> + use<'i> {
    let named = match &input.data {
        Data::Struct(data) => match &data.fields {
            syn::Fields::Named(fields) if !fields.named.is_empty() => Some(&fields.named),
            _ => {
                let message = "settings are a struct with named fields: each is a variable of the function";
                errors.at(&input.ident, message);
                None
            }
        },
        _ => {
            let message = "settings are a struct: `#[derive(Settings)]` cannot stand on this type";
            errors.at(&input.ident, message);
            None
        }
    };
    named.into_iter().flatten()
}
