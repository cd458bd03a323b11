import Wire

/// A variable that Kubernetes sets in each pod for a Service: a Service named `checkout` makes `CHECKOUT_PORT` and
/// others that are not meant for the gateway.
///
/// The names are those of https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables.
enum ServiceLink {
    private static let protocols: Set<Substring> = ["TCP", "UDP", "SCTP"]

    /// Whether a variable with this name and value is one.
    static func isOne(_ variable: String, _ value: String) -> Bool {
        let words = variable.split(separator: "_", omittingEmptySubsequences: false)
        // The Service's name takes at least the first word.
        return words.indices.dropFirst().contains { isEnd(words[$0...], value) }
    }

    /// Whether these words can follow a Service's name.
    private static func isEnd(_ words: ArraySlice<Substring>, _ value: String) -> Bool {
        let rest = Array(words.dropFirst())
        switch words.first {
        case "SERVICE":
            return rest == ["HOST"] || rest.first == "PORT" && !rest.contains("")
        case "PORT" where rest.isEmpty:
            // Any other value may be meant as a setting, even a misspelled one.
            return protocols.contains { value.hasPrefix($0.lowercased() + "://") }
        case "PORT" where rest.count == 2 || rest.count == 3:
            let isPort = ASCII.natural(rest[0].utf8.span) != nil && protocols.contains(rest[1])
            return isPort && (rest.count == 2 || ["PROTO", "PORT", "ADDR"].contains(rest[2]))
        default:
            return false
        }
    }
}
