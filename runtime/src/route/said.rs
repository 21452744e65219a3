//! What the arguments and the answer of a route have said, turned into the contract's own types.

use std::any::TypeId;
use std::collections::BTreeMap;
use std::mem;

use fingerpost_local::Reader;
use fingerpost_manifest::description::{self as contract, Body, Field, Header, Refusal, RefusalBody};
use fingerpost_manifest::diff::schema;
use fingerpost_manifest::{Parameter, Place, Setting};
use serde_json::json;

use super::describe::{self, MakeSchema};
use super::fields;
use super::readable::{self, Unreadable};
use super::schemas::{self, Schemas};
use super::signature::{Claimed, Disputed, Signature};
use crate::dynamodb::{Statement, TableSchema};
use crate::settings::variable::Variable;

/// What was said of the route that is being asked, and the schemas of those before it.
#[derive(Debug, Default)]
pub(crate) struct Said {
    /// The type of the argument that is speaking.
    speaker: &'static str,
    /// Each with the type of the argument that described it first.
    parameters: BTreeMap<(Place, String), (&'static str, Parameter)>,
    any_body: bool,
    /// Whether a request may be without what is being described.
    optional: bool,
    /// Whether the answer is speaking, and not an argument.
    answering: bool,
    /// The status with which arguments refuse a request, where it is not 400.
    invalid_status: Option<u16>,
    route: Signature,
    schemas: Schemas,
}

impl Said {
    pub(super) fn speaker(&mut self, name: &'static str) {
        self.speaker = name;
    }

    pub(super) fn parameter(&mut self, said: describe::Parameter) {
        let describe::Parameter { place, name, required, repeated, summary, schema, default } = said;
        let mut schema =
            schema.map_or(json!({ "type": "string" }), |schema| schemas::as_text(schemas::inlined(schema)));
        if let Some(default) = default {
            schema["default"] = readable::default(default, &schema);
        }
        let required = required && !self.optional;
        self.reads(Parameter {
            place,
            name: name.to_owned(),
            required,
            repeated,
            summary: summary.to_owned(),
            schema,
        });
    }

    /// Each field of a type is a parameter of the query.
    pub(super) fn query_of(&mut self, schema: MakeSchema) {
        let (parameters, more) = fields::of(schema);
        for mut parameter in parameters {
            parameter.required &= !self.optional;
            self.reads(parameter);
        }
        self.route.description.reads_more |= more;
    }

    fn reads(&mut self, parameter: Parameter) {
        let (place, name) = (parameter.place, parameter.name.clone());
        let first = || (self.speaker, parameter.clone());
        let (speaker, known) = self.parameters.entry((place, name.clone())).or_insert_with(first);
        known.required |= parameter.required;
        let same = schema::said(&known.schema) == schema::said(&parameter.schema);
        if known.repeated != parameter.repeated || !same {
            self.route.disputed.push(Disputed { place, name, speakers: [*speaker, self.speaker] });
        }
    }

    pub(super) fn body(&mut self, content: describe::Content, required: bool) {
        let schema = content.schema.map(|schema| self.schemas.read(schema));
        let content = contract::Content { content_type: content.content_type.to_owned(), schema };
        let required = required && !self.optional;
        self.route.bodies.push(self.speaker);
        self.route.description.body = Some(Body { required, content: vec![content] });
    }

    /// What is described from here on, a request may be without, or not; what held before is returned.
    pub(super) fn optional(&mut self, optional: bool) -> bool {
        mem::replace(&mut self.optional, optional)
    }

    /// Arguments refuse a request with this status instead of 400.
    pub(super) fn invalid_status(&mut self, status: u16) {
        self.invalid_status = Some(status);
    }

    /// From here on, the answer is speaking.
    pub(super) fn answering(&mut self) {
        self.answering = true;
    }

    pub(super) fn unreadable(&mut self, value: Unreadable) {
        self.route.unreadable.push(value);
    }

    pub(super) fn any_body(&mut self) {
        self.any_body = true;
    }

    pub(super) fn reads_more(&mut self) {
        self.route.description.reads_more = true;
    }

    pub(super) fn reads_of_all(&mut self) {
        self.route.reads_of_all = true;
    }

