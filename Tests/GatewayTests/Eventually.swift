import Testing

/// Asks again for a minute at most: a busy machine is slow, and only an event that never comes is a failure.
func eventually(_ condition: () throws -> Bool) async throws {
    let end = ContinuousClock.now + .seconds(60)
    repeat {
        if try condition() { return }
        try await Task.sleep(for: .milliseconds(1))
    } while ContinuousClock.now < end
    Issue.record("It did not come about within a minute.")
}
