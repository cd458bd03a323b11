extension RequestHead {
    /// Whether the client wants the connection to stay open after the answer.
    ///
    /// RFC 9112 §9.3: `close` in any `Connection` line ends the connection; with HTTP/1.0 it stays open only if the
    /// client asks for `keep-alive`.
    var persists: Bool {
        var closes = false
        var keepsAlive = version > 0
        forEach("connection") { value in
            OptionList.forEach(in: value) { option in
                if ASCII.equalIgnoringCase(option, "close") { closes = true }
                if ASCII.equalIgnoringCase(option, "keep-alive") { keepsAlive = true }
            }
        }
        return keepsAlive && !closes
    }

    /// Whether the client waits for `100 Continue` before it sends the content.
    ///
    /// RFC 9110 §10.1.1: `100-continue` is the only expectation that is defined. An expectation in an HTTP/1.0 request
    /// is ignored.
    func expectsContinue() throws(ProtocolError) -> Bool {
        var expects = false
        var isKnown = true
        forEach("expect") { value in
            OptionList.forEach(in: value) { expectation in
                if ASCII.equalIgnoringCase(expectation, "100-continue") {
                    expects = true
                } else if expectation.count > 0 {
                    isKnown = false
                }
            }
        }
        guard version > 0 else { return false }
        guard isKnown else { throw .expectationFailed }
        return expects
    }
}
