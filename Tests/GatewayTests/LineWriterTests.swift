import Dispatch
import Foundation
import Glibc
import Synchronization
import Testing

@testable import Gateway

@Suite struct `A writer of lines` {
    @Test func `waits for room in a pipe that would refuse instead`() {
        let pipe = FullPipe()
        _ = fcntl(pipe.writeEnd, F_SETFL, fcntl(pipe.writeEnd, F_GETFL) | O_NONBLOCK)
        let lines = Array(String(repeating: "a line\n", count: 20_000).utf8)
        let lost = Mutex<Int?>(nil)
        let written = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            var writer = LineWriter(descriptor: pipe.writeEnd)
            let count = writer.write(lines)
            lost.withLock { $0 = count }
            written.signal()
        }
        pipe.drain()
        #expect(pipe.read(count: lines.count) == lines)
        #expect(written.wait(timeout: .now() + 60) == .success)
        #expect(lost.withLock { $0 } == 0)
    }

    @Test func `counts the lines that a full disk does not take`() {
        let full = open("/dev/full", O_WRONLY)
        defer { close(full) }
        var writer = LineWriter(descriptor: full)
        #expect(writer.write(Array("one\ntwo\n".utf8)) == 2)
        #expect(writer.systemError == ENOSPC)
        #expect(writer.write([]) == 0)
    }

    @Test func `gives up lines for which a pipe has no room, when asked to`() {
        let pipe = FullPipe()
        var writer = LineWriter(descriptor: pipe.writeEnd, isGivenUp: { true })
        #expect(writer.write(Array("one\ntwo\n".utf8)) == 2)
        #expect(writer.systemError == EAGAIN)
        pipe.drain()
        #expect(writer.write(Array("three\n".utf8)) == 0)
        #expect(String(decoding: pipe.read(count: 6), as: UTF8.self) == "three\n")
    }

    @Test func `counts exactly the lost lines of a text longer than a pipe's room`() {
        let pipe = FullPipe()
        pipe.drain()
        var writer = LineWriter(descriptor: pipe.writeEnd, isGivenUp: { true })
        let lost = writer.write(Array(String(repeating: "a line\n", count: 20_000).utf8))
        var taken = 0
        while pipe.hasBytes() { taken += pipe.readSome().count { $0 == UInt8(ascii: "\n") } }
        #expect(lost > 0)
        #expect(taken + lost == 20_000)
    }

    @Test(arguments: [
        // The room in bytes before the reader takes everything, how many lines were lost, and what was taken in the
        // end.
        (0, 3, "four\n"), (1, 3, "o\nfour\n"), (3, 3, "one\nfour\n"), (4, 2, "one\nfour\n"), (5, 2, "one\nt\nfour\n"),
        (8, 1, "one\ntwo\nfour\n"), (13, 1, "one\ntwo\nthree\nfour\n"), (14, 0, "one\ntwo\nthree\nfour\n"),
    ])
    func `ends a line that was cut before the next one`(_ room: Int, _ lost: Int, _ taken: String) {
        let disk = Mutex((room: room, bytes: [UInt8]()))
        var writer = LineWriter { bytes in
            disk.withLock { disk in
                let part = bytes.prefix(disk.room)
                disk.room -= part.count
                disk.bytes += part
                return bytes.dropFirst(part.count)
            }
        }
        #expect(writer.write(Array("one\ntwo\nthree\n".utf8)) == lost)
        disk.withLock { $0.room = .max }
        #expect(writer.write(Array("four\n".utf8)) == 0)
        #expect(String(decoding: disk.withLock { $0.bytes }, as: UTF8.self) == taken)
    }

    @Test func `counts lines if there is no room to end the line before`() {
        let room = Mutex(1)
        var writer = LineWriter { bytes in
            room.withLock { room in
                defer { room -= min(room, bytes.count) }
                return bytes.dropFirst(room)
            }
        }
        #expect(writer.write(Array("one\n".utf8)) == 1)
        #expect(writer.write(Array("two\nthree\n".utf8)) == 2)
    }
}
