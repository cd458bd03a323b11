import Checkout
import Gateway
import Wire

/// The options of `sessions list`: the filters of the API.
struct SessionListOptions {
    /// The most sessions to list.
    let limit: Int
    /// Every provider.
    let providers: [any Provider]
    private let parameters: QueryParameters

    /// Longer lists are read with the API, which has pages.
    private static let limitMax = 1_000
    /// The API's names, except those about its pages, and `metadata`, which is `--metadata NAME=VALUE` here.
    private static let names = SessionsResource.parameters.subtracting(["cursor", "limit", "metadata[]"])

    /// Takes the options. Throws a ``Refusal`` if one cannot be read.
    init(_ invocation: inout Invocation) throws(Refusal) {
        let text = invocation.take("limit") ?? "20"
        guard let limit = ASCII.natural(text.utf8.span), (1...Self.limitMax).contains(limit) else {
            throw Refusal(.usage, "--limit has to be 1 to \(Self.limitMax).")
        }
        self.limit = limit
        providers = invocation.program.dependencies.providers
        var pairs: [(name: String, value: String)] = []
        for name in Self.names.sorted() {
            if let value = invocation.take(name) { pairs.append((name, value)) }
        }
        for member in invocation.takeAll("metadata") {
            // Bytes are compared, because an accent at the beginning of the value would make one character with the
            // `=`.
            let bytes = member.utf8
            guard let sign = bytes.firstIndex(of: UInt8(ascii: "=")), sign != bytes.startIndex else {
                throw Refusal(.usage, "--metadata has to be NAME=VALUE.")
            }
            pairs.append(("metadata[\(member[..<sign])]", String(member[bytes.index(after: sign)...])))
        }
        do throws(ProblemDetails) {
            parameters = try Self.parameters(pairs)
            // All options except the account are checked before the database is opened, which only the account needs.
            _ = try SessionsResource.filter(
                try Self.parameters(pairs.filter { $0.name != "account" }), providers: invocation.types
            ) { [] }
        } catch {
            throw Self.refusal(error)
        }
    }

    private static func parameters(_ pairs: [(name: String, value: String)]) throws(ProblemDetails) -> QueryParameters {
        let query = pairs.map { escaped($0.name) + "=" + escaped($0.value) }.joined(separator: "&")
        return try QueryParameters(Array(query.utf8)[...], names: SessionsResource.parameters)
    }

    /// The filter for a database with these accounts; a refusal if it has no such account.
    func filter(_ accounts: [Account]) -> Result<SessionFilter, Refusal> {
        do throws(ProblemDetails) {
            let types = providers.map { type(of: $0) as any Provider.Type }
            return .success(try SessionsResource.filter(parameters, providers: types) { accounts })
        } catch {
            return .failure(Self.refusal(error))
        }
    }

    /// The API's sentence; if the parameter has to have another value, the sentence begins with its name.
    private static func refusal(_ problem: ProblemDetails) -> Refusal {
        let sentence = problem.detail ?? "the filter cannot be read."
        guard let name = names.first(where: { sentence.hasPrefix("\($0) ") }) else {
            return Refusal(.usage, "\(sentence.prefix(1).lowercased())\(sentence.dropFirst())")
        }
        return Refusal(.usage, "--\(name.replacing("_", with: "-"))\(sentence.dropFirst(name.count))")
    }

    /// Escapes every byte except letters and digits.
    private static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            if ASCII.isLetter(byte) || ASCII.isDigit(byte) { return String(UnicodeScalar(byte)) }
            let digits = String(byte, radix: 16)
            return "%" + (digits.count < 2 ? "0" : "") + digits
        }.joined()
    }
}
