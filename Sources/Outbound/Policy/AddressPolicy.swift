package import Wire

/// Where a call may go whose URL somebody outside has chosen. By default it may go to global unicast addresses, by
/// https and on the ports 443 and 8443, so that nobody can make the gateway call a host of its own network.
package struct AddressPolicy: Sendable, Equatable {
    /// Why a call may not be made.
    package enum Refusal: Error, Sendable, CaseIterable {
        /// The scheme is http.
        case scheme
        /// The port is not one of ``AddressPolicy/ports``.
        case port
        /// The host is an address, or has an address, to which no call may go.
        case address

        /// The rule that the call breaks, as the end of a sentence about its URL.
        package var rule: String {
            switch self {
            case .scheme: "it has to begin with https://"
            case .port: "its port has to be \(AddressPolicy.ports.map(String.init).joined(separator: " or "))"
            case .address: "all addresses of its host have to be public"
            }
        }
    }

    /// The ports for https that are usual.
    package static let ports = [443, 8443]

    /// Blocks whose addresses may be called too, by http as well, and on any port.
    package var allowed: [AddressBlock]
    /// Whether loopback addresses, http and any port are allowed, which is what developers want.
    package var isSandbox: Bool

    /// A policy that allows what the documentation of the members says.
    package init(allowed: [AddressBlock] = [], isSandbox: Bool = false) {
        self.allowed = allowed
        self.isSandbox = isSandbox
    }

    /// Checks a URL before its host is resolved. A host name passes if the call would be allowed for at least one
    /// address. The addresses of the name are checked each time when it is resolved. Throws the ``Refusal``.
    package func check(_ url: TargetURL) throws(Refusal) {
        switch url.host {
        case .address(let address): try check([address], of: url)
        case .name(let name) where HostName.isLocal(name):
            let loopback = [IPAddress(ipv4: 0x7f00_0001), IPAddress(bits: 1)]
            guard loopback.contains(where: isOpen) else { throw .address }
        case .name:
            if allowed.isEmpty { try checkSchemeAndPort(url) }
        }
    }

    /// Checks all addresses to which the host of a URL was resolved. One that is refused refuses the call, because a
    /// name with a public and a private address is a trick. Throws the ``Refusal``.
    package func check(_ addresses: [IPAddress], of url: TargetURL) throws(Refusal) {
        for address in addresses where !isOpen(address) {
            guard address.unwrapped.isGlobalUnicast else { throw .address }
            try checkSchemeAndPort(url)
        }
    }

    /// Whether an address may be called by http as well, and on any port.
    private func isOpen(_ address: IPAddress) -> Bool {
        let inner = address.unwrapped
        return allowed.contains { $0.contains(address) || $0.contains(inner) } || isSandbox && inner.isLoopback
    }

    private func checkSchemeAndPort(_ url: TargetURL) throws(Refusal) {
        if isSandbox { return }
        guard url.isSecure else { throw .scheme }
        guard Self.ports.contains(url.port) else { throw .port }
    }
}
