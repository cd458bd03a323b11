package import Checkout
package import Wire

extension Meteroid {
    /// `{"session": …}`, the same for every call about one.
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

    /// The same as a member of ``render(list:)``.
    package func listEntry(for session: CheckoutSession, at now: Timestamp, _ links: Links) -> [UInt8] {
        var writer = JSONWriter(capacity: 1_024)
        Self.write(session, at: now, links, to: &writer)
        return writer.finish()
    }

    /// `{"sessions": […]}`, in the order in which they are given.
    package func render(list entries: [[UInt8]]) -> Response {
        var writer = JSONWriter(capacity: entries.reduce(64) { $0 + $1.count + 1 })
        writer.object { writer in
            writer.name("sessions")
            writer.array { writer in
                for entry in entries { writer.raw(bytes: entry) }
            }
        }
        return Response(status: 200, contentType: "application/json", body: writer.finish())
    }

    /// `CheckoutSession` of the contract, all members in the server's order, those that are absent as null.
    private static func write(
        _ session: CheckoutSession, at now: Timestamp, _ links: Links, to writer: inout JSONWriter
    ) {
        let status = session.status(at: now)
        // All of it is absent from a session that another provider's call made.
        let asked = session.provider == name ? MeteroidRequest(session.fields.outline) : nil
        writer.object { writer in
            writer.member("id", MeteroidID.encode(session.id.bits, "che_"))
            writer.member("customer_id", session.customer.reference ?? MeteroidID.encode(0, "cus_"))
            let version = session.item?.kind == planVersion.word ? session.item?.reference : nil
            writer.member("plan_version_id", version ?? MeteroidID.encode(0, "plv_"))
            write("coupon_code", text: asked?[.couponCode]?.stringBytes, to: &writer)
            let start = asked?[.billingStartDate]?.stringBytes.flatMap { try? MeteroidDate.read($0) }
            writer.member("billing_start_date", start?.text)
            writer.member("billing_day_anchor", integer(asked?[.billingDayAnchor]))
            writer.member("net_terms", integer(asked?[.netTerms]))
            writer.member("trial_duration_days", integer(asked?[.trialDurationDays]))
            writer.member("status", word(for: status))
            // The only type that this call makes.
            writer.member("checkout_type", "SELF_SERVE")
            writer.member("created_at", session.createdAt, .shortest)
            writer.member("expires_at", session.expiresAt, .shortest)
            writer.member("completed_at", session.completedAt, .shortest)
            // The subscription begins with completion, and its id says which session it came from.
            let subscription = status == .completed ? MeteroidID.encode(session.id.bits, "sub_") : nil
            writer.member("subscription_id", subscription)
            if status.isFinal {
                writer.member("checkout_url", nil as String?)
            } else {
                let token = links.tokenBytes(for: session)
                writer.text("checkout_url") { url in
                    url.append(links.publicURL)
                    url.append("/checkout?token=")
                    url.append(plain: { $0 += token })
                }
            }
            writer.name("payment_methods_config")
            MeteroidPayment.write(asked?[.paymentMethodsConfig], to: &writer)
        }
    }

    /// A trial of the request; one that the plan itself has is not known here.
    package func pageFacts(of session: CheckoutSession) -> PageFacts {
        let asked = session.provider == Self.name ? MeteroidRequest(session.fields.outline) : nil
        let days = Self.integer(asked?[.trialDurationDays]).flatMap { $0 > 0 ? $0 : nil }
        // The vendor's SDK: the success URL gets the id by this name.
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
}
