//! How a function is invoked, whatever runs it: the gateway and `invoke` know a function by this alone.

use std::fmt;

use bytes::Bytes;

/// Functions by the names of their routes.
pub trait Invoke: Send + Sync + 'static {
    /// Has the route's function answer one event.
    fn invoke(&self, route: &str, event: Bytes) -> impl Future<Output = Result<Bytes, Failure>> + Send;
}

/// Why there is no answer.
#[derive(Debug)]
pub enum Failure {
    /// Too many requests wait already; Lambda would not take this one either.
    Throttled,
    /// The function failed; for the log, never for the client.
    Function(String),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Throttled => f.write_str("too many requests wait for it"),
            Self::Function(reason) => f.write_str(reason),
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::time::Duration;

    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::{TcpListener, TcpStream};

    use super::*;
    use crate::gateway::Gateway;

    /// Functions of this process, which all answer the same.
    pub(crate) struct Answering(pub(crate) &'static str);

    impl Invoke for Answering {
        async fn invoke(&self, _: &str, _: Bytes) -> Result<Bytes, Failure> {
            Ok(Bytes::from_static(self.0.as_bytes()))
        }
    }

    #[tokio::test]
    async fn a_gateway_takes_functions_that_are_no_processes() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let patience = Duration::from_secs(20);
        let gateway = Gateway::bare(Answering(r#"{"statusCode":418,"body":"of this process"}"#), patience);
        tokio::spawn(gateway.serve(listener, patience, std::future::pending::<()>()));
        let mut stream = TcpStream::connect(address).await.expect("connects");
        let request = "POST / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
        stream.write_all(request.as_bytes()).await.expect("writes");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.expect("an answer");
        assert!(answer.starts_with("HTTP/1.1 418 ") && answer.ends_with("of this process"), "{answer}");
    }
}
