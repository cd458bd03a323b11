import CCurl
import Glibc

/// The transfers and connections of one room.
///
/// It may be shared, because other threads call ``wakeUp()`` only, which libcurl allows for any thread
/// (curl_multi_wakeup(3)); all else is called by the thread of the room. The handle is freed when nobody holds it any
/// more.
final class MultiHandle: @unchecked Sendable {
    private let pointer: UnsafeMutableRawPointer

    /// libcurl has to be started once before anything else, on any thread.
    private static let startCode = ccurl_start()

    /// Nil if there are no resources for it.
    ///
    /// - Parameter connectionsMax: connections that are kept for further transfers.
    init?(connectionsMax: Int) {
        guard Self.startCode == CURLE_OK, let pointer = curl_multi_init() else { return nil }
        self.pointer = pointer
        guard ccurl_multi_set_number(pointer, CURLMOPT_MAXCONNECTS, connectionsMax) == CURLM_OK else { return nil }
    }

    deinit {
        curl_multi_cleanup(pointer)
    }

    /// Ends the wait in ``wait(milliseconds:)``, or the next one.
    func wakeUp() {
        curl_multi_wakeup(pointer)
    }

    /// Waits until there is something to do, or until somebody calls ``wakeUp()``.
    func wait(milliseconds: Int32) {
        // An error is a lack of memory. It must not turn into a loop without a pause.
        if curl_multi_poll(pointer, nil, 0, milliseconds, nil) != CURLM_OK { usleep(10_000) }
    }

    /// Sends and receives what can be sent and received without waiting.
    func perform() {
        var running: Int32 = 0
        curl_multi_perform(pointer, &running)
    }

    /// Whether the transfer was added. It has to live until it is removed.
    func add(_ transfer: EasyHandle) -> Bool {
        curl_multi_add_handle(pointer, transfer.pointer) == CURLM_OK
    }

    func remove(_ transfer: EasyHandle) {
        curl_multi_remove_handle(pointer, transfer.pointer)
    }

    /// A transfer that has ended, by its pointer; nil if there is no further one.
    func nextEnded() -> (pointer: UnsafeMutableRawPointer, code: CURLcode)? {
        var left: Int32 = 0
        while let message = curl_multi_info_read(pointer, &left)?.pointee {
            if message.msg == CURLMSG_DONE, let ended = message.easy_handle { return (ended, message.data.result) }
        }
        return nil
    }
}
