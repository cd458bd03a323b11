import Checkout
import Testing
import Wire

@Suite struct `Races for one session` {
    private static let rounds = 60

    @Test func `have one winner, and all get the same result`() async throws {
        let stage = try PageStage()
        for round in 1...Self.rounds {
            let path = try await stage.billing()
            let own = String(path.dropFirst("/checkout/".count))
            let bodies = [PageStage.paid, "action=cancel", PageStage.paid, PageStage.secure, "action=confirm"]
            let answers = try await withThrowingTaskGroup(of: (String, Response).self) { group in
                for body in bodies { group.addTask { (body, try await stage.submit(path, body)) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let status = try stage.status(Int64(round))
            #expect(status == .completed || status == .cancelled)
            for (body, answer) in answers {
                #expect(answer.status == 303)
                let location = try #require(answer.location)
                if location.hasPrefix("https://app.example/ok") {
                    #expect(status == .completed, "\(body)")
                } else if location.hasPrefix("https://app.example/no") {
                    #expect(status == .cancelled, "\(body)")
                } else {
                    #expect(location == own, "\(body)")
                }
            }
        }
    }
}
