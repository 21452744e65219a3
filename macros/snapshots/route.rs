#[allow(clippy::type_complexity, unused_imports)]
const _: () = {
    use ::fingerpost::__private::{self as __fp, Otherwise as _};
    const ARG_0: __fp::One<String> = __fp::One::path("owner", |v| v.typed().read());
    const ARG_1: __fp::Maybe<Limit> = __fp::Maybe::query("limit", |v| v.typed().read());
    const ARG_2: <Table<Event, Scan> as __fp::Extracted>::By = __fp::extractor();
    const ANSWER: <Result<Page<Event>> as __fp::Answered>::By = __fp::responder();
    async fn route_list_events(taking: &mut __fp::Taking<'_>) -> __fp::Handled {
        let argument_0 = ARG_0.take(taking);
        let argument_1 = ARG_1.take(taking);
        let argument_2 = ARG_2.take::<{ ARG_2.needs(&[], &[]) }>(taking).await;
        ANSWER.respond(list_events(argument_0?, argument_1?, argument_2?).await)
    }
    const ROUTE: __fp::Route = __fp::get("list_events", "/owners/{owner}/events")
        .memory(512)
        .documentation("Lists events.")
        .parts(&[&ARG_0, &ARG_1, &ARG_2, &ANSWER])
        .handler(|taking| ::std::boxed::Box::pin(route_list_events(taking)));
    __fp::submit!(ROUTE);
};
