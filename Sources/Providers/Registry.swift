package import Checkout

/// Every provider that the gateway serves. A new provider is one more line.
package enum Registry {
    package static let providers: [any Provider] = [
        Dollr(),
        Duro(),
        Meteroid(),
        Billing(),
        Userdocks(),
    ]

    /// The type of each, for facts that need no request.
    package static let types: [any Provider.Type] = providers.map { type(of: $0) }
}
