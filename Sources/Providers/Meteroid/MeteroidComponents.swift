/// What a session changes in its plan: `CreateSubscriptionComponents` and `CreateSubscriptionAddOn` of the contract.
enum MeteroidComponents {
    /// `CreateSubscriptionComponents`.
    static let shape = MeteroidShape.record(
        MeteroidRecord(
            "CreateSubscriptionComponents",
            [
                .nullable("parameterized_components", .list(MeteroidList(of: .record(parameterization)))),
                .nullable("overridden_components", .list(MeteroidList(of: .record(override)))),
                .nullable("extra_components", .list(MeteroidList(of: .record(extra)))),
                .nullable("remove_components", .list(MeteroidList(of: .id("price_")))),
            ]))

    /// `CreateSubscriptionAddOn`.
    static let addOn = MeteroidShape.record(
        MeteroidRecord(
            "CreateSubscriptionAddOn",
            [
                .required("add_on_id", .id("add_")),
                .nullable("customization", .union(customization)),
                .optional("quantity", .integer(.natural32)),
            ]))

    private static let parameterization = MeteroidRecord(
        "ComponentParameterization",
        [
            .required("component_id", .id("price_")),
            .required("parameters", .record(MeteroidRecord("ComponentParameters", parameters))),
        ])

    private static let override = MeteroidRecord(
        "ComponentOverride",
        [
            .required("component_id", .id("price_")),
            .required("name", .string),
            .required("price_entry", MeteroidPricing.entry),
        ])

    private static let extra = MeteroidRecord(
        "ExtraComponent",
        [
            .required("name", .string),
            .required("product_ref", product),
            .required("price_entry", MeteroidPricing.entry),
        ])

    /// `ComponentParameters`, and `SubscriptionAddOnParameterization`, which has the same members.
    private static let parameters: [MeteroidField] = [
        .nullable("initial_slot_count", .integer(.natural32)),
        .nullable("billing_period", MeteroidPricing.billingPeriod),
        .nullable("committed_capacity", .integer(.natural64)),
    ]

    private static let customization = MeteroidUnion(
        "SubscriptionAddOnCustomization",
        [
            (
                "PRICE_OVERRIDE",
                MeteroidRecord(
                    "SubscriptionAddOnPriceOverride",
                    [.nullable("name", .string), .required("price_entry", MeteroidPricing.entry)])
            ),
            ("PARAMETERIZATION", MeteroidRecord("SubscriptionAddOnParameterization", parameters)),
        ])

    /// `ProductRef`.
    private static let product = MeteroidShape.union(
        MeteroidUnion(
            "ProductRef",
            [
                ("EXISTING", MeteroidRecord("ExistingProductRef", [.required("id", .id("prd_"))])),
                (
                    "NEW",
                    MeteroidRecord(
                        "NewProductRef",
                        [
                            .required("name", .string),
                            .required("fee_type", .choice(feeType)),
                            .required("fee_structure", .union(feeStructure)),
                        ])
                ),
            ]))

    private static let feeType = MeteroidChoice("RATE", "SLOT", "CAPACITY", "USAGE", "EXTRA_RECURRING", "ONE_TIME")

    /// `ProductFeeStructure`.
    private static let feeStructure = MeteroidUnion(
        "ProductFeeStructure",
        [
            ("RATE", MeteroidRecord("RateFeeStructure")),
            (
                "SLOT",
                MeteroidRecord(
                    "SlotFeeStructure",
                    [
                        .required("slot_unit_name", .string),
                        .required("upgrade_policy", .choice(MeteroidChoice("PRORATED"))),
                        .required("downgrade_policy", .choice(MeteroidChoice("REMOVE_AT_END_OF_PERIOD"))),
                    ])
            ),
            ("CAPACITY", MeteroidRecord("CapacityFeeStructure", [.required("metric_id", .id("bm_"))])),
            (
                "USAGE",
                MeteroidRecord(
                    "UsageFeeStructure",
                    [.required("metric_id", .id("bm_")), .required("model", .choice(usageModel))])
            ),
            (
                "EXTRA_RECURRING",
                MeteroidRecord(
                    "ExtraRecurringFeeStructure",
                    [.required("billing_type", .choice(MeteroidChoice("ADVANCE", "ARREARS")))])
            ),
            ("ONE_TIME", MeteroidRecord("OneTimeFeeStructure")),
        ])

    private static let usageModel = MeteroidChoice("PER_UNIT", "TIERED", "VOLUME", "PACKAGE", "MATRIX")
}
