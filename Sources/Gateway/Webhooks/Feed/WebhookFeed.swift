import Checkout
import Dispatch
import Synchronization
import Webhooks
import Wire

/// Tells listeners what happens, without an endpoint and without a trace in the store.
///
/// The outbox hands events over while they are written; a queue of the feed's own tells them when the store says that
/// they are committed. While nobody listens, an event costs one look into the memory.
final class WebhookFeed: Sendable {
    private struct State {
        var rings: [WebhookFormat: FeedRing]
        /// The ticks of the last question in each format.
        var askedAt: [WebhookFormat: Int64] = [:]
        var places = FeedPlaces()
        var candidates = FeedCandidates()
        var isStopping = false
        /// Whether a look at the candidates is due without a commit.
        var isCheckDue = false
        /// The ticks at which the earliest running timer fires; nil while no timer runs.
        var timer: Int64?

        func isHeard(_ format: WebhookFormat, at now: Int64) -> Bool {
            askedAt[format].map { now - $0 <= WebhookFeed.memory } ?? false
        }
    }

    /// Why a question is not answered.
    enum Refusal {
        /// Too many listeners wait.
        case full
        /// The gateway is stopping.
        case stopping
    }

    /// How long a format counts as heard after the last question, in microseconds. This is longer than a question
    /// waits, so that the feed also keeps the events between two questions.
    static let memory: Int64 = 60_000_000
    /// The longest wait for events, in seconds. The server closes a connection that waits longer for its answer than
    /// its own limit, which is 60 s.
    static let waitSecondsMax = 25
    /// How long the feed waits for a noted commit before it asks the store itself, in milliseconds. The commit of a
    /// sweep is not noted.
    private static let checkMilliseconds = 100

    private let clock: any Clock
    private let queue = DispatchQueue(label: "webhooks.feed")
    private let state: Mutex<State>
    private let observedKinds = Atomic<UInt16>(0)
    private let hasCandidates = Atomic(false)
    private let isCommitNoted = Atomic(false)
    private let reader = Mutex<(any StoreReader)?>(nil)

    /// - Parameter clock: the machine's.
    init(_ clock: any Clock) {
        self.clock = clock
        let start = clock.now.microseconds
        state = Mutex(
            State(rings: WebhookFormat.allCases.reduce(into: [:]) { $0[$1] = FeedRing(after: start) }))
    }

    /// Gives the feed the reader with which it asks what is committed.
    func use(_ reader: any StoreReader) {
        self.reader.withLock { $0 = reader }
    }

    /// The kinds of events that the feed wants: all kinds while somebody listens, otherwise no kind.
    var observed: EventKinds { EventKinds(rawValue: observedKinds.load(ordering: .relaxed)) }

    /// Takes an event that was written, and will be committed or taken back. It is called on the thread that writes.
    func consider(_ event: OutboxEvent, _ session: CheckoutSession, _ bodies: WebhookBodies) {
        let now = clock.ticks
        let needsCheck = state.withLock { state in
            guard WebhookFormat.allCases.contains(where: { state.isHeard($0, at: now) }) else {
                observedKinds.store(0, ordering: .relaxed)
                return false
            }
            let candidate = FeedCandidates.Candidate(event: event, session: session, bodies: bodies, at: now)
            guard state.candidates.append(candidate) else {
                for format in WebhookFormat.allCases { state.rings[format]?.skip() }
                return false
            }
            defer { state.isCheckDue = true }
            return !state.isCheckDue
        }
        hasCandidates.store(true, ordering: .relaxed)
        if needsCheck { check() }
    }

    /// To be called after a commit.
    func noteCommit() {
        guard hasCandidates.load(ordering: .relaxed), !isCommitNoted.exchange(true, ordering: .relaxed) else { return }
        queue.async { [self] in
            isCommitNoted.store(false, ordering: .relaxed)
            publish()
        }
    }

    /// The present position of a new listener.
    func start(_ filter: FeedFilter) -> FeedPage {
        state.withLock { state in
            hear(filter.format, &state)
            return FeedPage(next: state.rings[filter.format]?.last ?? 0)
        }
    }

    /// Answers with the events after a position: at once if there are any, or else when there are, when the time is
    /// over, or when the gateway stops.
    ///
    /// Returns nil, or the reason of a refusal. After a refusal `answer` is not called.
    func wait(
        _ filter: FeedFilter, after number: Int64, seconds: Int, _ answer: @escaping @Sendable (FeedPage) -> Void
    ) -> Refusal? {
        let page: FeedPage?
        let refusal: Refusal?
        (page, refusal) = state.withLock { state in
            guard !state.isStopping else { return (nil, .stopping) }
            hear(filter.format, &state)
            let page = state.rings[filter.format]?.page(after: number, filter) ?? FeedPage(next: number)
            if !page.isEmpty || seconds == 0 { return (page, nil) }
            let waiting = FeedPlaces.Waiting(
                filter: filter, after: page.next, until: clock.ticks + Int64(seconds) * 1_000_000, answer: answer)
            return (nil, state.places.add(waiting) ? nil : .full)
        }
        if let page { answer(page) } else if refusal == nil { startTimer() }
        return refusal
    }