    pub(super) fn answer(&mut self, answer: describe::Answer) {
        let content = answer.content.map(|content| contract::Content {
            content_type: content.content_type.to_owned(),
            schema: content.schema.map(|schema| self.schemas.written(schema)),
        });
        let headers = answer.headers.into_iter().map(|(name, required, summary)| Header {
            name: name.to_owned(),
            required,
            summary: summary.to_owned(),
        });
        let (content, headers) = (content.into_iter().collect(), headers.collect());
        self.route.description.answers.push(contract::Answer { status: answer.status, content, headers });
    }

    pub(super) fn every_answer_has(&mut self, name: &'static str, summary: &'static str) {
        for answer in &mut self.route.description.answers {
            let header = Header { name: name.to_owned(), required: true, summary: summary.to_owned() };
            answer.headers.push(header);
        }
    }

    pub(super) fn answers_more(&mut self) {
        self.route.description.answers_more = true;
    }

    pub(super) fn refuses(&mut self, status: u16, when: &'static str) {
        self.refused(Refusal { status, when: when.to_owned(), body: None, headers: Vec::new() });
    }

    pub(super) fn refusal(&mut self, refusal: describe::Refusal) {
        let describe::Refusal { status, when, always, details, fields, headers } = refusal;
        let fields = fields.into_iter().map(|(name, schema)| Field {
            name: name.to_owned(),
            schema: schema.map(|schema| self.schemas.written(schema)),
        });
        let body =
            RefusalBody { sentence: always.then(|| when.to_owned()), details, fields: fields.collect() };
        let headers = headers.into_iter().map(|(name, summary)| Header {
            name: name.to_owned(),
            required: true,
            summary: summary.to_owned(),
        });
        let headers = headers.collect();
        self.refused(Refusal { status, when: when.to_owned(), body: Some(body), headers });
    }

    fn refused(&mut self, mut refusal: Refusal) {
        let by_argument = refusal.status == 400 && !self.answering;
        refusal.status = self.invalid_status.filter(|_| by_argument).unwrap_or(refusal.status);
        let known = &mut self.route.description.refusals;
        if !known.contains(&refusal) {
            known.push(refusal);
        }
    }

    pub(super) fn refuses_more(&mut self) {
        self.route.description.refuses_more = true;
    }

    pub(super) fn grant(&mut self, table: &'static TableSchema, statements: Vec<Statement>) {
        self.route.grants.push((table, statements.into_iter().collect()));
    }

    pub(super) fn allow(&mut self, action: &'static str, resource: describe::Resource) {
        self.route.allowed.push((action, resource));
    }

    pub(super) fn setting(&mut self, variable: &str, secret: bool, optional: bool) {
        let optional = optional || self.optional;
        self.route.settings.push(Setting { variable: variable.to_owned(), secret, optional });
    }

    pub(super) fn settings(&mut self, variables: &[Variable], wrong_defaults: Vec<String>, reader: Reader) {
        self.route.readers.push(reader);
        self.route.wrong_defaults.extend(wrong_defaults);
        for variable in variables {
            self.setting(variable.name, variable.is_secret(), variable.may_be_left_out());
        }
    }

    pub(super) fn state(&mut self, id: TypeId, name: &'static str) {
        self.route.states.push((id, name));
    }

    pub(super) fn claims(&mut self, id: TypeId, name: &'static str) {
        self.route.claims.push(Claimed { id: Some(id), name, optional: self.optional });
    }

    pub(super) fn caller_known(&mut self, name: &'static str) {
        self.route.claims.push(Claimed { id: None, name, optional: self.optional });
    }

    pub(super) fn pages(&mut self) {
        self.route.pages = true;
    }

    /// What was said of the route; the next one begins.
    pub(super) fn take(&mut self) -> Signature {
        let mut route = mem::take(&mut self.route);
        self.answering = false;
        let description = &mut route.description;
        let parameters = mem::take(&mut self.parameters).into_values();
        description.parameters = parameters.map(|(_, parameter)| parameter).collect();
        description.answers.sort_by_key(|answer| answer.status);
        if mem::take(&mut self.any_body) && description.body.is_none() {
            let content = contract::Content { content_type: "*/*".to_owned(), schema: None };
            description.body = Some(Body { required: false, content: vec![content] });
        }
        description.refusals.sort_by(|one, other| (one.status, &one.when).cmp(&(other.status, &other.when)));
        route
    }

    /// The schemas that the descriptions of all routes refer to. What is written is named as what is
    /// read wherever the two are the same; otherwise the descriptions are told its other name.
    pub(super) fn finish(self, routes: BTreeMap<String, contract::Description>) -> contract::Descriptions {
        self.schemas.finish(routes)
    }
}
