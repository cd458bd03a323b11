import CLinux
import Glibc

/// epoll, level-triggered, and nothing else of it. Another system's poller replaces this one file.
struct Poller: ~Copyable {
    /// What a watched descriptor is waited for.
    struct Interest: OptionSet {
        let rawValue: UInt32

        static let read = Interest(rawValue: EPOLLIN.rawValue)
        static let write = Interest(rawValue: EPOLLOUT.rawValue)
    }

    /// One descriptor that is ready; `key` is what it was added with.
    struct Event {
        let key: UInt64
        let isReadable: Bool
        let isWritable: Bool
        /// Both directions are shut or the connection was reset: no answer can arrive any more.
        let isBroken: Bool
    }

    private static let eventsPerTurnMax = 256

    private let descriptor: Descriptor
    private let events: UnsafeMutableBufferPointer<epoll_event>

    init() throws(ServerFault) {
        let number = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard number >= 0 else { throw .resourcesUnavailable(code: errno) }
        descriptor = Descriptor(number)
        events = .allocate(capacity: Poller.eventsPerTurnMax)
        events.initialize(repeating: epoll_event())
    }

    deinit {
        events.deallocate()
    }

    /// Watches a descriptor; false when the system has no room for it.
    func add(_ number: Int32, key: UInt64, interest: Interest) -> Bool {
        control(EPOLL_CTL_ADD, number, key, interest)
    }

    /// Changes what a watched descriptor is waited for.
    func change(_ number: Int32, key: UInt64, interest: Interest) {
        // It can only fail for a descriptor that is not watched or for want of memory; what was asked before then
        // stands, and the connection ends by its deadline.
        _ = control(EPOLL_CTL_MOD, number, key, interest)
    }

    /// Waits for at most so many milliseconds (-1: without end) and answers how many events there are.
    func wait(milliseconds: Int32) -> Int {
        let count = epoll_wait(descriptor.number, events.baseAddress, Int32(events.count), milliseconds)
        // EINTR: as good as a timeout.
        return max(0, Int(count))
    }

    func event(at index: Int) -> Event {
        let event = events[index]
        return Event(
            key: event.data.u64,
            isReadable: event.events & EPOLLIN.rawValue != 0,
            isWritable: event.events & EPOLLOUT.rawValue != 0,
            isBroken: event.events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0)
    }

    private func control(_ operation: Int32, _ number: Int32, _ key: UInt64, _ interest: Interest) -> Bool {
        var event = epoll_event()
        event.events = interest.rawValue
        event.data.u64 = key
        return epoll_ctl(descriptor.number, operation, number, &event) == 0
    }
}
