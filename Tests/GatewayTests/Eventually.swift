import Testing

/// Asks until a condition holds. It fails when a minute has passed and the condition was asked 10,000 times: on a busy
/// machine what the condition waits for may stand in the queue behind all other tests, and then each further question
/// waits behind it as well.
func eventually(_ condition: () throws -> Bool) async throws {
    let end = ContinuousClock.now + .seconds(60)
    var questions = 0
    repeat {
        if try condition() { return }
        questions += 1
        try await Task.sleep(for: .milliseconds(1))
    } while questions < 10_000 || ContinuousClock.now < end
    Issue.record("It did not come about within a minute.")
}
