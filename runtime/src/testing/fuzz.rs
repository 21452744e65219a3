//! Made-up requests to a route, whose answers have to be in the document and never a 5xx.

use fingerpost_local::testing::{Caller, Fuzz, Last, MadeUp, Memory};
use http::{Method, Request, Response};
use tokio::sync::Mutex;

use super::api::TestApi;
#[cfg(doc)]
use super::caller::TestCaller;
use super::exchange::Exchange;

/// The variable that says from which seed to begin.
const SEED: &str = "FINGERPOST_FUZZ_SEED";

/// How often a body that takes too much memory is sent, until it is told.
const MEASURED: usize = 3;
/// After a larger body the tables hold again what they held at first.
const LARGE: usize = 64 * 1024;

/// Taken by whoever fuzzes, so that the memory of the process is looked at for one route at a time.
static TURN: Mutex<()> = Mutex::const_new(());

/// What is told of the request that was being answered when the process ended.
const ENDED: &str = "the process ended before it was answered";

/// After so many requests the tables hold again what they held at first, so that lists stay short.
const KEPT: usize = 50;

/// Who sends the requests, if the gateway knows.
type By<'c> = Option<&'c Caller>;

impl TestApi {
    /// Sends so many made-up requests to a route, and fails the test where one does what none may.
    ///
    /// A request is made of what the route's signature says, by its schemas, and most are then changed to what
    /// clients and attackers send: values of other types, bytes that are not text, broken encodings, names that
    /// parsers reserve, nesting, repetition, and bodies at the limit of their size. The test fails
    ///
    /// - when an answer is a 5xx, as that to a panic is, or is not in the OpenAPI document;
    /// - when something was written, and what can be read of the API is a 5xx afterwards: the answer's
    ///   `location`, and every `GET` that needs no parameter and went well before;
    /// - when a body at the limit of its size takes more memory than a function of 128 MB can spare, 100 MB for a
    ///   route without a `body_limit` of its own. Only Linux counts it, for the whole process: a test that runs
    ///   beside this one, and takes much, counts too. Routes are fuzzed one after the other.
    ///
    /// What is written meanwhile is taken out of the tables again.
    ///
    /// The seed is a random one, or that of the variable `FINGERPOST_FUZZ_SEED`. A failure prints it, and the
    /// request as a test that can be pasted. Where a request ends the whole process, by a stack overflow or an abort, both
    /// are on stderr after the process's end. A request that needs what the signature does not say, such as a
    /// caller in a header that an extractor of your own reads, is refused, and the route behind it is
    /// not reached. A route that asks for a caller is fuzzed by one: [`TestCaller::fuzz`].
    ///
    /// # Panics
    ///
    /// When a request fails it, or when there is no route of that name.
    pub async fn fuzz(&self, route: &str, cases: usize) {
        self.fuzz_by(None, route, cases, None).await;
    }

    /// Sends the made-up requests of a seed, as [`fuzz`](Self::fuzz) does.
    ///
    /// # Panics
    ///
    /// As [`fuzz`](Self::fuzz).
    pub async fn fuzz_from(&self, route: &str, cases: usize, seed: u64) {
        self.fuzz_by(None, route, cases, Some(seed)).await;
    }

    /// Sends the made-up requests of a caller, where there is one.
    pub(super) async fn fuzz_by(&self, by: By<'_>, route: &str, cases: usize, seed: Option<u64>) {
        let seed = seed.unwrap_or_else(chosen);
        let _turn = TURN.lock().await;
        let mut lists = Vec::new();
        for path in self.running().desk.readable() {
            // What fails before is not this route's doing.
            if self.read(by, &path).await.is_ok() {
                lists.push(path);
            }
        }
        let held = self.running().desk.snapshot().unwrap_or_else(|wrong| panic!("{wrong}"));
        let fuzz = self.running().desk.fuzz(route, &held).unwrap_or_else(|wrong| panic!("{wrong}"));
        let last = Last::start().unwrap_or_else(|wrong| panic!("{wrong}"));
        let keep = |text: &str| last.keep(text).unwrap_or_else(|wrong| panic!("{wrong}"));
        let told = |number, made: &MadeUp, why: &str, then: Option<&str>| {
            let test = as_test(route, number, made, then);
            format!(
                "seed {seed}, request {number} of {cases} to `{route}`: {why}

`{SEED}={seed}` sends them \
                 again. As a test:

{test}"
            )
        };
        // A function opens what it keeps with its first request.
        let first = fuzz.request(seed, 0);
        keep(&told(0, &first, ENDED, None));
        let _ = self.answered(by, first.request).await;
        let measured = |made: &MadeUp| keep(&format!("`{route}`: {ENDED}\n\n{}", measured(made)));
        if let Err((made, why)) = self.measure(by, &fuzz, measured).await {
            panic!("{why}\n\n{}", self::measured(&made));
        }
        for number in 0..cases {
            let made = fuzz.request(seed, number as u64);
            keep(&told(number, &made, ENDED, None));
            let reads = |path: &str| keep(&told(number, &made, ENDED, Some(path)));
            if let Err((why, then)) = self.try_one(by, &made, &lists, reads).await {
                panic!("{}", told(number, &made, &why, then.as_deref()));
            }
            if made.request.body().len() > LARGE || number % KEPT == 0 {
                self.running().desk.restore(&held).unwrap_or_else(|wrong| panic!("{wrong}"));
            }
        }
        self.running().desk.restore(&held).unwrap_or_else(|wrong| panic!("{wrong}"));
    }

