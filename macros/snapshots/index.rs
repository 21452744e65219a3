///The index `ByStatus` of the table `Orders`.
#[allow(dead_code)]
#[derive(Debug, Clone, Copy)]
pub struct ByStatus;
#[allow(dead_code, missing_docs, private_bounds, private_interfaces, unreachable_pub)]
const _: () = {
    use ::fingerpost::__private::{self as __fp, field as __f};
    type __Is<V> = __fp::Field<Order, V>;
    type __Maybe<V> = __fp::Field<Order, V, __fp::Optional>;
    type __Key<V> = __fp::Field<Order, V, __fp::InKey>;
    type __Version<V> = __fp::Field<Order, V, __fp::Counted>;
    type __Unique<V> = __fp::Field<Order, V, __fp::Distinct>;
    pub struct __Fields {
        pub id: __Key<OrderId>,
        pub status: __Is<Status>,
        pub number: __Unique<u32>,
        pub region: __Maybe<String>,
        pub total: __Version<u64>,
    }
    impl ::fingerpost::Item for Order {
        type Key = (OrderId,);
        type Version = u64;
        type Unique = __fp::Distinct;
        type Fields = __Fields;
        const FIELDS: __Fields = __Fields {
            id: __f("id"),
            status: __f("status"),
            number: __f("number"),
            region: __f("region"),
            total: __f("total"),
        };
        fn table() -> &'static __fp::TableSchema {
            const SOURCE: &str = ::std::concat!(::std::file!(), ":", ::std::line!());
            static UNIQUE: __fp::UniqueSchema = __fp::unique(
                "OrdersUnique",
                SOURCE,
                &["number"],
            );
            static TABLE: __fp::TableSchema = __fp::TableSchema::of::<
                Order,
            >("Orders", SOURCE, __fp::KeySchema::of::<OrderId>("id"))
                .version("total")
                .unique(&UNIQUE)
                .indexes(&[<ByStatus as ::fingerpost::Index>::schema]);
            &TABLE
        }
    }
    impl Order {
        const ID: __Key<OrderId> = __f("id");
        const STATUS: __Is<Status> = __f("status");
        const NUMBER: __Unique<u32> = __f("number");
        const REGION: __Maybe<String> = __f("region");
        const TOTAL: __Version<u64> = __f("total");
    }
    impl ::fingerpost::Versioned for Order {
        fn version_field(&self) -> &u64 {
            &self.total
        }
        fn version_field_mut(&mut self) -> &mut u64 {
            &mut self.total
        }
    }
    impl ::fingerpost::Index for ByStatus {
        type Of = Order;
        type Projected = Label;
        fn schema() -> &'static __fp::IndexSchema {
            static INDEX: __fp::IndexSchema = __fp::IndexSchema::new(
                    ::std::stringify!(ByStatus),
                    &[__fp::KeySchema::of::<Status>("status")],
                    &[
                        __fp::KeySchema::of::<String>("region"),
                        __fp::KeySchema::of::<u64>("total"),
                    ],
                )
                .project::<Label>();
            &INDEX
        }
    }
    impl ByStatus {
        pub fn of(
            status: impl __fp::Value<Status>,
        ) -> __fp::IndexKey<Self, (String, (u64, ()))> {
            __fp::IndexKey::of([__fp::Value::<Status>::attribute(status)])
        }
    }
};
