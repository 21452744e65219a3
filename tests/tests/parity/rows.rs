//! The facts, by the part of the gateway that shows them.

use super::{Row, Section};

const DOC: &str = "AWS's documentation";
const SEEN: &str = "captures from AWS";
const BOTH: &str = "AWS's documentation, captures from AWS";
const CORS: &str = "AWS's page on CORS for HTTP APIs";
const DOTNET: &str = "aws-lambda-dotnet";
const SANDBOX: &str = "architect/sandbox (\"observed\")";
const FLOCI: &str = "floci#2172, measured on AWS";
const ROUTING: &str = "AWS's page on routes of HTTP APIs";
const RFC: &str = "RFC 9112";

const fn row(
    fact: &'static str,
    source: &'static str,
    switch: &'static str,
    request: &'static str,
    expected: &'static [(&'static str, &'static str)],
) -> Row {
    Row { fact, source, switch, request, expected }
}

pub(crate) const SECTIONS: &[Section] = &[
    Section { title: "The event", answers: false, rows: EVENT },
    Section { title: "The body in the event", answers: false, rows: BODY },
    Section { title: "The function's answer", answers: true, rows: ANSWER },
    Section { title: "Its own answers", answers: false, rows: OWN },
    Section { title: "Routing", answers: false, rows: MATCHING },
    Section { title: "CORS", answers: false, rows: CROSS_ORIGIN },
    Section { title: "Requests that few clients send", answers: false, rows: ODD },
];

