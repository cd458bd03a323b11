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
}