    /// Sends one request, and says what it reads after it; an error is what is wrong with what the request does, and the
    /// path by which that is seen.
    async fn try_one(
        &self,
        by: By<'_>,
        made: &MadeUp,
        lists: &[String],
        reads: impl Fn(&str),
    ) -> Result<(), (String, Option<String>)> {
        let answer = self.answered(by, made.request.clone()).await.map_err(|why| (why, None))?;
        let wrote = !matches!(*made.request.method(), Method::GET | Method::HEAD);
        if !(wrote && answer.status().is_success()) {
            return Ok(());
        }
        let location = answer.headers().get("location").and_then(|path| path.to_str().ok());
        for path in location.into_iter().chain(lists.iter().map(String::as_str)) {
            reads(path);
            self.read(by, path).await.map_err(|why| (why, Some(path.to_owned())))?;
        }
        Ok(())
    }

    /// Sends the bodies that take the most memory, and looks at how much the function takes. DynamoDB is in this
    /// process, too, and refuses every call meanwhile, so that its memory does not count.
    async fn measure(
        &self,
        by: By<'_>,
        fuzz: &Fuzz<'_>,
        keep: impl Fn(&MadeUp),
    ) -> Result<(), (MadeUp, String)> {
        let limit = fuzz.memory_limit();
        for made in fuzz.extremes() {
            keep(&made);
            let mut grown = usize::MAX;
            // Other tests of this process take memory, too, though not each time.
            for _ in 0..MEASURED {
                let Some(memory) = Memory::watch() else { return Ok(()) };
                self.running().desk.shut(true);
                self.running().desk.send(sent_by(by, made.request.clone())).await;
                self.running().desk.shut(false);
                grown = memory.grown();
                if grown <= limit {
                    break;
                }
            }
            if grown > limit {
                let (body, grown, limit) = (made.request.body().len(), grown / 1_000_000, limit / 1_000_000);
                let why = format!("a body of {body} bytes takes {grown} MB of memory; it may take {limit}");
                return Err((made, why));
            }
        }
        Ok(())
    }

    async fn read(&self, by: By<'_>, path: &str) -> Result<(), String> {
        let mut request = Request::new(bytes::Bytes::new());
        *request.uri_mut() = path.parse().map_err(|_| format!("the location `{path}` cannot be read"))?;
        self.answered(by, request).await.map(drop).map_err(|why| format!("after it was written, {why}"))
    }

    /// The answer, if it is one that may be.
    async fn answered(
        &self,
        by: By<'_>,
        request: Request<bytes::Bytes>,
    ) -> Result<Response<bytes::Bytes>, String> {
        let (exchange, wrong) = Exchange::of(self.running(), sent_by(by, request)).await;
        if exchange.response.status().is_server_error() {
            return Err(format!("the answer is a 5xx\n\n{exchange}"));
        }
        match wrong {
            None => Ok(exchange.response),
            Some(wrong) => Err(format!("{wrong}\n\n{exchange}")),
        }
    }
}

/// A request that is one for its memory.
fn measured(made: &MadeUp) -> String {
    format!("The request, whose memory no other test measures:\n\n    {}\n", made.code)
}

/// A test that fails as the request did.
fn as_test(route: &str, number: usize, made: &MadeUp, then: Option<&str>) -> String {
    let code = &made.code;
    let then =
        then.map(|path| format!("\n    let answer = api.get({path:?}).send().await;")).unwrap_or_default();
    format!(
        "#[tokio::test]\nasync fn {route}_{number}() {{\n    let api = TestApi::start(api()).await;\n    let answer = \
         {code}{then}\n    assert!(!answer.status().is_server_error(), \"{{answer}}\");\n}}\n"
    )
}

fn sent_by(by: By<'_>, mut request: Request<bytes::Bytes>) -> Request<bytes::Bytes> {
    if let Some(caller) = by {
        request.extensions_mut().insert(caller.clone());
    }
    request
}

/// The seed that the environment gives, or a random one.
fn chosen() -> u64 {
    let seed = std::env::var(SEED).ok();
    let seed = seed.map(|seed| seed.parse().unwrap_or_else(|_| panic!("{SEED} is a number, got `{seed}`")));
    seed.unwrap_or_else(|| fastrand::u64(..))
}
