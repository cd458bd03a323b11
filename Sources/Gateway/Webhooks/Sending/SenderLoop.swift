import Checkout
import Outbound
import Webhooks
import Wire

/// The sender's work, on a thread of its own: reads what is due, starts attempts, and records their ends.
///
/// An attempt is in flight until its end is committed, so a delivery is never started twice in one process. One whose
/// end cannot be committed is sent again.
struct SenderLoop {
    /// An attempt in flight.
    private struct Flight {
        let number: Int64
        let endpoint: WebhookEndpointID
        let event: WebhookEventID
        let url: TargetURL
        /// When it began, by the clock of the schedule.
        let at: Timestamp
        let startedTicks: Int64
        /// Whether somebody resent the delivery meanwhile.
        var isResent = false
        /// What follows, once it is committed. Nil until the attempt has ended.
        var next: NextStep?
    }

    private let parts: WebhookSender.Parts
    private let inbox: SenderInbox
    private let news: SenderNews
    private var endpoints: KnownEndpoints
    private var queue = DeliveryQueue()
    private var due: DueReader
    /// How many attempts of each delivery in the queue are recorded.
    private var attempts: [Int64: (endpoint: WebhookEndpointID, count: Int64)] = [:]
    private var flights: [Int64: Flight] = [:]
    private var wakeAt: Timestamp?
    private var pause = WritePause()
    private var isStopping = false

    /// The longest sleep in microseconds, because the time of day may be set meanwhile.
    private static let sleepMicrosecondsMax: Int64 = 60_000_000
    /// The wait before another try after something that is not the endpoint's fault, in seconds.
    private static let obstacleSeconds: Int64 = 5

    init(_ parts: WebhookSender.Parts, _ inbox: SenderInbox) {
        self.parts = parts
        self.inbox = inbox
        news = SenderNews(parts.say)
        endpoints = KnownEndpoints(parts.reader, parts.vault)
        due = DueReader(parts.reader)
    }

    /// Works until it was told to stop and no attempt is in flight.
    mutating func run() {
        advance([])
        while !(isStopping && flights.isEmpty) { advance(inbox.take(withinMicroseconds: sleepMicroseconds())) }
    }

    /// Takes these messages, and starts what can start then.
    mutating func advance(_ messages: [SenderInbox.Message]) {
        for message in messages { handle(message) }
        // The attempts that have ended in the meantime are one commit.
        parts.store.flush()
        guard !isStopping else { return }
        refill()
        start()
    }

    private func sleepMicroseconds() -> Int64 {
        if isStopping { return Self.sleepMicrosecondsMax }
        let now = parts.clock.now
        let ticks = parts.clock.ticks
        let rest = pause.remaining(ticks: ticks)
        let start = rest > 0 ? rest : wakeAt.map { max(0, $0.microseconds - now.microseconds) }
        let read = due.waitMicroseconds(at: now, ticks: ticks)
        return min(Self.sleepMicrosecondsMax, start ?? .max, read ?? .max)
    }

    private mutating func handle(_ message: SenderInbox.Message) {
        switch message {
        case .deliveriesChanged: due.isOutdated = true
        case .endpointChanged(let id): forget(WebhookEndpointID(id))
        case .ended(let delivery, let outcome): record(delivery, outcome)
        case .recorded(let delivery, let result): finish(delivery, result)
        case .stop: isStopping = true
        }
    }

    /// Reads what is due, if there may be something that the queue does not hold.
    private mutating func refill() {
        let now = parts.clock.now
        guard let page = due.read(at: now, clock: parts.clock, queue) else { return }
        switch page {
        case .success(let deliveries):
            for found in deliveries {
                let host = endpoints.host(of: found.delivery.endpoint, ticks: parts.clock.ticks)
                guard let delivery = QueuedDelivery(found, host: host, at: now) else { continue }
                if let flight = flights[delivery.id] {
                    flights[delivery.id]?.isResent = found.delivery.due(afterAttemptAt: flight.at) != nil
                } else {
                    attempts[delivery.id] = (delivery.endpoint, found.delivery.attempts)
                }
                queue.add(delivery, at: now)
            }
        case .failure(let failure):
            news.note("what is due cannot be read: \(failure)", of: nil, ticks: parts.clock.ticks)
        }
    }

    /// Starts the attempts that can start now.
    private mutating func start() {
        guard pause.remaining(ticks: parts.clock.ticks) == 0 else { return }
        let now = parts.clock.now
        let round = queue.next(at: now)
        wakeAt = round.wakeAt
        for delivery in round.start { start(delivery, at: now) }
    }

    private mutating func start(_ delivery: QueuedDelivery, at now: Timestamp) {
        let ticks = parts.clock.ticks
        let endpoint: KnownEndpoints.Known
        let body: [UInt8]?
        do throws(KnownEndpoints.Fault) {
            endpoint = try endpoints.endpoint(delivery.endpoint.value, ticks: ticks)
            body = try self.body(of: delivery)
        } catch {
            return hold(delivery, back: error, at: now)
        }
        // The store has removed the delivery, because it was old.
        guard let body else {
            drop(delivery.id, .failed, at: now)
            return
        }
        flights[delivery.id] = Flight(
            number: (attempts[delivery.id]?.count ?? 0) + 1, endpoint: delivery.endpoint, event: delivery.event,
            url: endpoint.url, at: now, startedTicks: ticks)
        let call: OutgoingCall
        do throws(OutgoingCall.Fault) {
            call = try parts.call(to: endpoint, delivery.event, body)
        } catch {
            preconditionFailure("The fields of an event are fields that can be sent.")
        }
        parts.send(call) { [inbox] outcome in inbox.post(.ended(delivery: delivery.id, outcome)) }
    }

