//! The same with a hundred routes: what a route costs that is not called.

#[path = "memory.rs"]
mod memory;

use std::process::ExitCode;

use fingerpost::{Headers, Json, route};

fn main() -> ExitCode {
    memory::main()
}

macro_rules! routes {
    ($($name:ident $path:tt,)*) => {$(
        #[route(GET, $path)]
        async fn $name(id: String, headers: Headers) -> Json<String> {
            Json(id + headers.get("accept").unwrap_or_default())
        }
    )*};
}

routes! {
    more_0 "/more/0/<id>", more_1 "/more/1/<id>", more_2 "/more/2/<id>",
    more_3 "/more/3/<id>", more_4 "/more/4/<id>", more_5 "/more/5/<id>",
    more_6 "/more/6/<id>", more_7 "/more/7/<id>", more_8 "/more/8/<id>",
    more_9 "/more/9/<id>", more_10 "/more/10/<id>", more_11 "/more/11/<id>",
    more_12 "/more/12/<id>", more_13 "/more/13/<id>", more_14 "/more/14/<id>",
    more_15 "/more/15/<id>", more_16 "/more/16/<id>", more_17 "/more/17/<id>",
    more_18 "/more/18/<id>", more_19 "/more/19/<id>", more_20 "/more/20/<id>",
    more_21 "/more/21/<id>", more_22 "/more/22/<id>", more_23 "/more/23/<id>",
    more_24 "/more/24/<id>", more_25 "/more/25/<id>", more_26 "/more/26/<id>",
    more_27 "/more/27/<id>", more_28 "/more/28/<id>", more_29 "/more/29/<id>",
    more_30 "/more/30/<id>", more_31 "/more/31/<id>", more_32 "/more/32/<id>",
    more_33 "/more/33/<id>", more_34 "/more/34/<id>", more_35 "/more/35/<id>",
    more_36 "/more/36/<id>", more_37 "/more/37/<id>", more_38 "/more/38/<id>",
    more_39 "/more/39/<id>", more_40 "/more/40/<id>", more_41 "/more/41/<id>",
    more_42 "/more/42/<id>", more_43 "/more/43/<id>", more_44 "/more/44/<id>",
    more_45 "/more/45/<id>", more_46 "/more/46/<id>", more_47 "/more/47/<id>",
    more_48 "/more/48/<id>", more_49 "/more/49/<id>", more_50 "/more/50/<id>",
    more_51 "/more/51/<id>", more_52 "/more/52/<id>", more_53 "/more/53/<id>",
    more_54 "/more/54/<id>", more_55 "/more/55/<id>", more_56 "/more/56/<id>",
    more_57 "/more/57/<id>", more_58 "/more/58/<id>", more_59 "/more/59/<id>",
    more_60 "/more/60/<id>", more_61 "/more/61/<id>", more_62 "/more/62/<id>",
    more_63 "/more/63/<id>", more_64 "/more/64/<id>", more_65 "/more/65/<id>",
    more_66 "/more/66/<id>", more_67 "/more/67/<id>", more_68 "/more/68/<id>",
    more_69 "/more/69/<id>", more_70 "/more/70/<id>", more_71 "/more/71/<id>",
    more_72 "/more/72/<id>", more_73 "/more/73/<id>", more_74 "/more/74/<id>",
    more_75 "/more/75/<id>", more_76 "/more/76/<id>", more_77 "/more/77/<id>",
    more_78 "/more/78/<id>", more_79 "/more/79/<id>", more_80 "/more/80/<id>",
    more_81 "/more/81/<id>", more_82 "/more/82/<id>", more_83 "/more/83/<id>",
    more_84 "/more/84/<id>", more_85 "/more/85/<id>", more_86 "/more/86/<id>",
    more_87 "/more/87/<id>", more_88 "/more/88/<id>", more_89 "/more/89/<id>",
    more_90 "/more/90/<id>", more_91 "/more/91/<id>", more_92 "/more/92/<id>",
    more_93 "/more/93/<id>", more_94 "/more/94/<id>", more_95 "/more/95/<id>",
    more_96 "/more/96/<id>", more_97 "/more/97/<id>", more_98 "/more/98/<id>",
}
