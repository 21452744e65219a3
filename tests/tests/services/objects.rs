//! Objects that are written, read and deleted.

use serde_json::json;

use crate::routes::Files;
use crate::start;

#[tokio::test]
async fn an_object_is_read_as_it_was_written() {
    let api = start().await;
    for name in ["a", "%C3%BC%20b", "a+b%2521", "%22%3F%23", "..."] {
        let path = format!("/files/{name}");
        api.put(&path).body("tea").send().await.assert(204);
        let read = api.get(&path).send().await;
        assert_eq!(read.assert(200).text(), "text/plain: tea", "{name}");
        api.delete(&path).send().await.assert(204);
        api.get(&path).send().await.assert(404).assert_body(json!({ "error": "No such file" }));
        api.delete(&path).send().await.assert(204);
    }
}

#[tokio::test]
async fn a_test_sees_what_was_stored() {
    let api = start().await;
    api.put("/files/a").body("tea").send().await.assert(204);
    assert_eq!(api.object::<Files>("files/a").await.as_deref(), Some(&b"tea"[..]));
    assert_eq!(api.object::<Files>("files/b").await, None);
}

#[tokio::test]
async fn a_key_that_leads_elsewhere_is_refused() {
    let api = start().await;
    api.put("/files/a").body("tea").send().await.assert(204);
    for name in ["..", ".", "..%2Fa", "a%2Fb", "x%2F..%2F..%2Fa"] {
        for method in [fingerpost::Method::GET, fingerpost::Method::DELETE] {
            let refused = api.request(method.clone(), &format!("/files/{name}")).send().await;
            assert_eq!(refused.status(), 400, "{method} {name}: {refused:?}");
        }
        let refused = api.get(&format!("/files/{name}/link")).send().await;
        assert_eq!(refused.status(), 400, "{name}: {refused:?}");
    }
    assert!(api.object::<Files>("files/a").await.is_some());
}