    /// How many listeners wait.
    var waitingCount: Int { state.withLock { $0.places.count } }

    /// Answers all who wait, and takes no others.
    func stop() {
        let ready = state.withLock { state in
            state.isStopping = true
            return takeReady(at: nil, &state)
        }
        for (waiting, page) in ready { waiting.answer(page) }
    }

    /// Notes that somebody listens. If nobody did, there may have been events that nobody saw.
    private func hear(_ format: WebhookFormat, _ state: inout State) {
        let now = clock.ticks
        if !state.isHeard(format, at: now) { state.rings[format]?.skip() }
        state.askedAt[format] = now
        observedKinds.store(EventKinds.all.rawValue, ordering: .relaxed)
    }

    private func takeReady(at now: Int64?, _ state: inout State) -> [(waiting: FeedPlaces.Waiting, page: FeedPage)] {
        let rings = state.rings
        return state.places.takeReady(at: now) { number, filter in
            rings[filter.format]?.page(after: number, filter) ?? FeedPage(next: number)
        }
    }

    /// Looks at the candidates after a moment, because not every commit is noted.
    private func check() {
        queue.asyncAfter(deadline: .now() + .milliseconds(Self.checkMilliseconds)) { [weak self] in
            guard let self else { return }
            state.withLock { $0.isCheckDue = false }
            publish()
        }
    }

    /// Tells what is committed, on the feed's queue.
    private func publish() {
        let (candidates, formats) = state.withLock { state in
            (state.candidates.all, WebhookFormat.allCases.filter { state.isHeard($0, at: clock.ticks) })
        }
        let decision: (committed: [FeedCandidates.Candidate], decided: Int)
        do throws(StoreFailure) {
            decision = try FeedCandidates.decide(candidates, isCommitted)
        } catch {
            // The candidates stay, and the feed asks the store about them again at the next look.
            decision = ([], 0)
        }
        let entries = decision.committed.flatMap { candidate in
            formats.compactMap { format in Self.entry(candidate, in: format).map { (format, $0) } }
        }
        let now = clock.ticks
        let (ready, needsCheck) = state.withLock { state in
            for (format, entry) in entries { state.rings[format]?.append(entry) }
            state.candidates.remove(first: decision.decided, at: now)
            hasCandidates.store(!state.candidates.isEmpty, ordering: .relaxed)
            let needsCheck = !state.candidates.isEmpty && !state.isCheckDue
            if needsCheck { state.isCheckDue = true }
            return (entries.isEmpty ? [] : takeReady(at: now, &state), needsCheck)
        }
        for (waiting, page) in ready { waiting.answer(page) }
        if needsCheck { check() }
    }

    private func isCommitted(_ candidate: FeedCandidates.Candidate) throws(StoreFailure) -> Bool {
        guard let reader = reader.withLock(\.self) else { return false }
        let (sequence, kind) = (candidate.event.event.sequence, candidate.event.event.event.kind)
        return try reader.find(.timeline(candidate.event.session)).timeline?
            .contains { $0.sequence == sequence && $0.event.kind == kind } ?? false
    }

    private static func entry(_ candidate: FeedCandidates.Candidate, in format: WebhookFormat) -> FeedRing.Entry? {
        let event = candidate.event
        guard let told = WebhookEvent(event.event, of: event.session, before: event.before, in: format) else {
            return nil
        }
        return FeedRing.Entry(
            account: event.account, id: told.id.text, type: told.type,
            body: candidate.bodies.body(of: told, candidate.session, in: format))
    }

    /// Starts a timer for the listener whose wait ends first, unless an earlier timer runs.
    private func startTimer() {
        let delay: Int64? = state.withLock { state in
            guard let next = state.places.next, state.timer.map({ next < $0 }) ?? true else { return nil }
            state.timer = next
            return max(0, next - clock.ticks)
        }
        guard let delay else { return }
        queue.asyncAfter(deadline: .now() + .microseconds(Int(delay))) { [weak self] in
            self?.endWaits()
        }
    }

    /// Answers those whose time is over.
    func endWaits() {
        let ready = state.withLock { state in
            state.timer = nil
            return takeReady(at: clock.ticks, &state)
        }
        for (waiting, page) in ready { waiting.answer(page) }
        startTimer()
    }
}
