import Wire

@testable import Webhooks

func delivery(
    _ id: Int64, to endpoint: Int64 = 1, session: Int64 = 1, sequence: Int64? = nil, due: Int64 = 0
) -> QueuedDelivery {
    QueuedDelivery(
        id: id, endpoint: WebhookEndpointID(endpoint),
        event: WebhookEventID(session: session, sequence: sequence ?? id, format: .gateway), dueAt: moment(due))
}

func queue(_ deliveries: [QueuedDelivery], heldSeconds: Int64 = 86_400) -> DeliveryQueue {
    var queue = DeliveryQueue(DeliveryQueue.Limits(heldSeconds: heldSeconds))
    for delivery in deliveries { queue.add(delivery, at: moment(0)) }
    return queue
}

/// The ids of what starts at a moment.
func start(_ queue: inout DeliveryQueue, at seconds: Int64) -> [Int64] {
    queue.next(at: moment(seconds)).start.map(\.id)
}
