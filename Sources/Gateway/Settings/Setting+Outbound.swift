import Wire

/// The settings of the calls that the gateway makes.
extension Setting {
    static var webhookNetworksAllow: Setting<[AddressBlock]> {
        Setting<[AddressBlock]>(
            addressBlocks: "webhook_networks_allow",
            "Addresses and CIDR blocks, IPv4 and IPv6, such as 10.0.0.0/8, to which webhooks may go although they are "
                + "not public; there also by http and on any port. Empty: webhooks go to public addresses alone, by "
                + "https and on the ports 443 and 8443; a sandbox also allows loopback addresses, http and any port.")
    }

    /// The path of the file; nil: the authorities of the system.
    package static var outboundCAFile: Setting<String?> {
        Setting<String?>(
            optionalText: "outbound_ca_file",
            "Path of a file of certificates in PEM. Servers that the gateway calls by https have to be certified by "
                + "one of them, in place of those of the system. Empty: those of the system."
        ) { (text) throws(SettingMisfit) in
            if let reason = CertificateFile.fault(of: text) { throw SettingMisfit(["is \"\(text)\", \(reason)"]) }
        }
    }
}

extension Setting<[AddressBlock]> {
    /// A list of addresses and of CIDR blocks (RFC 4632 §3.1).
    init(addressBlocks name: String, _ sentence: String) {
        self.init(list: name, [], sentence) { (entries) throws(SettingMisfit) in
            let blocks = entries.map { AddressBlock($0) }
            let faults = zip(entries, blocks).filter { $0.1 == nil }.map { entry, _ in
                "has \"\(String(decoding: entry, as: UTF8.self))\", which has to be an address or a CIDR block whose "
                    + "other bits are 0, such as 10.0.0.0/8."
            }
            if !faults.isEmpty { throw SettingMisfit(faults) }
            return blocks.compactMap { $0 }
        }
    }
}
