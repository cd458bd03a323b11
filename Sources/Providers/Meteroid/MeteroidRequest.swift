/// The body of the create call: `CreateCheckoutSessionRequest` of the contract.
enum MeteroidRequest {
    /// In the server's order of declaration, which is the order in which missing members are reported.
    static let shape = MeteroidShape.record(
        MeteroidRecord(
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
                // The contract's type is `array` alone, without null.
                .optional("coupon_ids", .idList("cou_")),
                .nullable("metadata", .anything),
                .nullable("payment_methods_config", MeteroidPayment.shape),
            ]))
}
