#[automatically_derived]
impl ::fingerpost::AnswerError for OrderError {
    fn describe(route: &mut ::fingerpost::Description) {
        #[allow(unused_imports)]
        use ::fingerpost::__private::NoSchema as _;
        route
            .refusal(
                ::fingerpost::describe::Refusal::new(409, "Out of stock")
                    .always()
                    .field_of(
                        "skus",
                        ::fingerpost::__private::FieldType::<Vec<String>>::SCHEMA,
                    ),
            );
        route
            .refusal(
                ::fingerpost::describe::Refusal::new(429, "Wait for {seconds} seconds")
                    .header("retry-after", "`{seconds}`"),
            );
        <PaymentError as ::fingerpost::AnswerError>::describe(route);
        <fingerpost::Error as ::fingerpost::AnswerError>::describe(route);
        let _ = route;
    }
    fn into_error(self) -> ::fingerpost::Error {
        match self {
            Self::OutOfStock { skus, .. } => {
                ::fingerpost::__private::ErrorField::add(
                    ::fingerpost::Error::new(409, "Out of stock"),
                    "skus",
                    skus,
                )
            }
            Self::TooSoon { seconds, .. } => {
                ::fingerpost::Error::new(
                        429,
                        ::std::format!(
                            "Wait for {seconds} seconds", seconds =
                            ::fingerpost::__private::ErrorText::text(& seconds)
                        ),
                    )
                    .header(
                        "retry-after",
                        ::std::format!(
                            "{seconds}", seconds =
                            ::fingerpost::__private::ErrorText::text(& seconds)
                        ),
                    )
            }
            Self::Payment(error) => ::fingerpost::AnswerError::into_error(error),
            Self::Other(error) => ::fingerpost::AnswerError::into_error(error),
        }
    }
    fn join(&mut self, other: Self) -> ::std::option::Option<Self> {
        match (self, other) {
            (Self::OutOfStock { skus }, Self::OutOfStock { skus: more_skus }) => {
                skus.extend(more_skus);
                ::std::option::Option::None
            }
            (Self::Payment(error), Self::Payment(more)) => {
                ::fingerpost::AnswerError::join(error, more).map(Self::Payment)
            }
            #[allow(unreachable_patterns)]
            (_, other) => ::std::option::Option::Some(other),
        }
    }
}
#[automatically_derived]
impl ::std::convert::From<OrderError> for ::fingerpost::Error {
    fn from(error: OrderError) -> Self {
        ::fingerpost::AnswerError::into_error(error)
    }
}
#[automatically_derived]
impl<E: ::fingerpost::Passes<Self>> ::std::convert::From<E> for OrderError {
    fn from(error: E) -> Self {
        error.pass()
    }
}
#[automatically_derived]
impl<To: ::fingerpost::__private::Holds<Self>> ::fingerpost::Passes<To> for OrderError {
    fn pass(self) -> To {
        To::hold(self)
    }
}
#[automatically_derived]
impl ::fingerpost::__private::TakesAll for OrderError {
    fn exactly(error: &mut dyn ::std::any::Any) -> ::std::option::Option<Self> {
        if let ::std::option::Option::Some(error) = ::fingerpost::__private::held::<
            PaymentError,
        >(error) {
            return ::std::option::Option::Some(Self::Payment(error));
        }
        let _ = error;
        ::std::option::Option::None
    }
    fn other(error: ::fingerpost::Error) -> Self {
        Self::Other(error)
    }
}
#[automatically_derived]
impl ::fingerpost::__private::Holds<PaymentError> for OrderError {
    fn hold(error: PaymentError) -> Self {
        Self::Payment(error)
    }
}
