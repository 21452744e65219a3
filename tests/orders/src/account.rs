//! The newsletter and the theme: forms and cookies, as browsers send them.

use std::time::Duration;

use fingerpost::{Form, Json, NoContent, Redirect, SetCookie, Valid, route};
use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the form of the newsletter has.
#[derive(Deserialize, JsonSchema, Validate)]
struct Subscription {
    #[garde(contains("@"))]
    email: String,
    #[garde(length(max = 3))]
    #[serde(default)]
    topics: Vec<Topic>,
}

/// What the newsletter is about.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Topic {
    Tea,
    Cups,
}

/// Subscribes to the newsletter, and leads back to where the form was.
#[route(POST, "/subscriptions", auth = open)]
async fn subscribe(Valid(Form(subscription)): Valid<Form<Subscription>>) -> Redirect {
    let tea = subscription.topics.iter().any(|topic| matches!(topic, Topic::Tea));
    let cups = subscription.topics.iter().any(|topic| matches!(topic, Topic::Cups));
    Redirect::to(format!("/?subscribed={}&tea={tea}&cups={cups}", subscription.email.len()))
}

/// How the pages look.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Theme {
    Light,
    Dark,
}

/// Remembers how the pages are to look.
#[route(PUT, "/theme/<theme>", auth = open)]
async fn choose_theme(theme: Theme) -> (SetCookie, NoContent) {
    let name = if matches!(theme, Theme::Dark) { "dark" } else { "light" };
    (SetCookie::new("theme", name).max_age(Duration::from_hours(24)), NoContent)
}

/// Returns how the pages look.
#[route(GET, "/theme", cookies(theme), auth = open)]
async fn theme(theme: Option<Theme>) -> Json<Theme> {
    Json(theme.unwrap_or(Theme::Light))
}
