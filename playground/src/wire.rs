//! Connections that can be cut without an answer, and that know whether an answer got out whole.
//! A wrapper around the listener; everything else serves plain HTTP.
use crate::{clock, journal::Delivery};
use axum::{
    extract::connect_info::Connected,
    serve::{IncomingStream, Listener},
};
use std::{
    io,
    pin::Pin,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
};

/// What the handler of a request and its connection tell each other.
#[derive(Clone, Debug, Default)]
pub struct Line {
    cut: Arc<AtomicBool>,
    reset: Arc<AtomicBool>,
    answer: Arc<Mutex<Answer>>,
}

#[derive(Debug, Default)]
struct Answer {
    pending: Option<Arc<Delivery>>,
    written: bool,
    last: Option<Arc<Delivery>>,
}

impl Line {
    /// From now on nothing is written and the connection closes.
    pub fn cut(&self) {
        self.cut.store(true, Ordering::Release);
    }

    /// As `cut`, and the other side is told by a reset.
    pub fn reset(&self) {
        self.reset.store(true, Ordering::Release);
        self.cut();
    }

    /// A request arrived, so the answer before it was read.
    pub fn request(&self) {
        self.with(|answer| *answer = Answer::default());
    }

    /// The next bytes written are this answer.
    pub fn answer(&self, delivery: Arc<Delivery>) {
        self.with(|answer| *answer = Answer { pending: Some(delivery), written: false, last: None });
    }

    fn with<T>(&self, f: impl FnOnce(&mut Answer) -> T) -> T {
        f(&mut self.answer.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn is_cut(&self) -> bool {
        self.cut.load(Ordering::Acquire)
    }

    fn wrote(&self) {
        self.with(|answer| answer.written = true);
    }

    fn flushed(&self) {
        self.with(|answer| {
            if answer.written
                && let Some(delivery) = answer.pending.take()
            {
                delivery.done(clock::wire_ms());
                answer.last = Some(delivery);
            }
        });
    }

    fn ended(&self) {
        if let Some(delivery) = self.with(|answer| answer.last.take()) {
            delivery.closed(clock::wire_ms());
        }
    }
}

/// The listener; once `shut`, its connections read nothing more.
pub struct Door {
    listener: TcpListener,
    shut: Arc<AtomicBool>,
}

impl Door {
    /// Wraps a listener.
    pub fn new(listener: TcpListener, shut: Arc<AtomicBool>) -> Self {
        Self { listener, shut }
    }
}

impl Listener for Door {
    type Io = Stream;
    type Addr = Line;

    async fn accept(&mut self) -> (Stream, Line) {
        let (stream, _) = Listener::accept(&mut self.listener).await;
        let _ = stream.set_nodelay(true); // only slower without
        let line = Line::default();
        (Stream { stream, line: line.clone(), shut: self.shut.clone() }, line)
    }

    fn local_addr(&self) -> io::Result<Line> {
        Ok(Line::default())
    }
}

impl Connected<IncomingStream<'_, Door>> for Line {
    fn connect_info(stream: IncomingStream<'_, Door>) -> Self {
        stream.remote_addr().clone()
    }
}

/// A connection.
pub struct Stream {
    stream: TcpStream,
    line: Line,
    shut: Arc<AtomicBool>,
}

impl Drop for Stream {
    fn drop(&mut self) {
        if self.line.reset.load(Ordering::Acquire) {
            let _ = self.stream.set_zero_linger(); // closing then resets; without it, it only closes
        }
        self.line.ended();
    }
}

impl AsyncRead for Stream {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if this.shut.load(Ordering::Acquire) {
            return Poll::Ready(Ok(())); // as if the other side had gone
        }
        let before = buf.filled().len();
        let result = Pin::new(&mut this.stream).poll_read(cx, buf);
        match &result {
            Poll::Ready(Ok(())) if buf.filled().len() > before => {}
            Poll::Ready(_) => this.line.ended(),
            Poll::Pending => {}
        }
        result
    }
}

impl AsyncWrite for Stream {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        if this.line.is_cut() {
            return Poll::Ready(Err(io::ErrorKind::BrokenPipe.into()));
        }
        let result = Pin::new(&mut this.stream).poll_write(cx, bytes);
        if matches!(result, Poll::Ready(Ok(_))) {
            this.line.wrote();
        }
        result
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        if this.line.is_cut() {
            return Poll::Ready(Err(io::ErrorKind::BrokenPipe.into()));
        }
        let result = Pin::new(&mut this.stream).poll_write_vectored(cx, bytes);
        if matches!(result, Poll::Ready(Ok(_))) {
            this.line.wrote();
        }
        result
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let result = Pin::new(&mut this.stream).poll_flush(cx);
        if matches!(result, Poll::Ready(Ok(()))) {
            this.line.flushed();
        }
        result
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.line.reset.load(Ordering::Acquire) {
            return Poll::Ready(Ok(())); // a shutdown would say goodbye first
        }
        Pin::new(&mut self.get_mut().stream).poll_shutdown(cx)
    }
}
