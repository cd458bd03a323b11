package import Wire

extension DeliveryQueue {
    /// What the owner does next.
    package struct Round: Sendable, Equatable {
        /// Attempts to start now. Each is in flight until its end is reported by `finished(_:_:at:)`.
        package var start: [QueuedDelivery]
        /// The moment at which to ask again, if nothing happens before; nil if nothing waits for a moment.
        package var wakeAt: Timestamp?
    }

    /// The attempts that can start now. To be asked after each change, and at ``Round/wakeAt``.
    package mutating func next(at now: Timestamp) -> Round {
        while let rest = rests.popFirst(upTo: now) { wake(rest.value, at: now) }
        while let alarm = alarms.popFirst(upTo: now) { ring(alarm, at: now) }
        var start: [QueuedDelivery] = []
        while inFlightCount < limits.inFlightMax, let id = turns.popFirst() {
            if endpoints[id]?.isFailing == true, inFlightToFailingCount >= limits.inFlightToFailingMax {
                postponed.append(id)
                continue
            }
            if let host = endpoints[id]?.host, inFlightToHost[host, default: 0] >= limits.inFlightPerHostMax {
                waitingForHost[host, default: FIFO()].append(id)
                continue
            }
            endpoints[id]?.isInTurn = false
            // The endpoint may have begun to rest since its turn was given. It gets another one at the end of the rest.
            let rests = endpoints[id]?.rests(at: now) ?? false
            if !rests, let delivery = nextDelivery(to: id, at: now) {
                depart(delivery)
                start.append(delivery)
            }
            takeTurn(id, at: now)
            forgetIfIdle(id)
        }
        while let first = alarms.first, !isValid(first) { _ = alarms.popFirst(upTo: first.moment) }
        let moments = [alarms.first?.moment, rests.first?.moment].compactMap(\.self)
        return Round(start: start, wakeAt: moments.min())
    }

    /// Lets a lane have its place among those that can send, or looks again when it can.
    mutating func announce(_ key: QueuedDelivery.LaneKey, of id: WebhookEndpointID, at now: Timestamp) {
        guard let lane = endpoints[id]?.lanes[key] else { return }
        if lane.count == 0 {
            endpoints[id]?.lanes[key] = nil
            laneCount -= 1
            return
        }
        guard lane.announcement != .ready, let moment = lane.readyAt else { return }
        if moment <= now {
            endpoints[id]?.lanes[key]?.announcement = .ready
            endpoints[id]?.ready.append(key)
            takeTurn(id, at: now)
        } else {
            if case .alarm(let present) = lane.announcement, present <= moment { return }
            endpoints[id]?.lanes[key]?.announcement = .alarm(moment)
            alarms.insert(Alarm(endpoint: id, lane: key), at: moment)
            dropStaleAlarms()
        }
    }

    /// Gives an endpoint its turn after all that wait, if it can send.
    mutating func takeTurn(_ id: WebhookEndpointID, at now: Timestamp) {
        guard let endpoint = endpoints[id], !endpoint.isInTurn, !endpoint.ready.isEmpty,
            endpoint.inFlight < limits.inFlightPerEndpointMax, !endpoint.rests(at: now)
        else { return }
        endpoints[id]?.isInTurn = true
        turns.append(id)
    }

    private mutating func nextDelivery(to id: WebhookEndpointID, at now: Timestamp) -> QueuedDelivery? {
        while let key = endpoints[id]?.ready.popFirst() {
            endpoints[id]?.lanes[key]?.announcement = .none
            if let delivery = endpoints[id]?.lanes[key]?.start(at: now) { return delivery }
            // A change has made the lane wait again.
            announce(key, of: id, at: now)
        }
        return nil
    }

    private mutating func ring(_ alarm: MomentHeap<Alarm>.Entry, at now: Timestamp) {
        guard isValid(alarm) else { return }
        endpoints[alarm.value.endpoint]?.lanes[alarm.value.lane]?.announcement = .none
        announce(alarm.value.lane, of: alarm.value.endpoint, at: now)
    }

    /// Whether the lane still waits for this alarm, and not for an earlier one.
    private func isValid(_ alarm: MomentHeap<Alarm>.Entry) -> Bool {
        endpoints[alarm.value.endpoint]?.lanes[alarm.value.lane]?.announcement == .alarm(alarm.moment)
    }

    /// Alarms of lanes that were removed, or that have an earlier one, must not fill the memory.
    private mutating func dropStaleAlarms() {
        guard alarms.count > 2 * laneCount + 64 else { return }
        let present = self
        alarms.keep(where: present.isValid)
    }
}
