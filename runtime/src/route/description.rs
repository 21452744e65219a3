//! What a route's signature says about it: arguments and answers describe themselves to this.
//!
//! A production binary never asks them to, and there this holds nothing.

use std::any::TypeId;
#[cfg(feature = "local")]
use std::collections::BTreeMap;

#[cfg(feature = "local")]
use fingerpost_local::Reader;
#[cfg(feature = "local")]
use fingerpost_manifest::description::Descriptions;

use schemars::{JsonSchema, SchemaGenerator};

use super::describe::{Answer, Content, Parameter, Refusal, Resource};
#[cfg(feature = "local")]
use super::said::Said;
#[cfg(feature = "local")]
use super::signature::Signature;
use crate::dynamodb::{Statement, TableSchema};
#[cfg(feature = "local")]
use crate::settings::variable::Variable;

/// What the arguments and the answer of one route add up to.
///
/// The manifest, `routes`, the checks and whoever else shows the API read it. It exists with the feature
/// `local`; otherwise nobody asks, and this holds nothing.
#[derive(Debug, Default)]
pub struct Description {
    #[cfg(feature = "local")]
    pub(super) said: Said,
}

#[cfg(feature = "local")]
impl Description {
    /// The descriptions of all routes, with the schemas that they refer to.
    pub(crate) fn finish(
        self,
        routes: BTreeMap<String, fingerpost_manifest::description::Description>,
    ) -> Descriptions {
        self.said.finish(routes)
    }
}

#[cfg(feature = "local")]
impl Description {
    /// One for an API whose arguments refuse a request with this status.
    pub(crate) fn refusing_with(status: u16) -> Self {
        let mut description = Self::default();
        description.said.invalid_status(status);
        description
    }

    /// The route reads these settings, of whose defaults these are wrong, by this.
    pub(crate) fn settings(&mut self, variables: &[Variable], wrong_defaults: Vec<String>, reader: Reader) {
        self.said.settings(variables, wrong_defaults, reader);
    }

    /// What was said.
    pub(crate) fn signature(mut self) -> Signature {
        self.said.take()
    }

    /// The answer describes itself.
    pub(super) fn answered(&mut self, describe: fn(&mut Self)) {
        self.said.answering();
        describe(self);
    }
}

/// Passes a call on to what is said, where anything is.
macro_rules! say {
    ($self:ident.$call:ident($($argument:expr),*)) => {
        #[cfg(feature = "local")]
        $self.said.$call($($argument),*);
        #[cfg(not(feature = "local"))]
        let _ = ($self, $($argument),*);
    };
}

impl Description {
    /// The route reads a parameter.
    pub fn parameter(&mut self, parameter: Parameter) {
        say!(self.parameter(parameter));
    }

    /// The route reads its body and refuses a request without one. A route has one such argument.
    pub fn body(&mut self, content: Content) {
        say!(self.body(content, true));
    }

    /// The route reads its body, if there is one.
    pub fn optional_body(&mut self, content: Content) {
        say!(self.body(content, false));
    }

    /// What `describe` says the route reads, a request may be without.
    pub fn optionally(&mut self, describe: fn(&mut Self)) {
        #[cfg(feature = "local")]
        let before = self.said.optional(true);
        describe(self);
        #[cfg(feature = "local")]
        self.said.optional(before);
    }

    /// The route reads its body as it comes, whatever it is. Another argument may read it, too.
    pub fn any_body(&mut self) {
        say!(self.any_body());
    }

    /// An argument may read parts of the request that are not described.
    pub fn reads_more(&mut self) {
        say!(self.reads_more());
    }

    /// The argument reads what every request has, so that nothing of it needs to be described.
    pub(crate) fn reads_of_all(&mut self) {
        say!(self.reads_of_all());
    }

    /// The route answers so when all goes well.
    pub fn answer(&mut self, answer: Answer) {
        say!(self.answer(answer));
    }

    /// All answers that were described so far have this header, too.
    pub(crate) fn every_answer_has(&mut self, name: &'static str, summary: &'static str) {
        say!(self.every_answer_has(name, summary));
    }

    /// The route may answer what is not described.
    pub fn answers_more(&mut self) {
        say!(self.answers_more());
    }

    /// The route refuses a request with this status; `when` is a sentence without its dot.
    pub fn refuses(&mut self, status: u16, when: &'static str) {
        say!(self.refuses(status, when));
    }

    /// The route refuses a request so, with a body that is known.
    pub fn refusal(&mut self, refusal: Refusal) {
        say!(self.refusal(refusal));
    }

    /// The handler may refuse a request with what is not described.
    pub fn refuses_more(&mut self) {
        say!(self.refuses_more());
    }

    /// The route reads a query parameter for each field of a type.
    pub(crate) fn query_of<T: JsonSchema>(&mut self) {
        say!(self.query_of(SchemaGenerator::subschema_for::<T>));
    }

    /// The route calls these actions on a table.
    pub(crate) fn grant(&mut self, table: &'static TableSchema, statements: Vec<Statement>) {
        say!(self.grant(table, statements));
    }

    /// The route calls this action on a resource of another service: `allow("sqs:SendMessage",
    /// Resource::named("Jobs"))`. It is one action, as IAM writes it, without a wildcard.
    ///
    /// The deployed function's role has this permission and no other. A table of DynamoDB is
    /// [`Table`](crate::Table)'s.
    pub fn allow(&mut self, action: &'static str, resource: Resource) {
        say!(self.allow(action, resource));
    }

    /// The route reads this variable of its environment, a setting that is given at deployment: upper case letters,
    /// digits and `_`. What [`optionally`](Self::optionally) describes may be without.
    pub fn variable(&mut self, name: &'static str) {
        say!(self.setting(name, false, false));
    }

    /// The route reads this variable, and it is a secret: a deployment has a reference to it, and the function
    /// fetches it when it starts, by [`Resources::secret`](crate::Resources::secret).
    pub fn secret(&mut self, name: &'static str) {
        say!(self.setting(name, true, false));
    }

    /// The route takes the state of this type, which the API has to give.
    pub(crate) fn state(&mut self, id: TypeId, name: &'static str) {
        say!(self.state(id, name));
    }

    /// The route takes what the gateway knows of a caller, as this type.
    pub(crate) fn claims(&mut self, id: TypeId, name: &'static str) {
        say!(self.claims(id, name));
    }

    /// The route takes something of a caller whom an authorizer knows, with an argument of this type.
    pub(crate) fn caller_known(&mut self, argument: &'static str) {
        say!(self.caller_known(argument));
    }

    /// The route answers pages that link to the next by the query parameter `cursor`.
    pub(crate) fn pages(&mut self) {
        say!(self.pages());
    }
}