    private func body(of delivery: QueuedDelivery) throws(KnownEndpoints.Fault) -> [UInt8]? {
        do throws(StoreFailure) {
            return try parts.reader.find(.webhook(.body(delivery: delivery.id))).webhook.body
        } catch {
            throw .unreadable(error)
        }
    }

    /// Puts a delivery off that cannot be sent at present, which uses up none of its attempts.
    private mutating func hold(_ delivery: QueuedDelivery, back fault: KnownEndpoints.Fault, at now: Timestamp) {
        let ticks = parts.clock.ticks
        switch fault {
        case .removed:
            drop(delivery.id, .failed, at: now)
            return
        case .unreadable(let failure):
            news.note("a webhook cannot be read: \(failure)", of: nil, ticks: ticks)
        case .unusable(let reason):
            news.note(
                "nothing can be sent to \(delivery.endpoint.text): \(reason)", of: delivery.endpoint, ticks: ticks)
        }
        drop(delivery.id, .retry(at: now.advanced(seconds: Self.obstacleSeconds)), isObstacle: true, at: now)
    }

    /// Ends the attempt of a delivery for the queue.
    ///
    /// - Parameter isObstacle: whether the gateway itself could not make the attempt.
    private mutating func drop(_ id: Int64, _ next: NextStep, isObstacle: Bool = false, at now: Timestamp) {
        flights[id] = nil
        if queue.finished(id, next, isObstacle: isObstacle, at: now) { return }
        attempts[id] = nil
        // The queue holds only what is due soon, so it has to be read again.
        if case .retry(let moment) = next { due.note(moment) }
    }

    /// Writes the end of an attempt.
    private mutating func record(_ id: Int64, _ outcome: CallOutcome) {
        guard var flight = flights[id] else { return }
        let now = parts.clock.now
        let ended = AttemptOutcome(outcome, at: parts.realClock.now)
        guard ended.counts else {
            drop(
                id, .retry(at: now.advanced(seconds: RetrySchedule.interruptedSeconds)), isObstacle: true, at: now)
            return
        }
        let endpoint = flight.endpoint
        let known = try? endpoints.endpoint(endpoint.value, ticks: parts.clock.ticks)
        let health = (known?.health ?? EndpointHealth()).after(ended, at: now)
        endpoints.note(health, of: endpoint.value)
        var next = parts.schedule.next(
            after: ended, attempts: Int(flight.number), health, at: now, random: parts.random())
        // An answer of the endpoint's former URL does not disable the endpoint.
        if case .disable = next, let known, known.url != flight.url { next = .retry(at: now) }
        // A resend to a disabled or deleted endpoint has one attempt.
        if !ended.isSuccess, let known, !known.record.isEnabled { next = .failed }
        let attempt = AttemptRecord(
            outcome, number: flight.number, at: flight.at,
            durationMicroseconds: max(0, parts.clock.ticks - flight.startedTicks))
        flight.next = next
        flights[id] = flight
        if next == .delivered { queue.taken(id, at: now) }
        let write = Write.webhook(.record(AttemptResult(delivery: id, attempt, next)))
        if !parts.store.enqueue(write, AttemptReceipt(delivery: id, inbox)) { finish(id, .failure(.full)) }
    }

    /// Ends an attempt, after its end was committed or could not be.
    private mutating func finish(_ id: Int64, _ result: Result<Written, StoreFailure>) {
        guard let flight = flights[id], let next = flight.next else { return }
        let now = parts.clock.now
        switch result {
        case .success(.webhook(.done)):
            pause.noteSuccess()
            attempts[id]?.count = flight.number
            drop(id, next, at: now)
            if case .disable(let reason) = next {
                news.noteDisabled(
                    flight.endpoint, reason, startedTicks: flight.startedTicks, ticks: parts.clock.ticks)
                forget(flight.endpoint)
            }
            // Later deliveries of the session may have waited for this one. The store knows whether they still have to.
            if queue.hasFollower(of: flight.event, to: flight.endpoint) || flight.isResent { due.isOutdated = true }
        case .success:
            // The store knows another number of attempts, or does not know the delivery.
            drop(id, .failed, at: now)
            due.isOutdated = true
        case .failure:
            // The store logs its failures itself. The attempt was not recorded, so the sender makes it again.
            pause.noteFailure(ticks: parts.clock.ticks)
            drop(id, .retry(at: now.advanced(seconds: Self.obstacleSeconds)), isObstacle: true, at: now)
        }
    }

    private mutating func forget(_ id: WebhookEndpointID) {
        endpoints.forget(id.value)
        queue.remove(id)
        attempts = attempts.filter { flights[$0.key] != nil || $0.value.endpoint != id }
        due.isOutdated = true
    }
}
