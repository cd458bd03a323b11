import Testing

@testable import Gateway

@Suite struct `The console` {
    @Test func `drops a line that nobody reads, and writes the next one that somebody does`() {
        let pipe = FullPipe()
        #expect(!Console.write("lost", to: pipe.writeEnd, patienceMilliseconds: 10))
        pipe.drain()
        #expect(!pipe.hasOctets())
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
}
