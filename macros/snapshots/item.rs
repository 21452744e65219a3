#[allow(dead_code, missing_docs, private_bounds, private_interfaces, unreachable_pub)]
const _: () = {
    use ::fingerpost::__private::{self as __fp, field as __f};
    type __Is<V> = __fp::Field<Seat, V>;
    type __Maybe<V> = __fp::Field<Seat, V, __fp::Optional>;
    type __Key<V> = __fp::Field<Seat, V, __fp::InKey>;
    pub struct __Fields {
        pub event_name: __Key<String>,
        pub number: __Key<u32>,
        pub r#type: __Maybe<Kind>,
        pub booked: __Is<__fp::Any>,
        pub until: __Maybe<u64>,
    }
    impl ::fingerpost::Item for Seat {
        type Key = (String, u32);
        type Version = ();
        type Unique = ();
        type Fields = __Fields;
        const FIELDS: __Fields = __Fields {
            event_name: __f("eventName"),
            number: __f("no"),
            r#type: __f("type"),
            booked: __f("booked"),
            until: __f("until"),
        };
        fn table() -> &'static __fp::TableSchema {
            const SOURCE: &str = ::std::concat!(::std::file!(), ":", ::std::line!());
            static TABLE: __fp::TableSchema = __fp::TableSchema::of::<
                Seat,
            >("Seats", SOURCE, __fp::KeySchema::of::<String>("eventName"))
                .sort_key(__fp::KeySchema::of::<u32>("no"))
                .expires(__fp::KeySchema::of::<u64>("until"));
            &TABLE
        }
    }
    impl Seat {
        const EVENT_NAME: __Key<String> = __f("eventName");
        const NUMBER: __Key<u32> = __f("no");
        pub const TYPE: __Maybe<Kind> = __f("type");
        const BOOKED: __Is<__fp::Any> = __f("booked");
        const UNTIL: __Maybe<u64> = __f("until");
    }
};
