import Outbound
import Testing
import Webhooks
import Wire

@testable import Gateway

/// The settings of the calls that the gateway makes.
@Suite struct `Settings of outgoing calls`: SettingsSuite {
    /// Of an authority that certifies nothing.
    private static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBiDCCAS2gAwIBAgIUNCjgTrvTGFEK3w32n+Z98DquL9EwCgYIKoZIzj0EAwIw
        GTEXMBUGA1UEAwwOYXV0aG9yaXR5LnRlc3QwHhcNMjYxMTMwMTg1MTAyWhcNMzYx
        MTI3MTg1MTAyWjAZMRcwFQYDVQQDDA5hdXRob3JpdHkudGVzdDBZMBMGByqGSM49
        AgEGCCqGSM49AwEHA0IABKgu1gviCDVVZLQOEbm7Q6l4XWig1LE5ohnxIvpoh/JG
        8YhaGkud81OSEQwMfp31KX4fzIrvSysuAhO1vGR+yrajUzBRMB0GA1UdDgQWBBQi
        +RJEeCTI3V/CIfzF2RJ1uOac8TAfBgNVHSMEGDAWgBQi+RJEeCTI3V/CIfzF2RJ1
        uOac8TAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0kAMEYCIQD6ZtHMeEhb
        uB5aNtW0qBpPX047rqWce4xzt/OnnVaOZgIhALgF1ST/0f8EShuA2rArPFViR2JZ
        GtCkkfDvAGfZkALJ
        -----END CERTIFICATE-----

        """

    @Test func `open networks, as a list in the file and as a text elsewhere`() throws {
        #expect(try read()[.webhookNetworksAllow].isEmpty)
        let listed = try read(file: #"{"webhook_networks_allow": ["10.0.0.0/8", "fd00::/8"]}"#)
        let written = try read(environment: ["CHECKOUT_WEBHOOK_NETWORKS_ALLOW": "10.0.0.0/8, fd00::/8"])
        #expect(listed[.webhookNetworksAllow].count == 2)
        #expect(listed[.webhookNetworksAllow] == written[.webhookNetworksAllow])
        let found = faults(file: #"{"webhook_networks_allow": ["10.0.0.1/8", "intranet"]}"#)
        #expect(found.count == 2)
        #expect(found.allSatisfy { $0.contains("webhook_networks_allow has ") }, "\(found)")
    }

    @Test func `decide together with the sandbox where webhooks may go`() throws {
        let opened = ["webhook_networks_allow": "10.0.0.0/8"]
        for (url, inSandbox, outside, outsideOpened) in [
            ("https://shop.example/hook", true, true, true), ("http://127.0.0.1:3000/", true, false, false),
            ("http://10.1.2.3:3000/", false, false, true), ("https://10.1.2.3/", false, false, true),
            ("https://shop.example:444/", true, false, true), ("ftp://shop.example/", false, false, false),
        ] {
            #expect((AddressPolicy.fault(ofURL: url, try read().webhookPolicy) == nil) == inSandbox, "\(url)")
            #expect((AddressPolicy.fault(ofURL: url, try read(file: "{}").webhookPolicy) == nil) == outside, "\(url)")
            let settings = try read(flags: opened, file: "{}")
            #expect((AddressPolicy.fault(ofURL: url, settings.webhookPolicy) == nil) == outsideOpened, "\(url)")
        }
    }

    @Test func `bound URLs as calls bound them`() {
        #expect(WebhookEndpointDraft.urlBytesMax == TargetURL.bytesMax)
    }

    @Test func `name a file of certificates that can be used`() throws {
        #expect(try read()[.outboundCAFile] == nil)
        let bundle = "# Two authorities\n" + Self.certificate + "\n" + Self.certificate
        #expect(CertificateFile.count(in: Array(bundle.utf8)) == 2)
        let file = TemporaryFile(bundle)
        #expect(try read(flags: ["outbound_ca_file": file.path])[.outboundCAFile] == file.path)
    }

    @Test func `refuse a file without certificates, with a damaged one, or that cannot be read`() {
        let damaged = Self.certificate + Self.certificate.replacing("MIIB", with: "MIIC")
        let cut = Self.certificate + Self.certificate.prefix(200)
        let other = Self.certificate.replacing("CERTIFICATE", with: "PUBLIC KEY")
        let nothing = "which holds no certificate in PEM."
        let broken = "in which a certificate is damaged."
        for (text, reason) in [
            ("", nothing), ("text\n", nothing), (other, nothing), (damaged, broken), (cut, broken),
        ] {
            let file = TemporaryFile(text)
            let found = faults(flags: ["outbound_ca_file": file.path])
            #expect(found == ["command line: outbound_ca_file is \"\(file.path)\", \(reason)"])
        }
        for path in ["/nowhere/at/all.pem", "/tmp"] {
            let found = faults(environment: ["CHECKOUT_OUTBOUND_CA_FILE": path])
            #expect(found.count == 1)
            #expect(found.allSatisfy { $0.contains("which cannot be read: ") }, "\(found)")
        }
    }
}
