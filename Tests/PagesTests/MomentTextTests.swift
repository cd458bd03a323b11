import Testing
import Wire

@testable import Pages

@Suite struct `A moment on a page` {
    @Test(arguments: [
        (0, "1 January 1970, 00:00 UTC"), (1_795_271_459, "21 November 2026, 14:30 UTC"),
        (-1, "31 December 1969, 23:59 UTC"), (951_782_399, "28 February 2000, 23:59 UTC"),
        (253_402_300_799, "31 December 9999, 23:59 UTC"),
    ])
    func `is shown to the minute`(_ seconds: Int64, _ text: String) {
        #expect(Timestamp(seconds: seconds).pageText == text)
    }

    @Test(arguments: [Int64.min, Int64.max]) func `is shown for any year`(_ microseconds: Int64) {
        #expect(Timestamp(microseconds: microseconds).pageText.hasSuffix("UTC"))
    }
}
