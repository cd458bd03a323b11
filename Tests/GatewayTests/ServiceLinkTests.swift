import Checkout
import Providers
import Testing

@testable import Gateway

/// The variables that Kubernetes sets in each pod for a Service named `checkout` or `checkout-gateway`.
@Suite struct `Variables of Kubernetes' service links` {
    private func faults(_ variable: String, _ value: String) -> [String] {
        let providers = Registry.providers.map { type(of: $0) as any Provider.Type }
        do throws(SettingsFaults) {
            let settings = try SettingsReader.read(
                flags: [:], environment: [variable: value], path: nil, providers: providers)
            #expect(settings[.port] == 8_080)
            return []
        } catch {
            return error.faults.map(\.description)
        }
    }

    @Test(arguments: [
        ("CHECKOUT_SERVICE_HOST", "10.0.0.1"), ("CHECKOUT_SERVICE_PORT", "80"), ("CHECKOUT_SERVICE_PORT_HTTP", "80"),
        ("CHECKOUT_SERVICE_PORT_HTTP_ADMIN", "81"), ("CHECKOUT_PORT", "tcp://10.0.0.1:8080"),
        ("CHECKOUT_PORT", "udp://10.0.0.1:8080"), ("CHECKOUT_PORT", "sctp://10.0.0.1:8080"),
        ("CHECKOUT_PORT_8080_TCP", "tcp://10.0.0.1:8080"), ("CHECKOUT_PORT_8080_TCP_PROTO", "tcp"),
        ("CHECKOUT_PORT_8080_TCP_PORT", "8080"), ("CHECKOUT_PORT_53_UDP_ADDR", "10.0.0.1"),
        ("CHECKOUT_GATEWAY_SERVICE_HOST", "10.0.0.1"), ("CHECKOUT_GATEWAY_SERVICE_PORT", "80"),
        ("CHECKOUT_GATEWAY_SERVICE_PORT_HTTP", "80"), ("CHECKOUT_GATEWAY_PORT", "tcp://10.0.0.1:8080"),
        ("CHECKOUT_GATEWAY_PORT_8080_TCP", "tcp://10.0.0.1:8080"), ("CHECKOUT_GATEWAY_PORT_8080_TCP_ADDR", "10.0.0.1"),
    ])
    func `are neither settings nor faults`(_ variable: String, _ value: String) {
        #expect(faults(variable, value).isEmpty)
    }

    @Test(arguments: [
        ("CHECKOUT_SERVICE", "x"), ("CHECKOUT_SERVICE_NAME", "x"), ("CHECKOUT_SERVICE_HOSTS", "x"),
        ("CHECKOUT_SERVICE_PORT_", "80"), ("CHECKOUT_SERVICE_HOST_HTTP", "x"), ("CHECKOUT_HTTP_PORT", "8080"),
        ("CHECKOUT_PORT", "http://10.0.0.1:8080"), ("CHECKOUT_PORT", "tcp"),
        ("CHECKOUT_PORT_8080", "tcp://10.0.0.1:8080"),
        ("CHECKOUT_PORT_HTTP_TCP", "tcp://10.0.0.1:8080"), ("CHECKOUT_PORT_8080_HTTP", "tcp://10.0.0.1:8080"),
        ("CHECKOUT_PORT_8080_TCP_HOST", "x"), ("CHECKOUT_PORT_8080_TCP_PORT_X", "x"), ("CHECKOUT_PORTS", "tcp://x:1"),
        ("CHECKOUT_GATEWAY_HOST", "tcp://10.0.0.1:8080"),
    ])
    func `have only these forms`(_ variable: String, _ value: String) {
        #expect(faults(variable, value).count == 1)
    }

    @Test func `do not replace a setting`() throws {
        let providers = Registry.providers.map { type(of: $0) as any Provider.Type }
        let settings = try SettingsReader.read(
            flags: [:], environment: ["CHECKOUT_PORT": "81", "CHECKOUT_SERVICE_PORT": "80"], path: nil,
            providers: providers)
        #expect(settings[.port] == 81)
    }
}
