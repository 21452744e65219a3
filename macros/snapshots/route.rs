#[allow(clippy::type_complexity)]
const _: () = {
    const ARGUMENT_2: <Table<Event, Scan> as ::fingerpost::__private::Extracted>::By = ::fingerpost::__private::extractor();
    fn handle<'r>(
        request: &'r ::fingerpost::Request<'r>,
    ) -> ::fingerpost::__private::Handling<'r> {
        ::std::boxed::Box::pin(async move {
            let argument_0 = ::fingerpost::__private::path(request, "owner")?;
            let argument_1 = ::fingerpost::__private::query_optional(request, "limit")?;
            let argument_2 = ARGUMENT_2.take(request).await?;
            let answer = list_events(argument_0, argument_1, argument_2).await;
            ::fingerpost::__private::respond(answer)
        })
    }
    ::fingerpost::__private::submit! {
        ::fingerpost::__private::Route { name : "list_events", method :
        ::fingerpost::Method::Get, path : "/owners/{owner}/events", memory_mb : 512u32,
        timeout_seconds : 10u32, throttle : ::std::option::Option::None, body_limit :
        ::std::option::Option::None, summary : "Lists events.", source :
        ::std::concat!(::std::file!(), ":", ::std::line!()), arguments : &
        [::fingerpost::__private::Argument::NAMED,
        ::fingerpost::__private::Argument::NAMED, ARGUMENT_2.argument], handle, }
    }
};
