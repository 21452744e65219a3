impl ::fingerpost::Item for Seat {
    const TABLE: &'static str = "Seats";
    const SOURCE: &'static str = ::std::concat!(::std::file!(), ":", ::std::line!());
    const PARTITION_KEY: &'static str = "eventName";
    const SORT_KEY: ::std::option::Option<&'static str> = ::std::option::Option::Some(
        "no",
    );
    type PartitionKey = String;
    type SortKey = u32;
}
