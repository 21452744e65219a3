#[allow(clippy::redundant_closure_for_method_calls, missing_docs, unused_imports)]
const _: () = {
    use ::fingerpost::__private::{self as __fp, ReadBySerde as _};
    impl ::fingerpost::Settings for Payments {
        const VARIABLES: &'static [__fp::Variable] = &[
            __fp::Variable::new("PAYMENTS_URL"),
            __fp::Variable::new("STRIPE_KEY").secret(),
            __fp::Variable::new("TIMEOUT").default("5s"),
            __fp::Variable::new("WAIVED").optional(),
        ];
        fn read(__values: &mut __fp::Values<'_>) -> ::std::option::Option<Self> {
            let base_url = __values.one::<Url>(|text| text.setting());
            let stripe_key = __values.secret();
            let timeout = __values.one::<Duration>(|text| text.setting());
            let waived = __values.maybe_list::<String>(|text| text.setting());
            ::std::option::Option::Some(Self {
                base_url: base_url?,
                stripe_key: stripe_key?,
                timeout: timeout?,
                waived: waived?,
            })
        }
        fn copied(&self) -> Self {
            Self {
                base_url: ::std::clone::Clone::clone(&self.base_url),
                stripe_key: ::std::clone::Clone::clone(&self.stripe_key),
                timeout: ::std::clone::Clone::clone(&self.timeout),
                waived: ::std::clone::Clone::clone(&self.waived),
            }
        }
    }
    impl ::fingerpost::FromRequest for Payments {
        fn describe(route: &mut ::fingerpost::Description) {
            __fp::describe_settings::<Self>(route);
        }
        fn open(
            resources: &mut ::fingerpost::Resources,
        ) -> impl ::std::future::Future<Output = ::fingerpost::Result<()>> + Send {
            __fp::open_settings::<Self>(resources)
        }
        fn from_request(
            request: &::fingerpost::Request<'_>,
        ) -> impl ::std::future::Future<Output = ::fingerpost::Result<Self>> + Send {
            __fp::settings_of::<Self>(request)
        }
    }
};
