package import Checkout

/// Every provider that the gateway speaks for. A sixth one is one more line.
package enum Registry {
    package static let providers: [any Provider] = [
        Dollr(),
        Duro(),
        Meteroid(),
        Billing(),
        Userdocks(),
    ]
}
