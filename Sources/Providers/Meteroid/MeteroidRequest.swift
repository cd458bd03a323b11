import Wire

/// The body of the create call: `CreateCheckoutSessionRequest` of the contract.
struct MeteroidRequest {
    static let shape = MeteroidShape.record(record)

    /// The members in the server's order of declaration, which is the order in which missing members are reported, and
    /// the order of ``Member``.
    private static let record = MeteroidRecord(
        "CreateCheckoutSessionRequest",
        [
            // An id or an alias: every string is one of them.
            .required("customer_id", .string),
            .required("plan_version_id", .id("plv_")),
            .nullable("coupon_code", .string),
            .nullable("billing_start_date", .date),
            .nullable("billing_day_anchor", .integer(.signed32)),
            .nullable("net_terms", .integer(.signed32)),
            .nullable("trial_duration_days", .integer(.signed32)),
            .nullable("expires_in_hours", .integer(.natural32)),
            .nullable("end_date", .date),
            .nullable("auto_advance_invoices", .boolean),
            .nullable("charge_automatically", .boolean),
            .nullable("invoice_memo", .string),
            .nullable("invoice_threshold", .decimal),
            .nullable("purchase_order", .string),
            .nullable("components", MeteroidComponents.shape),
            .nullable("add_ons", .list(MeteroidList(of: MeteroidComponents.addOn))),
            // The contract's type is only `array`, without null.
            .optional("coupon_ids", .idList("cou_")),
            .nullable("metadata", .anything),
            .nullable("payment_methods_config", MeteroidPayment.shape),
        ])

    /// The members that the gateway itself reads, by their indexes in the record.
    enum Member: Int {
        case customerID = 0
        case planVersionID = 1
        case couponCode = 2
        case billingStartDate = 3
        case billingDayAnchor = 4
        case netTerms = 5
        case trialDurationDays = 6
        case expiresInHours = 7
        case metadata = 17
        case paymentMethodsConfig = 18
    }

    private let document: JSONDocument
    /// The index of each member's node in the document; 0 for a member that is absent or null. There is an element for
    /// each member that a record may have (``MeteroidRecord/fieldsMax``).
    private var indexes = InlineArray<32, UInt32>(repeating: 0)

    /// Whether the body has members that the contract does not have.
    private(set) var hasOtherMembers = false

    /// Finds the members of a body, which may be one that was not checked before.
    init(_ document: JSONDocument) {
        self.document = document
        let nodes = document.nodes
        let text = document.text
        guard let root = nodes.first, root.kind == .object, root.end != 0 else { return }
        var name = 1
        while name < nodes.count {
            let member = nodes[name + 1]
            let index = nodes[name].characters(in: text) { Self.record.names.index(of: $0) } ?? nil
            if let index {
                if !member.isNull { indexes[index] = UInt32(name + 1) }
            } else {
                hasOtherMembers = true
            }
            name = Int(member.next)
        }
    }

    /// The value of a member; nil if it is absent or null.
    subscript(member: Member) -> JSON? {
        let index = indexes[member.rawValue]
        return index == 0 ? nil : JSON(document, Int(index))
    }
}