const EVENT: &[Row] = &[
    row(
        "Payload format 2.0",
        DOC,
        "",
        "GET /event/x",
        &[
            ("event /version", r#""2.0""#),
            ("event /routeKey", r#""ANY /event/{rest+}""#),
            ("event /requestContext/routeKey", r#""ANY /event/{rest+}""#),
            ("event /requestContext/stage", r#""$default""#),
            ("event /requestContext/http/method", r#""GET""#),
            ("event /requestContext/http/protocol", r#""HTTP/1.1""#),
            ("event /requestContext/http/sourceIp", r#""127.0.0.1""#),
        ],
    ),
    row(
        "Header names are lower case; repeated headers are joined with a comma and no space",
        "AWS's documentation; voker, 2026",
        "header_separator",
        "GET /event/x\nX-Twice: one\nX-Twice: two",
        &[("event /headers/x-twice", r#""one,two""#)],
    ),
    row(
        "Cookies are an array, and no header",
        SEEN,
        "",
        "GET /event/x\ncookie: a=1; b=2\ncookie: c=3;d=4",
        &[("event /cookies", r#"["a=1","b=2","c=3","d=4"]"#), ("event /headers/cookie", "")],
    ),
    row(
        "The query string stays as it was sent; its parameters are decoded, repeated ones joined with a comma",
        SEEN,
        "",
        "GET /event/x?t=a,b&t=c%26d&t=e+f&g",
        &[
            ("event /rawQueryString", r#""t=a,b&t=c%26d&t=e+f&g""#),
            ("event /queryStringParameters", r#"{"g":"","t":"a,b,c&d,e f"}"#),
        ],
    ),
    row(
        "Empty parts are absent",
        SEEN,
        "",
        "GET /event/x",
        &[
            ("event /queryStringParameters", ""),
            ("event /rawQueryString", r#""""#),
            ("event /cookies", ""),
            ("event /body", ""),
            ("event /isBase64Encoded", "false"),
        ],
    ),
    row(
        "The path and its parameters are decoded, an encoded slash too",
        BOTH,
        "",
        "GET /event/a%20b%2Fc%C3%A9",
        &[
            ("event /rawPath", r#""/event/a b/cé""#),
            ("event /requestContext/http/path", r#""/event/a b/cé""#),
            ("event /pathParameters/rest", r#""a b/cé""#),
        ],
    ),
    row(
        "Time in the common log format, and in milliseconds",
        DOC,
        "",
        "GET /event/x",
        &[
            ("event /requestContext/time", r#""??/???/????:??:??:?? +0000""#),
            ("event /requestContext/timeEpoch", "?????????????"),
        ],
    ),
    row(
        "A trace id is added",
        "46 of 48 captures",
        "",
        "GET /event/x",
        &[("event /headers/x-amzn-trace-id", r#""Root=1-????????-????????????????????????""#)],
    ),
    row(
        "A trace id that the client sends is kept",
        "no source; X-Ray's own rule",
        "",
        "GET /event/x\nx-amzn-trace-id: Root=1-5759e988-bd862e3fe1be46a994272793",
        &[("event /headers/x-amzn-trace-id", r#""Root=1-5759e988-bd862e3fe1be46a994272793""#)],
    ),
    row(
        "Headers of the connection never reach a function",
        "0 of 48 captures; architect/sandbox",
        "",
        "GET /event/x\nconnection: keep-alive\nte: trailers\nupgrade: h2c\nexpect: 100-continue\nproxy-authenticate: Basic\nx-other: 1",
        &[
            ("event /headers/connection", ""),
            ("event /headers/te", ""),
            ("event /headers/upgrade", ""),
            ("event /headers/expect", ""),
            ("event /headers/proxy-authenticate", ""),
            ("event /headers/transfer-encoding", ""),
            ("event /headers/x-other", r#""1""#),
        ],
    ),
    row(
        "A body in chunks arrives whole, with its length",
        SEEN,
        "",
        "POST /event/x\ncontent-type: text/plain\ntransfer-encoding: chunked\n\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n",
        &[
            ("event /body", r#""hello""#),
            ("event /headers/content-length", r#""5""#),
            ("event /headers/transfer-encoding", ""),
        ],
    ),
    row(
        "The request's id is the same in the event and in the response",
        SEEN,
        "",
        "GET /event/x",
        &[
            ("event /requestContext/requestId", r#""???????????????=""#),
            ("header apigw-requestid", "the event's /requestContext/requestId"),
        ],
    ),
];

const BODY: &[Row] = &[
    row(
        "Text is text, its charset may be named",
        FLOCI,
        "",
        "POST /event/x\ncontent-type: TEXT/PLAIN; CHARSET=UTF-8\n\nhello",
        &[("event /body", r#""hello""#), ("event /isBase64Encoded", "false")],
    ),
    row(
        "JSON is text",
        FLOCI,
        "",
        "POST /event/x\ncontent-type: application/json; charset=utf-8\n\n{}",
        &[("event /body", r#""{}""#)],
    ),
    row(
        "XML is text",
        FLOCI,
        "",
        "POST /event/x\ncontent-type: application/xml\n\n<a/>",
        &[("event /body", r#""<a/>""#)],
    ),
    row(
        "JavaScript is text",
        FLOCI,
        "",
        "POST /event/x\ncontent-type: application/javascript\n\n1",
        &[("event /body", r#""1""#)],
    ),
    row(
        "GraphQL is text",
        "floci#2172, measured on AWS; ministack disagrees",
        "graphql_is_text",
        "POST /event/x\ncontent-type: application/graphql\n\n{a}",
        &[("event /body", r#""{a}""#), ("event /isBase64Encoded", "false")],
    ),
    row(
        "A charset other than UTF-8 arrives in base64",
        FLOCI,
        "",
        "POST /event/x\ncontent-type: text/plain; charset=iso-8859-1\n\nhello",
        &[("event /body", r#""aGVsbG8=""#), ("event /isBase64Encoded", "true")],
    ),
    row(
        "A form arrives in base64",
        FLOCI,
        "",
        "POST /event/x\ncontent-type: application/x-www-form-urlencoded\n\na=1",
        &[("event /body", r#""YT0x""#), ("event /isBase64Encoded", "true")],
    ),
    row(
        "A body of no type arrives in base64",
        FLOCI,
        "",
        "POST /event/x\n\nhello",
        &[("event /body", r#""aGVsbG8=""#)],
    ),
    row(
        "Other types of JSON arrive in base64",
        "the documented list lacks them",
        "suffix_json_is_text",
        "POST /event/x\ncontent-type: application/problem+json\n\n{}",
        &[("event /body", r#""e30=""#)],
    ),
];

const ANSWER: &[Row] = &[
    row(
        "An object without `statusCode` is the body",
        SEEN,
        "",
        r#"{"message":"hello"}"#,
        &[("status", "200"), ("header content-type", "application/json"), ("body", r#"{"message":"hello"}"#)],
    ),
    row(
        "A string goes out unquoted",
        "aws-lambda-dotnet, sam-cli, architect/sandbox, serverless-offline",
        "",
        r#""te\"st\u0021""#,
        &[("status", "200"), ("header content-type", "application/json"), ("body", r#"te"st!"#)],
    ),
    row(
        "What is not JSON is the body",
        SEEN,
        "",
        "{not json",
        &[("status", "200"), ("header content-type", "application/json"), ("body", "{not json")],
    ),
    row(
        "Without a content type it is text",
        SEEN,
        "",
        r#"{"statusCode":201,"body":"a"}"#,
        &[("status", "201"), ("header content-type", "text/plain; charset=utf-8"), ("body", "a")],
    ),
    row(
        "A status of 0 is malformed",
        SEEN,
        "",
        r#"{"statusCode":0}"#,
        &[("status", "500"), ("body", r#"{"message":"Internal Server Error"}"#)],
    ),
    row(
        "A status of 200.5 is malformed",
        SEEN,
        "",
        r#"{"statusCode":200.5}"#,
        &[("status", "500"), ("body", r#"{"message":"Internal Server Error"}"#)],
    ),
    row(
        "A body that is not text is malformed",
        DOTNET,
        "",
        r#"{"statusCode":200,"body":{"a":1}}"#,
        &[("status", "500")],
    ),
    row(
        "A header that would split the response is malformed",
        "no source; HTTP cannot carry it",
        "",
        r#"{"statusCode":200,"headers":{"a":"b\r\nc: d"}}"#,
        &[("status", "500"), ("header c", "")],
    ),
    row(
        "A body in base64 goes out decoded",
        SEEN,
        "",
        r#"{"statusCode":200,"isBase64Encoded":true,"body":"aGVsbG8="}"#,
        &[("body", "hello")],
    ),
    row(
        "Base64 that is none is malformed",
        "no source; there is nothing to send",
        "",
        r#"{"statusCode":200,"isBase64Encoded":true,"body":"?"}"#,
        &[("status", "500")],
    ),
    row(
        "Each cookie is a header",
        DOC,
        "",
        r#"{"statusCode":200,"cookies":["a=1","b=2"]}"#,
        &[("header set-cookie", "a=1|b=2")],
    ),
    row(
        "`cookies` stand before a `set-cookie` header",
        "ministack (\"observed\"), architect/sandbox; sam-cli has the reverse",
        "cookies_come_first",
        r#"{"statusCode":200,"headers":{"set-cookie":"a=1"},"cookies":["b=2"]}"#,
        &[("header set-cookie", "b=2|a=1")],
    ),
    row(
        "`date` and `upgrade` of the function are dropped",
        SANDBOX,
        "date_and_upgrade_are_dropped",
        r#"{"statusCode":200,"headers":{"date":"then","Upgrade":"h2c","x-a":"1"}}"#,
        &[("header date", "???, ?? ??? ???? ??:??:?? GMT"), ("header upgrade", ""), ("header x-a", "1")],
    ),
    row(
        "Headers of the connection are the gateway's own",
        SANDBOX,
        "",
        r#"{"statusCode":200,"headers":{"connection":"close","transfer-encoding":"gzip","content-length":"7"},"body":"a"}"#,
        &[("header connection", ""), ("header transfer-encoding", ""), ("header content-length", "1")],
    ),
    row(
        "A 204 has no body and no length",
        "RFC 9110",
        "",
        r#"{"statusCode":204,"body":"a"}"#,
        &[("status", "204"), ("header content-length", ""), ("header content-type", ""), ("body", "")],
    ),
    row(
        "A 304 has no body",
        "RFC 9110",
        "",
        r#"{"statusCode":304,"body":"a"}"#,
        &[("status", "304"), ("header content-length", ""), ("body", "")],
    ),
    row(
        "An id and a date are added",
        SEEN,
        "",
        r#"{"statusCode":200}"#,
        &[("header apigw-requestid", "???????????????="), ("header date", "???, ?? ??? ???? ??:??:?? GMT")],
    ),
];

const OWN: &[Row] = &[
    row(
        "No route for this path",
        SEEN,
        "",
        "GET /nope",
        &[
            ("status", "404"),
            ("header content-type", "application/json"),
            ("body", r#"{"message":"Not Found"}"#),
        ],
    ),
    row(
        "No route for this method: never 405",
        SEEN,
        "",
        "DELETE /cookies",
        &[("status", "404"), ("body", r#"{"message":"Not Found"}"#)],
    ),
    row(
        "A function that ends without an answer",
        BOTH,
        "",
        "GET /exit",
        &[("status", "500"), ("body", r#"{"message":"Internal Server Error"}"#)],
    ),
    row(
        "A body that Lambda does not take is refused by its length, unread",
        DOC,
        "",
        "POST /raw\ncontent-length: 6291557",
        &[("status", "413"), ("body", r#"{"message":"Request Entity Too Large"}"#)],
    ),
    row(
        "Headers over 10,240 bytes",
        DOC,
        "",
        "GET /event/x\nx-long: {10240 bytes}",
        &[("status", "431"), ("body", r#"{"message":"Request Header Fields Too Large"}"#)],
    ),
    row(
        "A request line over 10,240 bytes",
        DOC,
        "",
        "GET /event/x?{10240 bytes}",
        &[("status", "431"), ("body", r#"{"message":"Request Header Fields Too Large"}"#)],
    ),
    row(
        "A request line longer than this server reads",
        DOC,
        "",
        "GET /event/x?{70000 bytes}",
        &[("status", "431"), ("body", r#"{"message":"Request Header Fields Too Large"}"#)],
    ),
];

const MATCHING: &[Row] = &[
    row(
        "Literal segments win",
        ROUTING,
        "",
        "GET /pets/dog/1",
        &[("event /routeKey", r#""GET /pets/dog/1""#)],
    ),
    row("Then parameters", ROUTING, "", "GET /pets/dog/2", &[("event /routeKey", r#""GET /pets/dog/{id}""#)]),
    row(
        "Then the greedy route",
        ROUTING,
        "",
        "GET /pets/cat/2",
        &[("event /routeKey", r#""GET /pets/{rest+}""#), ("event /pathParameters/rest", r#""cat/2""#)],
    ),
    row(
        "`ANY` has the methods that nothing else has",
        ROUTING,
        "",
        "POST /pets/dog/1",
        &[("event /routeKey", r#""ANY /pets/{rest+}""#)],
    ),
    row("A `GET` route does not serve `HEAD`", ROUTING, "", "HEAD /cookies", &[("status", "404")]),
    row(
        "A slash at the end does not reach a route without",
        "storacha/w3infra#166",
        "trailing_slash_matches",
        "GET /cookies/",
        &[("status", "404")],
    ),
    row(
        "A greedy route takes an empty rest",
        "aws-lambda-dotnet, architect/sandbox, floci, storacha/w3infra#166; ministack disagrees",
        "greedy_matches_empty",
        "GET /event/",
        &[("event /routeKey", r#""ANY /event/{rest+}""#), ("event /pathParameters/rest", r#""""#)],
    ),
    row("It does not take the path without its slash", SEEN, "", "GET /event", &[("status", "404")]),
    row(
        "The case of literal segments counts",
        "aws-lambda-dotnet alone disagrees",
        "literals_ignore_case",
        "GET /Cookies",
        &[("status", "404")],
    ),
    row(
        "Greedy routes are compared from the left",
        "aws-lambda-dotnet alone disagrees",
        "greedy_by_literals",
        "GET /greedy/a/b/c",
        &[("event /routeKey", r#""GET /greedy/a/{rest+}""#)],
    ),
    row(
        "An encoded slash stays in its segment",
        DOC,
        "",
        "GET /pets/dog/a%2Fb",
        &[("event /routeKey", r#""GET /pets/dog/{id}""#), ("event /pathParameters/id", r#""a/b""#)],
    ),
];

const CROSS_ORIGIN: &[Row] = &[
    row(
        "An allowed origin gets the declared headers",
        CORS,
        "",
        "GET /event/x\norigin: https://example.com",
        &[
            ("header access-control-allow-origin", "https://example.com"),
            ("header access-control-allow-credentials", "true"),
            ("header access-control-expose-headers", "link"),
            ("header vary", "origin"),
        ],
    ),
    row(
        "A request without `Origin` gets none",
        CORS,
        "",
        "GET /event/x",
        &[("header access-control-allow-origin", ""), ("header access-control-allow-credentials", "")],
    ),
    row(
        "Nor does one from elsewhere",
        CORS,
        "",
        "GET /event/x\norigin: https://evil.example",
        &[("header access-control-allow-origin", ""), ("header access-control-allow-credentials", "")],
    ),
    row(
        "The function's own are replaced",
        CORS,
        "",
        "POST /raw\norigin: https://example.com\ncontent-type: text/plain\n\n{\"statusCode\":200,\"headers\":{\"access-control-allow-origin\":\"*\",\"access-control-max-age\":\"1\",\"vary\":\"accept\"}}",
        &[
            ("header access-control-allow-origin", "https://example.com"),
            ("header access-control-max-age", ""),
            ("header vary", "accept, origin"),
        ],
    ),
    row(
        "And dropped where there is no `Origin`",
        CORS,
        "",
        "POST /raw\ncontent-type: text/plain\n\n{\"statusCode\":200,\"headers\":{\"access-control-allow-origin\":\"*\"}}",
        &[("header access-control-allow-origin", "")],
    ),
    row(
        "The gateway's own answers carry them",
        SEEN,
        "",
        "GET /nope\norigin: https://example.com",
        &[("status", "404"), ("header access-control-allow-origin", "https://example.com")],
    ),
    row(
        "A preflight is answered without a route",
        CORS,
        "",
        "OPTIONS /nope\norigin: https://example.com\naccess-control-request-method: PUT",
        &[
            ("status", "204"),
            ("header access-control-allow-origin", "https://example.com"),
            ("header access-control-allow-methods", "DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT"),
            ("header access-control-allow-headers", "content-type"),
            ("header access-control-max-age", "600"),
        ],
    ),
    row(
        "A preflight from elsewhere is answered without CORS headers",
        "serverless-offline; ministack has 403",
        "refused_preflight",
        "OPTIONS /nope\norigin: https://evil.example\naccess-control-request-method: PUT",
        &[
            ("status", "204"),
            ("header access-control-allow-origin", ""),
            ("header access-control-allow-methods", ""),
        ],
    ),
    row(
        "A preflight needs `Access-Control-Request-Method`",
        CORS,
        "",
        "OPTIONS /nope\norigin: https://example.com",
        &[
            ("status", "404"),
            ("header access-control-allow-origin", "https://example.com"),
            ("header access-control-allow-methods", ""),
        ],
    ),
    row("A bare `OPTIONS` is no preflight", CORS, "", "OPTIONS /cookies", &[("status", "404")]),
    row(
        "An `ANY` route catches a preflight",
        CORS,
        "",
        "OPTIONS /event/x\norigin: https://example.com\naccess-control-request-method: PUT",
        &[("event /routeKey", r#""ANY /event/{rest+}""#), ("header access-control-allow-methods", "")],
    ),
];

const ODD: &[Row] = &[
    row(
        "`HEAD` has the length of a body, and no body",
        "RFC 9110",
        "",
        "HEAD /nope",
        &[("status", "404"), ("header content-length", "23")],
    ),
    row(
        "HTTP/1.0, which needs no `Host`",
        RFC,
        "",
        "GET /event/x HTTP/1.0",
        &[
            ("event /requestContext/http/protocol", r#""HTTP/1.0""#),
            ("event /requestContext/domainName", r#""localhost""#),
        ],
    ),
    row(
        "A target in absolute form names the host",
        RFC,
        "",
        "GET http://127.0.0.1/event/x HTTP/1.1\nhost: localhost",
        &[
            ("event /rawPath", r#""/event/x""#),
            ("event /headers/host", r#""127.0.0.1""#),
            ("event /requestContext/domainName", r#""127.0.0.1""#),
        ],
    ),
    row("`OPTIONS *` is about no path", RFC, "", "OPTIONS *", &[("status", "404")]),
    row("`CONNECT` is for proxies", RFC, "", "CONNECT localhost:80", &[("status", "404")]),
    row(
        "Two hosts",
        RFC,
        "",
        "GET /event/x\nhost: localhost\nhost: localhost",
        &[("status", "400"), ("body", r#"{"message":"a request has one `Host`, with a host's name in it"}"#)],
    ),
    row(
        "Two lengths",
        RFC,
        "",
        "POST /event/x\ncontent-length: 1\ncontent-length: 2",
        &[
            ("status", "400"),
            ("header content-type", "application/json"),
            ("body", r#"{"message":"Bad Request"}"#),
        ],
    ),
    row(
        "A length twice",
        RFC,
        "",
        "POST /event/x\ncontent-type: text/plain\ncontent-length: 1\ncontent-length: 1\n\na",
        &[("event /body", r#""a""#), ("event /headers/content-length", r#""1""#)],
    ),
    row(
        "Chunks that are none",
        RFC,
        "",
        "POST /event/x\ntransfer-encoding: chunked\n\nxyz\r\n",
        &[("status", "400"), ("body", r#"{"message":"Bad Request"}"#)],
    ),
    row(
        "A method that is none",
        RFC,
        "",
        "G@T /event/x",
        &[
            ("status", "400"),
            ("header apigw-requestid", "???????????????="),
            ("body", r#"{"message":"Bad Request"}"#),
        ],
    ),
    row(
        "A version that is none",
        RFC,
        "",
        "GET /event/x HTTP/9.9",
        &[("status", "400"), ("body", r#"{"message":"Bad Request"}"#)],
    ),
    row(
        "A header that is none",
        RFC,
        "",
        "GET /event/x\n:a",
        &[("status", "400"), ("body", r#"{"message":"Bad Request"}"#)],
    ),
    row(
        "Percent-encoding that is none, and bytes that are not UTF-8",
        "no source; nothing may fail",
        "",
        "GET /event/%zz%ff%00%1b?%zz=%ff",
        &[
            ("event /rawPath", "\"/event/%zz\u{fffd}\\u0000\\u001b\""),
            ("event /rawQueryString", r#""%zz=%ff""#),
            ("event /queryStringParameters", "{\"%zz\":\"\u{fffd}\"}"),
        ],
    ),
    row(
        "A header value in Latin-1",
        "no source; nothing may fail",
        "",
        "GET /event/x\nx-latin: {byte ff}",
        &[("event /headers/x-latin", "\"\u{fffd}\"")],
    ),
    row(
        "Dots in the path stay",
        "no source",
        "",
        "GET /event/../a//b/.",
        &[("event /rawPath", r#""/event/../a//b/.""#)],
    ),
];
