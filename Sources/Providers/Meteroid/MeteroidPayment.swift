import Wire

/// How a session may be paid: `PaymentMethodsConfig` of the contract, in requests and answers.
enum MeteroidPayment {
    /// `PaymentMethodsConfig`.
    static let shape = MeteroidShape.union(
        MeteroidUnion(
            "PaymentMethodsConfig",
            [
                (
                    "online",
                    MeteroidRecord("OnlinePaymentMethodConfig", [.nullable("config", .record(onlineMethods))])
                ),
                (
                    "bank_transfer",
                    MeteroidRecord("BankTransferPaymentMethodConfig", [.nullable("account_id", .id(accountPrefix))])
                ),
                ("external", MeteroidRecord("ExternalPaymentMethodConfig")),
            ]))

    private static let accountPrefix: StaticString = "ba_"

    private static let onlineMethods = MeteroidRecord(
        "OnlineMethodsConfig",
        [.nullable("card", .record(onlineMethod)), .nullable("direct_debit", .record(onlineMethod))])

    private static let onlineMethod = MeteroidRecord("OnlineMethodConfig", [.required("enabled", .boolean)])

    /// Writes a value that was accepted before as the server answers it: without absent options, and with the bank
    /// account as a bare UUID. Writes null if there is no value.
    static func write(_ value: JSON?, to writer: inout JSONWriter) {
        guard let value, let type = value.member("type")?.stringBytes else {
            writer.null()
            return
        }
        writer.object { writer in
            writer.name("type")
            writer.string(utf8: type)
            if let config = present(value.member("config")), ASCII.equal(type, "online") {
                writer.name("config")
                writer.object { writer in
                    write(config, method: "card", to: &writer)
                    write(config, method: "direct_debit", to: &writer)
                }
            }
            if ASCII.equal(type, "bank_transfer"), let text = value.member("account_id")?.stringBytes,
                let account = MeteroidID.decode(text, accountPrefix)
            {
                writer.member("account_id", UUIDText.encode(account))
            }
        }
    }

    private static func write(_ config: JSON, method name: StaticString, to writer: inout JSONWriter) {
        guard let enabled = config.member(name)?.member("enabled")?.bool else { return }
        writer.name(name)
        writer.object { $0.member("enabled", enabled) }
    }

    private static func present(_ value: JSON?) -> JSON? {
        value?.isNull == true ? nil : value
    }
}
