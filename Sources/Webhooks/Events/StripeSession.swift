import Checkout
import Wire

/// A session as a Checkout Session of Stripe's API, version ``StripeBody/apiVersion``.
///
/// All members that every Checkout Session has are written, in Stripe's order: `id`, `object`, then by the alphabet.
/// What the gateway does not know is null. Stripe's ids of payments, customers and subscriptions are never invented.
enum StripeSession {
    static func write(
        _ session: CheckoutSession, _ outcome: StripeOutcome, _ links: Links, withMetadata: Bool,
        to json: inout JSONWriter
    ) {
        json.object { json in
            json.member("id", links.token(for: session).text)
            json.member("object", "checkout.session")
            writeAmounts(session, to: &json)
            json.member("cancel_url", session.cancelURL)
            json.member("client_reference_id", session.customer.reference)
            json.nulls(["client_secret", "collected_information", "consent", "consent_collection"])
            json.member("created", seconds(session.createdAt))
            json.member("currency", session.currency?.code.lowercased())
            json.nulls(["currency_conversion"])
            json.array("custom_fields") { _ in }
            json.object("custom_text") { json in
                json.nulls(["after_submit", "shipping_address", "submit", "terms_of_service_acceptance"])
            }
            json.nulls(["customer", "customer_account"])
            json.member("customer_creation", session.mode == .subscription ? "always" : "if_required")
            writeCustomer(session.customer, to: &json)
            if session.mode == .setup { json.nulls(["discounts"]) } else { json.array("discounts") { _ in } }
            json.member("expires_at", session.expiresAt.map(seconds))
            json.nulls(["integration_identifier", "invoice", "invoice_creation"])
            json.member("livemode", session.isLive)
            json.nulls(["locale", "managed_payments"])
            json.object("metadata") { json in
                if withMetadata { writeMetadata(session.metadata, to: &json) }
            }
            json.member("mode", word(session.mode))
            json.nulls(["origin_context", "payment_intent", "payment_link"])
            json.member("payment_method_collection", session.mode == .payment ? "if_required" : "always")
            json.nulls(["payment_method_configuration_details"])
            json.object("payment_method_options") { _ in }
            json.array("payment_method_types") { json in json.string("card") }
            json.member("payment_status", outcome.paymentStatus)
            json.nulls(["permissions"])
            json.object("phone_number_collection") { json in json.member("enabled", false) }
            json.nulls([
                "recovered_from", "saved_payment_method_options", "setup_intent", "shipping_address_collection",
                "shipping_cost",
            ])
            json.array("shipping_options") { _ in }
            json.member("status", outcome.status)
            json.nulls(["submit_type", "subscription"])
            json.member("success_url", session.successURL)
            writeTotals(session, to: &json)
            json.member("ui_mode", "hosted_page")
            // Stripe has the address of the page only while the session is open.
            json.nulls(["url", "wallet_options"])
        }
    }

    /// The seconds since 1970 of a moment, rounded down.
    static func seconds(_ moment: Timestamp) -> Int64 {
        Int64(Int(moment.microseconds).flooredQuotientAndRemainder(dividingBy: 1_000_000).quotient)
    }

    private static func word(_ mode: Mode) -> String {
        switch mode {
        case .payment: "payment"
        case .subscription: "subscription"
        case .setup: "setup"
        }
    }

    /// The members from `adaptive_pricing` to `branding_settings`. A setup has no amounts.
    private static func writeAmounts(_ session: CheckoutSession, to json: inout JSONWriter) {
        let amount = session.mode == .setup ? nil : session.amount
        json.object("adaptive_pricing") { json in json.member("enabled", false) }
        json.nulls(["after_expiration", "allow_promotion_codes"])
        json.member("amount_subtotal", amount)
        json.member("amount_total", amount)
        json.object("automatic_tax") { json in
            json.member("enabled", false)
            json.nulls(["liability", "provider", "status"])
        }
        json.nulls(["billing_address_collection", "branding_settings"])
    }

    private static func writeCustomer(_ customer: CheckoutSession.Customer, to json: inout JSONWriter) {
        if customer.email == nil, customer.phone == nil {
            json.nulls(["customer_details"])
        } else {
            json.object("customer_details") { json in
                json.nulls(["address", "business_name"])
                json.member("email", customer.email)
                json.nulls(["individual_name", "name"])
                json.member("phone", customer.phone)
                json.member("tax_exempt", "none")
                json.array("tax_ids") { _ in }
            }
        }
        json.member("customer_email", customer.email)
    }

    private static func writeTotals(_ session: CheckoutSession, to json: inout JSONWriter) {
        guard session.mode != .setup else { return json.nulls(["total_details"]) }
        json.object("total_details") { json in
            json.member("amount_discount", 0)
            json.member("amount_shipping", 0)
            json.member("amount_tax", 0)
        }
    }

    /// Stripe's metadata is a map of strings. A value of another type is written as its JSON text, and of several
    /// members with one name the last counts.
    private static func writeMetadata(_ metadata: JSONText?, to json: inout JSONWriter) {
        guard let metadata else { return }
        let root = JSON(JSONDocument(outlineOf: metadata.bytes), 0)
        guard root.kind == .object else { return }
        var places: [[UInt8]: Int] = [:]
        var members: [(name: [UInt8], value: ArraySlice<UInt8>)] = []
        for (name, value) in root.members {
            let name = Array(name.stringBytes ?? [])
            let text = value.stringBytes ?? value.source
            if let place = places[name] {
                members[place].value = text
            } else {
                places[name] = members.count
                members.append((name, text))
            }
        }
        for member in members {
            json.name(bytes: member.name)
            json.string(utf8: member.value)
        }
    }
}

extension JSONWriter {
    /// Writes members that are null.
    mutating func nulls(_ names: [StaticString]) {
        for name in names { member(name, nil as String?) }
    }
}
