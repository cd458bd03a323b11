import Checkout
import Testing

@testable import Webhooks

@Suite struct `Event ids` {
    /// Computed without this program: shops keep the ids of events, so an event's id must never change.
    @Test func `are the same for ever`() {
        let key: Int64 = 7_305_000_000_000_000
        for (id, text) in [
            (WebhookEventID(session: key, sequence: 3, format: .gateway), "evt_033lTX0lpF3xALvvEmvd0i"),
            (WebhookEventID(session: key, sequence: 3, format: .stripe), "evt_033lTX0lpF3xALvvEmvd0j"),
            (
                WebhookEventID(session: SessionID.keyMax, sequence: 1 << 60 - 1, format: .stripe),
                "evt_7n42DGM5Tflk9n8mt7FhY1"
            ),
            (WebhookEventID(ping: 5), "evt_0000000000SMIYgTPxGeGl"),
        ] {
            #expect(id.text == text)
            #expect(WebhookEventID(text) == id)
        }
    }

    @Test func `lead back to what they are made from, have one length and no dot`() {
        var texts: Set<String> = []
        for key in [0, 1, 4_096, 7_305_000_000_000_000, SessionID.keyMax] {
            for sequence in [0, 1, 2_003, 1 << 60 - 1] as [Int64] {
                for format in WebhookFormat.allCases {
                    let id = WebhookEventID(session: key, sequence: sequence, format: format)
                    let read = WebhookEventID(id.text)
                    #expect(read == id)
                    #expect(read?.key == key && read?.sequence == sequence && read?.format == format)
                    #expect(read?.isPing == false)
                    #expect(id.text.utf8.count == 26 && !id.text.contains("."))
                    texts.insert(id.text)
                }
            }
        }
        #expect(texts.count == 5 * 4 * 2)
    }

    @Test func `of pings differ from those of sessions`() {
        let ping = WebhookEventID(ping: 5)
        #expect(ping.isPing && ping.format == nil)
        #expect(WebhookEventID(ping.text) == ping)
        for format in WebhookFormat.allCases {
            #expect(WebhookEventID(session: 5, sequence: 0, format: format).text != ping.text)
        }
    }

    @Test func `are not read from other texts`() {
        let text = WebhookEventID(session: 1, sequence: 2, format: .gateway).text
        let others = [
            "", "evt_", String(text.dropLast()), text + "0", " " + text.dropLast(), text.dropLast() + ".",
            "evt-" + text.dropFirst(4), "evt_zzzzzzzzzzzzzzzzzzzzzz", text.dropLast() + "é",
        ]
        for other in others { #expect(WebhookEventID(other) == nil, "\(other)") }
    }

    @Test func `sort as their events happened`() {
        let ids = [(1, 1), (1, 2), (1, 61), (1, 62), (1, 63), (2, 1), (64, 0)].map {
            WebhookEventID(session: $0.0, sequence: $0.1, format: .gateway).text
        }
        #expect(ids == ids.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    }
}
