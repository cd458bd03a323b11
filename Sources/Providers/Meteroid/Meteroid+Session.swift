package import Checkout
package import Wire

extension Meteroid {
    /// `{"session": …}`, the same for every call about one session.
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

    /// The same object as an element of ``render(list:)``.
    package func listEntry(for session: CheckoutSession, at now: Timestamp, _ links: Links) -> JSONText {
        var writer = JSONWriter(capacity: 1_024)
        Self.write(session, at: now, links, to: &writer)
        return JSONText(writer)
    }

    /// `{"sessions": […]}`, in the given order.
    package func render(list entries: [JSONText]) -> Response {
        var writer = JSONWriter(capacity: entries.reduce(64) { $0 + $1.bytes.count + 1 })
        writer.object { writer in
            writer.name("sessions")
            writer.array { writer in
                for entry in entries { writer.value(entry) }
            }
        }
        return Response(status: 200, contentType: "application/json", body: writer.finish())
    }

    /// Writes `CheckoutSession` of the contract: all members in the server's order, absent ones as null.
    private static func write(
        _ session: CheckoutSession, at now: Timestamp, _ links: Links, to writer: inout JSONWriter
    ) {
        let status = session.status(at: now)
        // A session of another provider has none of these members.
        let asked = session.provider == name ? MeteroidRequest(session.fields.outline) : nil
        writer.object { writer in
            writer.member("id", MeteroidID.encode(session.id.bits, "che_"))
            writer.member("customer_id", session.customer.reference ?? MeteroidID.encode(0, "cus_"))
            let version = session.items.first.flatMap { $0.kind == planVersion.word ? $0.reference : nil }
            writer.member("plan_version_id", version ?? MeteroidID.encode(0, "plv_"))
            write("coupon_code", text: asked?[.couponCode]?.stringBytes, to: &writer)
            let start = asked?[.billingStartDate]?.stringBytes.flatMap { try? MeteroidDate.read($0) }
            writer.member("billing_start_date", start?.text)
            writer.member("billing_day_anchor", integer(asked?[.billingDayAnchor]))
            writer.member("net_terms", integer(asked?[.netTerms]))
            writer.member("trial_duration_days", integer(asked?[.trialDurationDays]))
            writer.member("status", word(for: status))
            // This call creates no other type.
            writer.member("checkout_type", "SELF_SERVE")
            writer.member("created_at", session.createdAt, .shortest)
            writer.member("expires_at", session.expiresAt, .shortest)
            writer.member("completed_at", session.completedAt, .shortest)
            // The subscription begins when the session is completed, and its id shows which session it came from.
            let subscription = status == .completed ? MeteroidID.encode(session.id.bits, "sub_") : nil
            writer.member("subscription_id", subscription)
            if status.isFinal {
                writer.member("checkout_url", nil as String?)
            } else {
                writer.text("checkout_url") { url in
                    url.append(links.publicURL)
                    url.append("/checkout?token=")
                    url.append(plain: { links.appendToken(for: session, to: &$0) })
                }
            }
            writer.name("payment_methods_config")
            MeteroidPayment.write(asked?[.paymentMethodsConfig], to: &writer)
        }
    }

    /// Shows the trial of the request. The gateway does not know a trial that the plan itself has.
    package func pageFacts(of session: CheckoutSession) -> PageFacts {
        let asked = session.provider == Self.name ? MeteroidRequest(session.fields.outline) : nil
        let days = Self.integer(asked?[.trialDurationDays]).flatMap { $0 > 0 ? $0 : nil }
        // The vendor's SDK: the success URL receives the id in this parameter.
        return PageFacts(
            publicID: MeteroidID.encode(session.id.bits, "che_"), referenceParameter: "checkout_session_id",
            trialDays: days)
    }

    private static func write(_ name: StaticString, text: ArraySlice<UInt8>?, to writer: inout JSONWriter) {
        writer.name(name)
        if let text { writer.string(utf8: text) } else { writer.null() }
    }

    private static func integer(_ value: JSON?) -> Int64? {
        value.flatMap { JSONNumber.int64($0.source) }
    }

    /// No `default`: the compiler then demands a word for each new status.
    static func word(for status: Status) -> String {
        switch status {
        case .open: "CREATED"
        case .processing: "AWAITING_PAYMENT"
        case .completed: "COMPLETED"
        case .expired: "EXPIRED"
        case .cancelled: "CANCELLED"
        }
    }
}
