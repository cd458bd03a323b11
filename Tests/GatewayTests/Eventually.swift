import Testing

/// Asks again and again for five seconds at most.
func eventually(_ condition: () throws -> Bool) async throws {
    for _ in 0..<5_000 {
        if try condition() { return }
        try await Task.sleep(for: .milliseconds(1))
    }
    Issue.record("It did not come about within five seconds.")
}
