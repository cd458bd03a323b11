import Checkout
import Dispatch
import Outbound
import Webhooks
import Wire

/// Sends the deliveries that are due, on a thread of its own.
final class WebhookSender: Sendable {
    /// What the sender uses.
    struct Parts: Sendable {
        let store: any SessionStore
        let reader: any StoreReader
        let vault: WebhookVault?
        /// Makes a call; as ``Room/send(_:deliver:)``.
        let send: @Sendable (_ call: OutgoingCall, _ deliver: @escaping Deliver) -> Void
        let schedule: RetrySchedule
        /// The clock of the schedule, which a sandbox may put forward.
        let clock: any Clock
        /// The clock of signatures.
        let realClock: any Clock
        /// 64 random bits, which spread retries.
        let random: @Sendable () -> UInt64
        /// Writes one sentence to the log.
        let say: @Sendable (String) -> Void

        /// The request of one attempt. Each has a new timestamp, and the same id and body. Throws only for a field that
        /// cannot be sent.
        func call(
            to endpoint: KnownEndpoints.Known, _ event: WebhookEventID, _ body: [UInt8]
        ) throws(OutgoingCall.Fault) -> OutgoingCall {
            let signatures = WebhookSignature.fields(of: body, event: event, at: realClock.now, endpoint.secrets) {
                MessageAuthenticator.code(under: $0, of: $1)
            }
            return try OutgoingCall(
                .post, endpoint.url,
                fields: [
                    HeaderField(name: "Content-Type", value: "application/json"),
                    HeaderField(name: "User-Agent", value: "checkout-gateway"),
                ] + signatures, body: body)
        }
    }

    private let room: Room
    private let inbox: SenderInbox
    private let ended = DispatchGroup()

    /// Starts the thread, which runs until ``stop()``.
    ///
    /// - Parameter room: the room that makes the calls, which closes when the sender stops.
    init(_ parts: Parts, _ room: Room) {
        let inbox = SenderInbox()
        self.inbox = inbox
        self.room = room
        DispatchQueue(label: "webhooks.sender").async(group: ended) {
            var loop = SenderLoop(parts, inbox)
            loop.run()
        }
    }

    /// Hears of changes.
    var listener: any WebhookListener { inbox }

    /// Starts no further attempt, and lets those in flight end within this time. Attempts that are cut then are made
    /// again after the next start.
    func beginStopping(drain: Duration) {
        inbox.post(.stop)
        room.startClosing(drain: drain)
    }

    /// Waits until the ends of all attempts are recorded. To be called after ``beginStopping(drain:)`` and before the
    /// store is closed.
    func stop() {
        ended.wait()
    }
}

extension WebhookSender {
    /// The sender of a gateway, which hears of its news.
    ///
    /// - Parameter room: makes the calls, and closes when the sender stops.
    convenience init(_ assembly: Assembly, _ room: Room, _ settings: Settings, _ dependencies: Dependencies) {
        let serverLog = dependencies.serverLog
        self.init(
            Parts(
                store: assembly.store, reader: assembly.store.reader, vault: assembly.webhooks.vault,
                send: { room.send($0, deliver: $1) },
                schedule: settings.isSandbox ? .sandbox : .production,
                clock: assembly.sandboxClock ?? dependencies.clock, realClock: dependencies.clock,
                random: { UInt64.random(in: .min ... .max) }, say: serverLog.say),
            room)
        assembly.webhooks.tell(listener)
    }
}
