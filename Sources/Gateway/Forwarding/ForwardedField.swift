import Server
import Wire

/// Reads the `Forwarded` field of RFC 7239.
enum ForwardedField {
    /// The hops in their order, the client's first. Nil if any part breaks the grammar.
    static func hops(in lines: [ArraySlice<UInt8>]) -> [Hop]? {
        var hops: [Hop] = []
        for line in lines {
            var rest = line
            while true {
                skipBlanks(&rest)
                // RFC 9110 §5.6.1.2: a recipient has to accept empty elements of a list, and ignores them.
                if let first = rest.first, first != UInt8(ascii: ",") {
                    guard let hop = takeElement(&rest) else { return nil }
                    hops.append(hop)
                    skipBlanks(&rest)
                }
                guard let comma = rest.popFirst() else { break }
                guard comma == UInt8(ascii: ",") else { return nil }
            }
        }
        return hops
    }

    /// `[ forwarded-pair ] *( ";" [ forwarded-pair ] )`, each parameter at most once (§4).
    private static func takeElement(_ rest: inout ArraySlice<UInt8>) -> Hop? {
        var hop = Hop()
        var names: [[UInt8]] = []
        while true {
            if let first = rest.first, isToken(first) {
                let name = takeToken(&rest).map(ASCII.lowercase)
                guard rest.popFirst() == UInt8(ascii: "="), !names.contains(name), let value = takeValue(&rest),
                    read(value[...], of: name, into: &hop)
                else { return nil }
                names.append(name)
            }
            guard rest.first == UInt8(ascii: ";") else { return hop }
            rest = rest.dropFirst()
        }
    }

    /// False if the parameter may not have this value. Unknown parameters are ignored.
    private static func read(_ value: ArraySlice<UInt8>, of name: [UInt8], into hop: inout Hop) -> Bool {
        switch String(decoding: name, as: UTF8.self) {
        case "for":
            guard let address = Node.address(value, takesBareIPv6: false) else { return false }
            hop.address = address
        case "by":
            return Node.address(value, takesBareIPv6: false) != nil
        case "proto":
            guard let isSecure = XForwarded.isSecure(value) else { return false }
            hop.origin.isSecure = isSecure
        case "host":
            guard Authority.isValid(value.span) else { return false }
            hop.origin.host = value
        default: break
        }
        return true
    }

    /// A token, or a quoted string without its quotes and escapes (RFC 9110 §5.6.4).
    private static func takeValue(_ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
        guard rest.first == UInt8(ascii: "\"") else {
            let token = takeToken(&rest)
            return token.isEmpty ? nil : Array(token)
        }
        rest = rest.dropFirst()
        var value: [UInt8] = []
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\""): return value
            case UInt8(ascii: "\\"):
                guard let escaped = rest.popFirst() else { return nil }
                value.append(escaped)
            default: value.append(byte)
            }
        }
        return nil
    }

    private static func takeToken(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let token = rest.prefix(while: isToken)
        rest = rest[token.endIndex...]
        return token
    }

    /// `tchar` of RFC 9110 §5.6.2.
    private static func isToken(_ byte: UInt8) -> Bool {
        ASCII.isLetter(byte) || ASCII.isDigit(byte) || "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }

    private static func skipBlanks(_ rest: inout ArraySlice<UInt8>) {
        rest = rest.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    }
}
