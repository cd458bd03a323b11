import Testing

@testable import Gateway

@Suite struct `The pause after an end that was not written` {
    @Test func `doubles with each failure after it, and ends with a success`() {
        var pause = WritePause()
        var (now, pauses) = (7 as Int64, [] as [Int64])
        for _ in 0..<8 {
            pause.noteFailure(ticks: now)
            let rest = pause.remaining(ticks: now)
            // Others that were in flight at the same time.
            pause.noteFailure(ticks: now + 1)
            #expect(pause.remaining(ticks: now + 1) == rest - 1)
            pauses.append(rest / 1_000_000)
            now += rest
            #expect(pause.remaining(ticks: now) == 0)
        }
        #expect(pauses == [5, 10, 20, 40, 80, 160, 300, 300])
        pause.noteSuccess()
        pause.noteFailure(ticks: now)
        #expect(pause.remaining(ticks: now) == WritePause.shortest)
    }
}
