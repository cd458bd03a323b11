/// Prices: `PriceEntry` of the contract and everything in it.
enum MeteroidPricing {
    /// `PriceEntry`.
    static let entry = MeteroidShape.union(
        MeteroidUnion(
            "PriceEntry",
            [
                ("EXISTING", MeteroidRecord("ExistingPriceRef", [.required("id", .id("pri_"))])),
                (
                    "NEW",
                    MeteroidRecord(
                        "PriceInput",
                        [
                            .required("cadence", billingPeriod),
                            // Any text: the contract says no more, and the server checks it only when it computes a
                            // price.
                            .required("currency", .string),
                            .required("pricing", .union(pricing)),
                        ])
                ),
            ]))

    /// `BillingPeriodEnum`.
    static let billingPeriod = MeteroidShape.choice(MeteroidChoice("MONTHLY", "QUARTERLY", "SEMIANNUAL", "ANNUAL"))

    /// `Pricing`.
    private static let pricing = MeteroidUnion(
        "Pricing",
        [
            ("RATE", MeteroidRecord("RatePricing", [.required("rate", .decimal)])),
            (
                "SLOT",
                MeteroidRecord(
                    "SlotPricing",
                    [
                        .required("unit_rate", .decimal),
                        .nullable("min_slots", .integer(.natural32)),
                        .nullable("max_slots", .integer(.natural32)),
                    ])
            ),
            (
                "CAPACITY",
                MeteroidRecord(
                    "CapacityPricing",
                    [
                        .required("rate", .decimal),
                        .required("included", .integer(.natural64)),
                        .required("overage_rate", .decimal),
                    ])
            ),
            ("USAGE", MeteroidRecord("UsagePricing", [.required("model", .union(usageModel))])),
            ("EXTRA_RECURRING", MeteroidRecord("ExtraRecurringPricing", units)),
            ("ONE_TIME", MeteroidRecord("OneTimePricing", units)),
        ])

    private static let units: [MeteroidField] = [
        .required("unit_price", .decimal),
        .required("quantity", .integer(.natural32)),
    ]

    /// `UsagePricingModel`.
    private static let usageModel = MeteroidUnion(
        "UsagePricingModel",
        [
            ("PER_UNIT", MeteroidRecord("PerUnitPricing", [.required("rate", .decimal)])),
            ("TIERED", MeteroidRecord("TieredPricing", tiers)),
            ("VOLUME", MeteroidRecord("VolumePricing", tiers)),
            (
                "PACKAGE",
                MeteroidRecord(
                    "PackagePricing",
                    [.required("block_size", .integer(.natural64)), .required("rate", .decimal)])
            ),
            (
                "MATRIX",
                MeteroidRecord("MatrixPricing", [.required("rates", .list(MeteroidList(of: .record(matrixRow))))])
            ),
        ])

    private static let tiers: [MeteroidField] = [
        .required("tiers", .list(MeteroidList(of: .record(tierRow)))),
        .nullable("block_size", .integer(.natural64)),
    ]

    /// The server has accepted rows without `flat_fee` and `flat_cap`; the contract requires both.
    private static let tierRow = MeteroidRecord(
        "TierRow",
        [
            .required("first_unit", .integer(.natural64)),
            .required("rate", .decimal),
            .required("flat_fee", .decimal),
            .required("flat_cap", .decimal),
        ])

    private static let matrixRow = MeteroidRecord(
        "MatrixRow",
        [
            .required("dimension1", .record(matrixDimension)),
            .nullable("dimension2", .record(matrixDimension)),
            .required("per_unit_price", .decimal),
        ])

    private static let matrixDimension = MeteroidRecord(
        "MatrixDimension", [.required("key", .string), .required("value", .string)])
}
