//! A listener that one process hands to the next, so that its port is held while neither serves: requests wait
//! meanwhile, and none is refused.
//!
//! The socket that it comes through stays open. By it the one who serves says when it takes requests, and when it takes
//! no more, and learns that it is to stop, or that the one who handed it the listener is gone.

use std::env;
use std::io::{self, IoSlice, IoSliceMut};
use std::mem::MaybeUninit;
use std::net::TcpListener;
use std::os::fd::{AsFd as _, OwnedFd};
use std::os::unix::net::UnixStream as Pair;
use std::process::Stdio;

use rustix::cmsg_space;
use rustix::net::{
    RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, SendAncillaryBuffer, SendAncillaryMessage,
    SendFlags, recvmsg, sendmsg,
};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::UnixStream;
use tokio::process::Command;

/// Tells a process that the socket at its standard input has a listener for it.
const VARIABLE: &str = "FINGERPOST_LISTENER";

/// A message has a byte beside what it carries.
const BYTE: [u8; 1] = *b"\n";

/// Whether this process was handed its listener, and so will be replaced when the sources change.
pub(crate) fn is_replaced() -> bool {
    env::var_os(VARIABLE).is_some()
}

/// Has a command start its process with the listener; returns the other end of the socket.
pub(crate) fn hand_over(listener: &TcpListener, command: &mut Command) -> io::Result<UnixStream> {
    let (own, theirs) = Pair::pair()?;
    let mut space = [MaybeUninit::uninit(); cmsg_space!(ScmRights(1))];
    let mut carried = SendAncillaryBuffer::new(&mut space);
    let listeners = [listener.as_fd()];
    carried.push(SendAncillaryMessage::ScmRights(&listeners));
    // It is in the socket until the process takes it.
    sendmsg(&own, &[IoSlice::new(&BYTE)], &mut carried, SendFlags::empty())?;
    command.stdin(Stdio::from(OwnedFd::from(theirs))).env(VARIABLE, "stdin");
    own.set_nonblocking(true)?;
    UnixStream::from_std(own)
}

/// The end of the socket in the process that serves.
pub(crate) struct Handover(UnixStream);

/// What this process was handed, if it was started so.
///
/// # Errors
///
/// When standard input has no listener.
pub(crate) fn taken() -> io::Result<Option<(TcpListener, Handover)>> {
    if !is_replaced() {
        return Ok(None);
    }
    let socket = Pair::from(io::stdin().as_fd().try_clone_to_owned()?);
    let mut space = [MaybeUninit::uninit(); cmsg_space!(ScmRights(1))];
    let mut carried = RecvAncillaryBuffer::new(&mut space);
    recvmsg(&socket, &mut [IoSliceMut::new(&mut [0])], &mut carried, RecvFlags::empty())?;
    let mut listeners = carried.drain().filter_map(|message| match message {
        RecvAncillaryMessage::ScmRights(mut files) => files.next(),
        _ => None,
    });
    let listener = listeners.next().ok_or(io::ErrorKind::InvalidInput)?;
    // What this process starts is not to hold the port.
    rustix::io::fcntl_setfd(&listener, rustix::io::FdFlags::CLOEXEC)?;
    socket.set_nonblocking(true)?;
    Ok(Some((TcpListener::from(listener), Handover(UnixStream::from_std(socket)?))))
}

impl Handover {
    /// Says that requests are taken.
    pub(crate) async fn ready(&mut self) {
        // Whoever is gone is noticed by `ended`.
        let _ = self.0.write_all(&BYTE).await;
    }

    /// Resolves when this process is to stop.
    pub(crate) async fn ended(&mut self) {
        // Nothing comes before the end.
        let _ = self.0.read(&mut [0]).await;
    }
}
