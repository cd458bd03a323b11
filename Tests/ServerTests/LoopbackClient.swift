import Glibc
import TestSupport

/// A blocking client on 127.0.0.1 that gives up after a long silence, which stands for no answer at all.
final class LoopbackClient {
    struct Answer: Equatable {
        let status: Int
        let head: String
        let body: String
    }

    private let descriptor: Int32
    private var received: [UInt8] = []

    init(port: UInt16, receiveBytesMax: Int32? = nil) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var silence = timeval(tv_sec: patienceSeconds, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &silence, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &silence, socklen_t(MemoryLayout<timeval>.size))
        if var bytes = receiveBytesMax {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &bytes, socklen_t(MemoryLayout<Int32>.size))
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    deinit {
        close(descriptor)
    }

    /// Sends bytes; returns whether all of them were taken.
    @discardableResult
    func send(_ text: String) -> Bool {
        send(Array(text.utf8))
    }

    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        sendAll(bytes, to: descriptor)
    }

    func endWriting() {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    /// Does something, then resets the connection instead of ending it.
    func resetAfter(_ body: (LoopbackClient) -> Void) {
        body(self)
        var abrupt = Glibc.linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &abrupt, socklen_t(MemoryLayout<Glibc.linger>.size))
    }

    /// The next answer; nil if the connection ends or falls silent first.
    func answer(hasContent: Bool = true) -> Answer? {
        while true {
            if let answer = takeAnswer(hasContent) { return answer }
            guard receive() > 0 else { return nil }
        }
    }

    /// The rest until the end of the connection; nil if it is reset or falls silent instead.
    func rest() -> String? {
        while true {
            let count = receive()
            guard count >= 0 else { return nil }
            if count == 0 { return String(decoding: received, as: UTF8.self) }
        }
    }

    private func receive() -> Int {
        var buffer = [UInt8](repeating: 0, count: 16_384)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        if count > 0 { received += buffer[..<count] }
        return count
    }

    private func takeAnswer(_ hasContent: Bool) -> Answer? {
        let text = String(decoding: received, as: UTF8.self)
        guard let end = text.range(of: "\r\n\r\n") else { return nil }
        let head = String(text[..<end.lowerBound])
        let lines = head.split(separator: "\r\n")
        var length = 0
        for line in lines where hasContent && line.hasPrefix("Content-Length: ") {
            length = Int(line.dropFirst(16)) ?? 0
        }
        let headBytes = head.utf8.count + 4
        guard received.count >= headBytes + length else { return nil }
        let body = String(decoding: received[headBytes..<(headBytes + length)], as: UTF8.self)
        received.removeFirst(headBytes + length)
        return Answer(status: Int(head.dropFirst(9).prefix(3)) ?? 0, head: head, body: body)
    }
}

extension String {
    /// The first occurrence of a text, without Foundation.
    fileprivate func range(of text: String) -> Range<Index>? {
        let wanted = Array(text.utf8)
        var index = utf8.startIndex
        while index != utf8.endIndex {
            if utf8[index...].starts(with: wanted) {
                return index..<utf8.index(index, offsetBy: wanted.count)
            }
            index = utf8.index(after: index)
        }
        return nil
    }
}
