import CLinux
import Glibc

/// The parts of epoll that a loop needs, level-triggered. Another system's poller replaces only this file.
struct Poller: ~Copyable {
    /// The events that a descriptor is watched for.
    struct Interest: OptionSet {
        let rawValue: UInt32

        static let read = Interest(rawValue: EPOLLIN.rawValue)
        static let write = Interest(rawValue: EPOLLOUT.rawValue)
    }

    /// One descriptor that is ready; `key` is the one it was added with.
    struct Event {
        let key: UInt64
        let isReadable: Bool
        let isWritable: Bool
        /// Both directions are shut or the connection was reset, so no answer can arrive.
        let isBroken: Bool
    }

    private static let eventsPerIterationMax = 256

    private let descriptor: Descriptor
    private let events: UnsafeMutableBufferPointer<epoll_event>

    init() throws(ServerFault) {
        let number = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard number >= 0 else { throw .resourcesUnavailable(code: errno) }
        descriptor = Descriptor(number)
        events = .allocate(capacity: Poller.eventsPerIterationMax)
        events.initialize(repeating: epoll_event())
    }

    deinit {
        events.deallocate()
    }

    /// Watches a descriptor; false if the system has no room for it.
    func add(_ number: Int32, key: UInt64, interest: Interest) -> Bool {
        control(EPOLL_CTL_ADD, number, key, interest)
    }

    /// Changes the events that a descriptor is watched for.
    func change(_ number: Int32, key: UInt64, interest: Interest) {
        // This fails only for a descriptor that is not watched, or for lack of memory. Then the interest before stays,
        // and the connection ends by its deadline.
        _ = control(EPOLL_CTL_MOD, number, key, interest)
    }

    /// Waits for at most so many milliseconds (-1: no limit) and returns the number of events.
    func wait(milliseconds: Int32) -> Int {
        let count = epoll_wait(descriptor.number, events.baseAddress, Int32(events.count), milliseconds)
        // EINTR counts as a timeout.
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
