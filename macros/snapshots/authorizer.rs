#[allow(clippy::type_complexity, unused_imports)]
const _: () = {
    use ::fingerpost::__private::{self as __fp, Otherwise as _};
    const ARG_0: __fp::One<String> = __fp::One::header(
        "x-api-key",
        |v| v.typed().read(),
    );
    const ARG_1: <Table<Key, GetItem> as __fp::Extracted>::By = __fp::extractor();
    const DECIDER: <Result<Machine> as __fp::Decided>::By = __fp::decider();
    async fn authorizer_api_key(taking: &mut __fp::Taking<'_>) -> __fp::Handled {
        let argument_0 = ARG_0.take(taking);
        let argument_1 = ARG_1.take_deciding::<{ ARG_1.needs(&[], &[]) }>(taking).await;
        DECIDER.decided(api_key(argument_0?, argument_1?).await)
    }
    const AUTHORIZER: __fp::Authorizer = __fp::any("api_key", "/")
        .parts(&[&ARG_0, &ARG_1])
        .decides(
            &DECIDER,
            60,
            |taking| ::std::boxed::Box::pin(authorizer_api_key(taking)),
        );
    __fp::submit!(AUTHORIZER);
};
