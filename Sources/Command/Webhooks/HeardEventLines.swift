import Gateway
import Wire

/// What became of forwarding an event.
enum ForwardOutcome: Equatable {
    /// Events are only printed.
    case none
    case answered(status: Int, milliseconds: Int)
    case failed(String)

    /// The outcome at the end of a line.
    var text: String {
        switch self {
        case .none: ""
        case .answered(let status, let milliseconds): "\(status) in \(milliseconds) ms"
        case .failed(let reason): "not forwarded: \(reason)"
        }
    }
}

/// The lines that `listen` prints.
struct HeardEventLines {
    /// Whether each line is a JSON object.
    let isJSON: Bool

    /// The first line.
    func start(_ secret: String, from url: String, to target: String?) -> [String] {
        guard !isJSON else {
            let text = JSONText { json in
                json.member("secret", secret)
                json.member("url", url)
                json.member("forward_to", target)
            }
            return [TerminalText.oneLine(json: text)]
        }
        return [
            "signing secret: \(secret)",
            "listening to \(url)" + (target.map { ", forwarding to \($0)" } ?? ""),
        ]
    }

    /// The line of an event.
    ///
    /// - Parameter now: the moment of the line.
    func line(_ event: HeardEvent, _ outcome: ForwardOutcome, at now: Timestamp) -> String {
        let moment = now.rfc3339(.milliseconds)
        guard isJSON else {
            let parts = [moment, event.type.padded(41), event.session ?? "-", event.id, outcome.text]
            return parts.filter { !$0.isEmpty }.joined(separator: "  ")
        }
        let text = JSONText { json in
            json.member("at", moment)
            json.member("id", event.id)
            json.member("type", event.type)
            json.member("session", event.session)
            json.name("body")
            json.string(utf8: event.body)
            json.name("forward")
            switch outcome {
            case .none: json.null()
            case .answered(let status, let milliseconds):
                json.object { json in
                    json.member("status", Int64(status))
                    json.member("ms", Int64(milliseconds))
                }
            case .failed(let reason): json.object { json in json.member("failure", reason) }
            }
        }
        return TerminalText.oneLine(json: text)
    }
}
