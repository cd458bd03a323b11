import Testing
import Wire

@testable import Gateway

@Suite struct `The console` {
    @Test func `drops a line that is not read in time, and writes the next one`() {
        let pipe = FullPipe()
        #expect(!Console.write("lost", to: pipe.writeEnd, patienceMilliseconds: 10))
        pipe.drain()
        #expect(!pipe.hasBytes())
        #expect(Console.write("told", to: pipe.writeEnd, patienceMilliseconds: 10))
        #expect(String(decoding: pipe.read(count: 5), as: UTF8.self) == "told\n")
    }

    @Test func `writes a line that is longer than a piece`() {
        let pipe = FullPipe()
        pipe.drain()
        let line = String(repeating: "x", count: 10_000)
        #expect(Console.write(line, to: pipe.writeEnd, patienceMilliseconds: -1))
        #expect(String(decoding: pipe.read(count: 10_001), as: UTF8.self) == line + "\n")
    }

    @Test(arguments: [
        ("a\u{9B}31mb", #"a\u009b31mb"#), ("\u{1B}[2J\u{7F}\u{85}\t\r", #"\u001b[2J\u007f\u0085\u0009\u000d"#),
        ("a\u{202E}b\u{2066}c\u{2028}d\u{FEFF}", #"a\u202eb\u2066c\u2028d\ufeff"#), ("\u{E0001}", #"\udb40\udc01"#),
        ("caf\u{E9} \u{4E2D} \u{1F468}\u{200D}\u{1F469} a\nb", "caf\u{E9} \u{4E2D} \u{1F468}\u{200D}\u{1F469} a\nb"),
    ])
    func `shows characters that control a terminal as escapes`(_ line: String, _ shown: String) {
        let pipe = FullPipe()
        pipe.drain()
        #expect(Console.write(line, to: pipe.writeEnd, patienceMilliseconds: -1))
        #expect(String(decoding: pipe.read(count: shown.utf8.count + 1), as: UTF8.self) == shown + "\n")
    }

    @Test func `shows JSON on one line without changing its meaning`() throws {
        let json = try #require(JSONText(parsing: Array("{\"a\":\r\n[1,\t\"\u{9B}\"]}".utf8)))
        #expect(TerminalText.visible(TerminalText.oneLine(json: json)) == #"{"a":  [1, "\u009b"]}"#)
    }
}
