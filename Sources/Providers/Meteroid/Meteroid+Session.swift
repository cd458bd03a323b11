package import Checkout
package import Wire

extension Meteroid {
    package func render(
        _ session: CheckoutSession, for operation: Operation, at now: Timestamp, _ links: Links
    ) -> Response {
        var writer = JSONWriter(capacity: 1_024)
        writer.object { writer in
            writer.name("session")
            Self.write(session, at: now, links, to: &writer)
        }
        return Response(status: 200, contentType: "application/json", body: writer.finish())
    }

    package func render(_ sessions: [CheckoutSession], at now: Timestamp, _ links: Links) -> Response {
        var writer = JSONWriter(capacity: 64 + sessions.count * 768)
        writer.object { writer in
            writer.name("sessions")
            writer.array { writer in
                for session in sessions { Self.write(session, at: now, links, to: &writer) }
            }
        }
        return Response(status: 200, contentType: "application/json", body: writer.finish())
    }

    /// `CheckoutSession` of the contract, all members in the server's order, those that are absent as null.
    private static func write(
        _ session: CheckoutSession, at now: Timestamp, _ links: Links, to writer: inout JSONWriter
    ) {
        let status = session.status(at: now)
        let asked = Echo(of: session)
        writer.object { writer in
            writer.member("id", MeteroidID.encode(session.id.bits, "che_"))
            writer.member("customer_id", session.customer.reference ?? MeteroidID.encode(0, "cus_"))
            writer.member("plan_version_id", session.item?.reference ?? MeteroidID.encode(0, "plv_"))
            write("coupon_code", text: asked.couponCode, to: &writer)
            writer.member("billing_start_date", asked.billingStartDate)
            writer.member("billing_day_anchor", asked.billingDayAnchor)
            writer.member("net_terms", asked.netTerms)
            writer.member("trial_duration_days", asked.trialDurationDays)
            writer.member("status", word(for: status))
            // The only type that this call makes.
            writer.member("checkout_type", "SELF_SERVE")
            writer.member("created_at", session.createdAt.rfc3339(.shortest))
            writer.member("expires_at", session.expiresAt?.rfc3339(.shortest))
            writer.member("completed_at", session.completedAt?.rfc3339(.shortest))
            // The subscription begins with completion, and its id says which session it came from.
            let subscription = status == .completed ? MeteroidID.encode(session.id.bits, "sub_") : nil
            writer.member("subscription_id", subscription)
            let url = status.isFinal ? nil : "\(links.publicURL)/checkout?token=\(links.token(for: session))"
            writer.member("checkout_url", url)
            writer.name("payment_methods_config")
            MeteroidPayment.write(asked.paymentMethodsConfig, to: &writer)
        }
    }

    private static func write(_ name: StaticString, text: ArraySlice<UInt8>?, to writer: inout JSONWriter) {
        writer.name(name)
        if let text { writer.string(utf8: text) } else { writer.null() }
    }

    /// No `default`: a new status must be given its word before this compiles.
    static func word(for status: Status) -> String {
        switch status {
        case .open: "CREATED"
        case .processing: "AWAITING_PAYMENT"
        case .completed: "COMPLETED"
        case .expired: "EXPIRED"
        case .cancelled: "CANCELLED"
        }
    }

    /// What of a request its answers repeat. All of it is absent from a session that another provider's call made.
    private struct Echo {
        var couponCode: ArraySlice<UInt8>?
        var billingStartDate: String?
        var billingDayAnchor: Int64?
        var netTerms: Int64?
        var trialDurationDays: Int64?
        var paymentMethodsConfig: JSON?

        init(of session: CheckoutSession) {
            guard session.provider == Meteroid.name, let body = session.fields.root else { return }
            for (name, value) in body.members where !value.isNull {
                if name.isString("coupon_code") {
                    couponCode = value.stringBytes
                } else if name.isString("billing_start_date") {
                    billingStartDate = value.stringBytes.flatMap { try? MeteroidDate.read($0).text }
                } else if name.isString("billing_day_anchor") {
                    billingDayAnchor = JSONNumber.int64(value.source)
                } else if name.isString("net_terms") {
                    netTerms = JSONNumber.int64(value.source)
                } else if name.isString("trial_duration_days") {
                    trialDurationDays = JSONNumber.int64(value.source)
                } else if name.isString("payment_methods_config") {
                    paymentMethodsConfig = value
                }
            }
        }
    }
}
