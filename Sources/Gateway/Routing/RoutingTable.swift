package import Checkout
import Wire

/// Which provider owns which path, built once at start from the providers' own declarations.
///
/// A path without braces is looked up as a whole; the few with braces are tried one after the other.
package struct RoutingTable: Sendable {
    /// One provider in the table. It is made once and passed to every request, so it is a class.
    package final class Owner: Sendable {
        let provider: any Provider
        /// The type of the provider.
        package let type: any Provider.Type
        /// The name of the provider.
        package let name: ProviderName
        let routes: [Pattern]
        /// The checks of the provider's requests, in their order.
        let checks: [Check]
        /// Hosts in lower case, without ports.
        let hosts: Set<ArraySlice<UInt8>>
        /// Seconds until a session expires, if its request does not say.
        package let lifetimeSeconds: Int64

        init(_ provider: any Provider, hosts: Set<ArraySlice<UInt8>>, lifetimeSeconds: Int64) {
            self.provider = provider
            type = Swift.type(of: provider)
            name = type.name
            routes = type.routes.map(Pattern.init)
            checks = type.checks
            self.hosts = hosts
            self.lifetimeSeconds = lifetimeSeconds
        }
    }

    /// A route and the form of its path. A class, because each request tries all patterns of its provider.
    final class Pattern: Sendable {
        let route: Route
        let form: PathPattern

        init(_ route: Route) {
            self.route = route
            form = PathPattern(route.path, style: route.style)
        }
    }

    /// The providers, in the order of the registry.
    package let owners: [Owner]

    /// The longest default lifetime of a session, in seconds.
    var longestLifetimeSeconds: Int64 { owners.map(\.lifetimeSeconds).max() ?? 0 }

    private let prefixes: [Entry<Int>]
    private let hosts: [Entry<Int>]
    /// The owners of each path without braces, without a prefix.
    private let fixed: [Entry<[Int]>]
    /// The routes with braces: the only ones for a path without escapes that is not among the fixed ones.
    private let braced: [Pattern]

    private struct Entry<Value: Sendable>: Sendable {
        let name: [UInt8]
        let value: Value
    }

    /// - Parameters:
    ///   - hosts: the hosts of each provider, in place of its own list.
    ///   - lifetimes: the default lifetime of each provider's sessions in seconds, in place of its own.
    package init(
        _ providers: [any Provider], hosts configured: [ProviderName: [String]] = [:],
        lifetimes: [ProviderName: Int64] = [:]
    ) throws(Collision) {
        var owners: [Owner] = []
        var prefixes: [ArraySlice<UInt8>: Int] = [:]
        var hosts: [ArraySlice<UInt8>: Int] = [:]
        var fixed: [ArraySlice<UInt8>: [Int]] = [:]
        for (index, provider) in providers.enumerated() {
            let type = type(of: provider)
            try Self.refuseIncomplete(type.checks, of: type.name)
            let names = (configured[type.name] ?? type.hosts).map { $0.utf8.map(ASCII.lowercase)[...] }
            let lifetime = lifetimes[type.name] ?? type.lifetimeSeconds
            owners.append(Owner(provider, hosts: Set(names), lifetimeSeconds: lifetime))
            guard prefixes.updateValue(index, forKey: Array(type.name.text.utf8)[...]) == nil else {
                throw Collision(description: "two providers are named \(type.name)")
            }
            for host in names {
                if let other = hosts.updateValue(index, forKey: host), other != index {
                    throw Collision(
                        description:
                            "the host \(String(decoding: host, as: UTF8.self)) is both \(owners[other].name)'s and \(type.name)'s"
                    )
                }
            }
            for path in Set(type.routes.map(\.path)) where !path.contains("{") {
                fixed[Array(path.utf8)[...], default: []].append(index)
            }
        }
        self.owners = owners
        self.prefixes = prefixes.map { Entry(name: Array($0.key), value: $0.value) }
        self.hosts = hosts.map { Entry(name: Array($0.key), value: $0.value) }
        self.fixed = fixed.map { Entry(name: Array($0.key), value: $0.value) }
        braced = owners.flatMap { $0.routes.filter { $0.form.hasBraces } }
        try refuseCollisions()
        try refuseHiddenRoutes()
    }

    /// The provider whose prefix a path has, and the rest of the path.
    func owner(ofPrefixIn path: RequestPath) -> (index: Int, rest: RequestPath)? {
        guard path.bytes.first == UInt8(ascii: "/") else { return nil }
        let behind = path.bytes.dropFirst()
        let end = behind.firstIndex(of: UInt8(ascii: "/")) ?? behind.endIndex
        guard let index = Self.value(of: behind[..<end], in: prefixes, foldsCase: false) else { return nil }
        return (index, RequestPath(behind[end...]))
    }

    /// The provider that a host is configured for; ports and case do not matter.
    func owner(ofHost host: ArraySlice<UInt8>) -> Int? {
        guard !hosts.isEmpty else { return nil }
        // The colons of an IPv6 address are within its brackets.
        let port = host.lastIndex { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "]") }
        let end = port.flatMap { host[$0] == UInt8(ascii: ":") ? $0 : nil } ?? host.endIndex
        return Self.value(of: host[..<end], in: hosts, foldsCase: true)
    }

    /// A few names of different lengths are compared faster one by one than by a hash.
    private static func value<Value>(
        of name: ArraySlice<UInt8>, in entries: [Entry<Value>], foldsCase: Bool
    ) -> Value? {
        let name = name.span
        for entry in entries where entry.name.count == name.count {
            let isSame =
                foldsCase
                ? ASCII.equalIgnoringCase(name, entry.name.span) : ASCII.equal(name, entry.name.span)
            if isSame { return entry.value }
        }
        return nil
    }

    /// The providers that own a path without a prefix.
    func owners(ofPath path: RequestPath) -> [Int] {
        if !path.hasEscapes {
            if let found = Self.value(of: path.bytes, in: fixed, foldsCase: false) { return found }
            let slashes = path.bytes.count(where: { $0 == UInt8(ascii: "/") })
            let isBraced = braced.contains { $0.form.slashes == slashes && $0.form.parameters(in: path) != nil }
            guard isBraced else { return [] }
        }
        return owners.indices.filter { index in
            owners[index].routes.contains { $0.form.parameters(in: path) != nil }
        }
    }
}
