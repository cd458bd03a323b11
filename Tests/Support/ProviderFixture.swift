package import Checkout
import Providers

/// `provider.json` in `Tests/Providers/NAME`: the facts about one provider that the tests need.
package struct ProviderFixture: Sendable, CustomStringConvertible {
    /// A call that succeeds under the configuration of `Tests/Fixtures/conformance.json`.
    package struct Sample: Sendable {
        /// Without the provider's prefix.
        package let path: String
        /// The header fields that present the credential.
        package let fields: [String]
        /// The same fields with an unknown credential.
        package let wrong: [String]
        /// JSON without white space.
        package let body: String
        /// A part of the answer's body.
        package let answer: String
    }

    /// A credential of the configuration.
    package struct Credential: Sendable {
        package let secret: String
        package let clientID: String?
        /// Whether the configuration says what the credential permits.
        package let saysAccess: Bool
    }

    package let provider: any Provider
    /// The text that replaces `{{name}}` in requests, by that name.
    package let values: [String: String]
    package let credentials: [Credential]
    /// The names of the kinds to which its sessions refer.
    package let kinds: [String]
    package let sample: Sample
    /// The status of the answer to each kind of failure, by the name of the case in `Failure.Kind`.
    package let statuses: [String: Int]
    /// How the bodies of its errors begin. A provider may have several shapes.
    package let errorBeginnings: [String]
    /// The body of its 429 for a limit of three requests in two seconds.
    package let rateLimited: String
    /// The members of a full Duro session that its dialect leaves out.
    package let leftOut: [String]
    /// Whether the address of its page is complete only with a state that the gateway does not keep.
    package let pageNeedsState: Bool
    /// Whether the vectors are also sent without a prefix. Other providers must not share the paths.
    package let playsBarePaths: Bool
    package let fuzz: FuzzFacts
    private let madeUp: [String: [String]]
    private let madeUpBy: [String: [String]]

    package var type: any Provider.Type { Swift.type(of: provider) }
    package var name: String { type.name.text }
    package var description: String { name }

    /// The members of its dialect that are made up when it shows the sample session of another provider. The owner's
    /// fixture comes first, then this fixture's entry for the owner, then its entry for all providers (`*`).
    package func madeUp(of owner: ProviderFixture) -> [String] {
        owner.madeUpBy[name] ?? madeUp[owner.name] ?? (owner.name == name ? [] : madeUp["*"] ?? [])
    }

    /// The folder with the provider's vectors, journeys and fixture, from the folder of the checkout on.
    package static func folder(of provider: any Provider) -> String {
        "Tests/Providers/\(Swift.type(of: provider))"
    }

    /// The fixtures of the registered providers. One that is missing or broken is left out; the suite
    /// `Provider folders` fails and names it.
    package static let all = Registry.providers.compactMap { try? ProviderFixture(of: $0) }

    /// The fixture of a registered provider, if it can be read.
    package static func named(_ name: String) -> ProviderFixture? { all.first { $0.name == name } }

    /// Reads a provider's fixture. Throws ``FixtureFault``.
    package init(of provider: any Provider) throws(FixtureFault) {
        try self.init(of: provider, FixtureFile.json(of: Self.folder(of: provider) + "/provider.json"))
    }

    /// Reads a fixture of this text. Throws ``FixtureFault``.
    package init(of provider: any Provider, _ file: FixtureValue) throws(FixtureFault) {
        // Only scripts read the last four.
        try file.allow(only: [
            "name", "kinds", "credentials", "catalogue", "sample", "errors", "translation", "page_needs_state",
            "plays_bare_paths", "fuzz", "title", "readme", "contract", "bench",
        ])
        self.provider = provider
        let name = Swift.type(of: provider).name.text
        guard try file.member("name").text() == name else {
            throw FixtureFault("\(file.place), name has to be \"\(name)\", as the provider says.")
        }
        kinds = try file.member("kinds").texts()
        (credentials, values) = try Self.credentials(file.member("credentials"))
        sample = try Self.sample(file.member("sample"), values)
        let errors = try file.member("errors")
        try errors.allow(only: ["statuses", "begin", "rate_limited"])
        statuses = try Self.statuses(errors.member("statuses"))
        errorBeginnings = try errors.member("begin").texts()
        rateLimited = try errors.member("rate_limited").text()
        let translation = try file.member("translation")
        try translation.allow(only: ["left_out", "made_up", "made_up_by"])
        leftOut = try translation.member("left_out").texts()
        madeUp = try Self.lists(translation.member("made_up"))
        madeUpBy = if let by = translation.optional("made_up_by") { try Self.lists(by) } else { [:] }
        pageNeedsState = try file.optional("page_needs_state")?.bool() ?? false
        playsBarePaths = try file.optional("plays_bare_paths")?.bool() ?? false
        fuzz = try FuzzFacts(file)
    }

    private static func credentials(
        _ member: FixtureValue
    ) throws(FixtureFault) -> (all: [Credential], values: [String: String]) {
        var all: [Credential] = []
        var values: [String: String] = [:]
        for (name, each) in try member.members() {
            try each.allow(only: ["secret", "client_id", "access"])
            let clientID = try each.optional("client_id")?.text()
            let secret = try each.member("secret").text()
            all.append(Credential(secret: secret, clientID: clientID, saysAccess: each.optional("access") != nil))
            values[name] = secret
            if let clientID { values["client_id"] = clientID }
        }
        guard values["token"] != nil else { throw FixtureFault("\(member.place) has no member \"token\".") }
        return (all, values)
    }

    private static func sample(
        _ member: FixtureValue, _ values: [String: String]
    ) throws(FixtureFault) -> Sample {
        try member.allow(only: ["path", "fields", "wrong", "body", "answer"])
        return Sample(
            path: try member.member("path").text(),
            fields: try member.member("fields").texts().map { substitute(values, in: $0) },
            wrong: try member.member("wrong").texts().map { substitute(values, in: $0) },
            body: try member.member("body").compact, answer: try member.member("answer").text())
    }

    private static func statuses(_ member: FixtureValue) throws(FixtureFault) -> [String: Int] {
        var statuses: [String: Int] = [:]
        for (name, value) in try member.members() { statuses[name] = Int(try value.integer()) }
        let kinds = Failure.Kind.allCases.map { "\($0)" }
        let missing = kinds.filter { statuses[$0] == nil }
        guard missing.isEmpty else {
            throw FixtureFault("\(member.place) has no member for \(missing.joined(separator: ", ")).")
        }
        try member.allow(only: Set(kinds))
        return statuses
    }

    private static func lists(_ member: FixtureValue) throws(FixtureFault) -> [String: [String]] {
        var lists: [String: [String]] = [:]
        for (name, value) in try member.members() { lists[name] = try value.texts() }
        return lists
    }

    /// Replaces each `{{name}}` by its value.
    package static func substitute(_ values: [String: String], in text: String) -> String {
        values.reduce(text) { $0.replacing("{{\($1.key)}}", with: $1.value) }
    }
}
