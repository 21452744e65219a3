//! Functions side by side, handlers as plain functions, and requests for extractors.

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use fingerpost::testing::{Database, TestApi};
use fingerpost::{Clock, FromRequest, Ids, Json, Method, PutItem, Request, State, Table};

use crate::routes::{Greeting, Place, Tea, now, tea};
use crate::{api, start};

#[tokio::test]
async fn each_test_has_data_of_its_own() {
    let (one, other) = (start().await, start().await);
    one.seed(&[Tea::of("green", 50)]).await;
    other.get("/teas/green").send().await.assert(404);
    one.get("/teas/green").send().await.assert(200);
}

#[tokio::test]
async fn requests_run_at_once() {
    let api = start().await;
    let started = Instant::now();
    let slow = || api.get("/slow").send();
    let (one, two, three) = tokio::join!(slow(), slow(), slow());
    for answer in [one, two, three] {
        answer.assert(503);
    }
    // Each is given up shortly before its timeout of a second.
    assert!(started.elapsed() < Duration::from_millis(2500), "{:?}", started.elapsed());
}

#[tokio::test]
async fn a_handler_is_a_plain_function() {
    let database = Database::start().await;
    database.seed(&[Tea::of("green", 50)]).await;
    let Json(found) = tea("green".to_owned(), database.table().await).await.expect("a tea");
    assert_eq!(found, Tea::of("green", 50));
    let missing = tea("red".to_owned(), database.table().await).await.expect_err("none");
    assert_eq!(missing.status(), 404);

    let teas: Table<Tea, PutItem> = Table::in_memory().await;
    teas.put(&Tea::of("white", 5)).await.expect("puts");
}

#[tokio::test]
async fn an_extractor_reads_a_request_of_its_own() {
    let request =
        || Request::of(Method::POST, "/teas?a=1").header("x-a", "b").path_parameter("name", "red tea");
    let Json(read) = request().json(Tea::of("red", 3)).extract::<Json<Tea>>().await.expect("a tea");
    assert_eq!(read, Tea::of("red", 3));
    let refused = request().body("{").header("content-type", "application/json").extract::<Json<Tea>>().await;
    assert_eq!(refused.map(|_| ()).expect_err("refused").status(), 400);
    let opened = request().variable("PLACE", "home").extract::<Place>().await.expect("opens");
    assert_eq!(opened.0, "home");
    let state = request().resource(State(Arc::new(7_u8))).extract::<State<u8>>().await.expect("is given");
    assert_eq!(*state, 7);
    let read = request().extract::<Parts>().await.expect("reads");
    assert_eq!(
        (read.0, read.1, read.2),
        (vec!["1".to_owned()], Some("b".to_owned()), Some("red tea".to_owned()))
    );
}

/// The query's `a`, the header `x-a` and the path's `name`.
struct Parts(Vec<String>, Option<String>, Option<String>);

impl FromRequest for Parts {
    async fn from_request(request: &Request<'_>) -> fingerpost::Result<Self> {
        let header = request.header("x-a").map(std::borrow::Cow::into_owned);
        let name = request.path_parameter("name").map(std::borrow::Cow::into_owned);
        Ok(Self(request.query_parameter("a")?, header, name))
    }
}

#[tokio::test]
async fn a_test_says_what_time_it_is_and_which_ids_there_are() {
    let api = start().await;
    api.set_time(SystemTime::UNIX_EPOCH + Duration::from_mins(1));
    api.set_ids(["first"]);
    api.get("/now").send().await.assert(200).assert_body((60, "first"));
    api.advance(Duration::from_secs(5));
    let out_of_ids = api.get("/now").send().await;
    assert!(out_of_ids.assert(500).log().contains("a test gave fewer ids than were asked for"));
    api.set_ids(["second"]);
    api.get("/now").send().await.assert(200).assert_body((65, "second"));

    let clock = Clock::at(SystemTime::UNIX_EPOCH);
    clock.advance(Duration::from_secs(9));
    let Json(now) = now(clock, Ids::of(["other"])).await.expect("answers");
    assert_eq!(now, (9, "other".to_owned()));
    let (before, clock) = (SystemTime::now(), Clock::system());
    clock.advance(Duration::from_hours(1));
    assert!(clock.now() >= before && clock.now() < before + Duration::from_mins(15));
}

#[tokio::test]
async fn a_test_gives_variables_and_states() {
    let api = TestApi::of(api()).variable("PLACE", "test").state(Greeting("Hello")).start().await;
    let answer = api.get("/greeting").send().await;
    answer.assert(200).assert_text("Hello, test");
    assert!(answer.log().contains("from another thread"), "{}", answer.log());
    start().await.get("/greeting").send().await.assert_text("Good day, nowhere");
}

#[tokio::test(start_paused = true)]
async fn a_test_may_stop_the_clock_of_tokio() {
    let api = start().await;
    api.seed(&[Tea::of("green", 50)]).await;
    api.get("/teas/green").send().await.assert(200);
    assert_eq!(api.items::<Tea>().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_test_may_have_several_threads() {
    let api = Arc::new(start().await);
    api.seed(&[Tea::of("green", 50)]).await;
    let get = |_| {
        let api = Arc::clone(&api);
        tokio::spawn(async move {
            api.get("/teas/green").send().await.assert(200);
        })
    };
    let all: Vec<_> = (0..30).map(get).collect();
    for one in all {
        one.await.expect("answers");
    }
}

#[test]
fn one_api_serves_tests_of_several_runtimes() {
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let api = runtime().block_on(start());
    runtime().block_on(api.seed(&[Tea::of("green", 50)]));
    for _ in 0..2 {
        runtime().block_on(async {
            api.get("/teas/green").send().await.assert(200);
        });
    }
}

#[tokio::test]
#[should_panic(expected = "`Api::dynamodb_client` may lead to another DynamoDB than the test's")]
async fn an_api_with_a_client_of_its_own_is_refused() {
    TestApi::start(api().dynamodb_client(|_| unreachable!("no client is made"))).await;
}
