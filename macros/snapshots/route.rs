#[allow(clippy::type_complexity, unused_imports)]
const _: () = {
    use ::fingerpost::__private::{self as __fp, Undescribed as _};
    const ARG_0: __fp::Value<String> = __fp::Of::<String>::TEXT.path("owner");
    const ARG_1: __fp::Value<Option<Limit>> = __fp::Of::<Limit>::TEXT.optional("limit");
    const ARG_2: <Table<Event, Scan> as __fp::Extracted>::By = __fp::extractor();
    const ANSWER: <Result<Page<Event>> as __fp::Answered>::By = __fp::responder();
    async fn route_list_events(request: &__fp::Request<'_>) -> __fp::Handled {
        let argument_0 = ARG_0.take(request)?;
        let argument_1 = ARG_1.take(request)?;
        let argument_2 = ARG_2.take(request).await?;
        ANSWER.respond(list_events(argument_0, argument_1, argument_2).await)
    }
    const ROUTE: __fp::Route = __fp::get("list_events", "/owners/{owner}/events")
        .memory(512)
        .summary("Lists events.")
        .parts(&[ARG_0.part, ARG_1.part, ARG_2.part, ANSWER.part])
        .handler(|request| ::std::boxed::Box::pin(route_list_events(request)));
    __fp::submit!(ROUTE);
};
