//! The same with a hundred routes: what a route costs that is not called.

#[path = "memory.rs"]
mod memory;

use std::process::ExitCode;

use fingerpost::{Headers, Json, route};

fn main() -> ExitCode {
    memory::main()
}

#[route(GET, "/more/0/<id>")]
async fn more_0(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/1/<id>")]
async fn more_1(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/2/<id>")]
async fn more_2(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/3/<id>")]
async fn more_3(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/4/<id>")]
async fn more_4(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/5/<id>")]
async fn more_5(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/6/<id>")]
async fn more_6(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/7/<id>")]
async fn more_7(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/8/<id>")]
async fn more_8(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/9/<id>")]
async fn more_9(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/10/<id>")]
async fn more_10(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/11/<id>")]
async fn more_11(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/12/<id>")]
async fn more_12(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/13/<id>")]
async fn more_13(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/14/<id>")]
async fn more_14(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/15/<id>")]
async fn more_15(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/16/<id>")]
async fn more_16(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/17/<id>")]
async fn more_17(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/18/<id>")]
async fn more_18(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/19/<id>")]
async fn more_19(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/20/<id>")]
async fn more_20(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/21/<id>")]
async fn more_21(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/22/<id>")]
async fn more_22(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/23/<id>")]
async fn more_23(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/24/<id>")]
async fn more_24(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/25/<id>")]
async fn more_25(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/26/<id>")]
async fn more_26(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/27/<id>")]
async fn more_27(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/28/<id>")]
async fn more_28(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/29/<id>")]
async fn more_29(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/30/<id>")]
async fn more_30(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/31/<id>")]
async fn more_31(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/32/<id>")]
async fn more_32(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/33/<id>")]
async fn more_33(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/34/<id>")]
async fn more_34(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/35/<id>")]
async fn more_35(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/36/<id>")]
async fn more_36(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/37/<id>")]
async fn more_37(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/38/<id>")]
async fn more_38(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/39/<id>")]
async fn more_39(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/40/<id>")]
async fn more_40(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/41/<id>")]
async fn more_41(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/42/<id>")]
async fn more_42(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/43/<id>")]
async fn more_43(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/44/<id>")]
async fn more_44(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/45/<id>")]
async fn more_45(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/46/<id>")]
async fn more_46(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/47/<id>")]
async fn more_47(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/48/<id>")]
async fn more_48(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/49/<id>")]
async fn more_49(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/50/<id>")]
async fn more_50(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/51/<id>")]
async fn more_51(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/52/<id>")]
async fn more_52(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/53/<id>")]
async fn more_53(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/54/<id>")]
async fn more_54(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/55/<id>")]
async fn more_55(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/56/<id>")]
async fn more_56(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/57/<id>")]
async fn more_57(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/58/<id>")]
async fn more_58(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/59/<id>")]
async fn more_59(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/60/<id>")]
async fn more_60(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/61/<id>")]
async fn more_61(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/62/<id>")]
async fn more_62(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/63/<id>")]
async fn more_63(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/64/<id>")]
async fn more_64(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/65/<id>")]
async fn more_65(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/66/<id>")]
async fn more_66(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/67/<id>")]
async fn more_67(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/68/<id>")]
async fn more_68(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/69/<id>")]
async fn more_69(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/70/<id>")]
async fn more_70(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/71/<id>")]
async fn more_71(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/72/<id>")]
async fn more_72(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/73/<id>")]
async fn more_73(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/74/<id>")]
async fn more_74(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/75/<id>")]
async fn more_75(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/76/<id>")]
async fn more_76(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/77/<id>")]
async fn more_77(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/78/<id>")]
async fn more_78(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/79/<id>")]
async fn more_79(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/80/<id>")]
async fn more_80(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/81/<id>")]
async fn more_81(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/82/<id>")]
async fn more_82(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/83/<id>")]
async fn more_83(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/84/<id>")]
async fn more_84(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/85/<id>")]
async fn more_85(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/86/<id>")]
async fn more_86(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/87/<id>")]
async fn more_87(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/88/<id>")]
async fn more_88(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/89/<id>")]
async fn more_89(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/90/<id>")]
async fn more_90(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/91/<id>")]
async fn more_91(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/92/<id>")]
async fn more_92(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/93/<id>")]
async fn more_93(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/94/<id>")]
async fn more_94(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/95/<id>")]
async fn more_95(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/96/<id>")]
async fn more_96(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/97/<id>")]
async fn more_97(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}

#[route(GET, "/more/98/<id>")]
async fn more_98(id: String, limit: Headers) -> Json<String> {
    Json(id + limit.get("accept").unwrap_or_default())
}
