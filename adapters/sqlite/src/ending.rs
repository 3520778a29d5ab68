use std::thread::JoinHandle;

/// Waits for threads when it is dropped, so that their connections are closed by then. It stands
/// last in a struct: the queue before it is dropped first, which tells the threads to end.
pub(crate) struct Ending(pub(crate) Vec<JoinHandle<()>>);

impl Drop for Ending {
    fn drop(&mut self) {
        for thread in self.0.drain(..) {
            if thread.join().is_err() {
                tracing::error!("a thread of the store had ended in a panic");
            }
        }
    }
}
