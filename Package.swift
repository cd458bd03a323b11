// swift-tools-version: 6.2
import PackageDescription

/// The rules of every target: warnings are errors, and imports are private unless they say otherwise.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

/// Release builds use a profile of which branches are taken under load, which saves 6 % of the processor time of a create.
/// Functions that have changed since scripts/profile made the profile are built without it. If PROFILE_COUNTS names a file,
/// the build makes a program that counts its branches into that file.
#if compiler(>=6.3)
    let counting = Context.environment["PROFILE_COUNTS"].map { "-ir-profile-generate=\($0)" }
    let counted = "-ir-profile-use=\(Context.packageDirectory)/Sources/checkout-gateway/release.profdata"
    let profile: [SwiftSetting] = [
        .unsafeFlags(["-Xfrontend", counting ?? counted], .when(configuration: .release))
    ]
#else
    let profile: [SwiftSetting] = []
#endif

/// Release builds contain Swift's own libraries: calls into them are direct, and the program runs on machines without
/// Swift.
let standalone: [LinkerSetting] = [.unsafeFlags(["-static-stdlib"], .when(configuration: .release))]

/// The tests of one target, under the same rules.
func tests(
    of name: String, _ dependencies: [Target.Dependency] = [], path: String? = nil, exclude: [String] = []
) -> Target {
    .testTarget(
        name: "\(name)Tests",
        dependencies: [.byName(name: name)] + dependencies,
        path: path, exclude: exclude,
        swiftSettings: strict)
}

/// The folders of the providers' tests. `scripts/provider sync` writes this line.
let providers = ["Billing", "Dollr", "Duro", "Meteroid", "Userdocks"]

/// What these folders hold beside Swift.
let providerFiles = providers.flatMap { ["\($0)/provider.json", "\($0)/vectors.json", "\($0)/journeys.json"] }

let package = Package(
    name: "checkout-gateway",
    products: [.executable(name: "checkout-gateway", targets: ["checkout-gateway"])],
    dependencies: [],
    targets: [
        .systemLibrary(name: "CLinux"),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CLZ4", pkgConfig: "liblz4", providers: [.apt(["liblz4-dev"])]),
        .systemLibrary(name: "CIDN", pkgConfig: "libidn2", providers: [.apt(["libidn2-dev"])]),
        .systemLibrary(name: "CTCMalloc", providers: [.apt(["libgoogle-perftools-dev"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .target(name: "Wire", swiftSettings: strict + profile),
        .target(name: "Checkout", dependencies: ["Wire"], swiftSettings: strict + profile),
        .target(name: "Providers", dependencies: ["Checkout", "Wire"], swiftSettings: strict + profile),
        .target(
            name: "Storage", dependencies: ["Checkout", "Wire", "CLZ4"],
            swiftSettings: strict + profile),
        .target(
            name: "SQLiteStorage", dependencies: ["Storage", "Checkout", "Wire", "CSQLite"],
            swiftSettings: strict + profile),
        .target(name: "Server", dependencies: ["Wire", "CLinux"], swiftSettings: strict + profile),
        .target(name: "Outbound", dependencies: ["Wire", "CCurl"], swiftSettings: strict + profile),
        .target(name: "Pages", dependencies: ["Checkout", "Wire"], swiftSettings: strict + profile),
        .target(name: "Webhooks", dependencies: ["Checkout", "Wire"], swiftSettings: strict + profile),
        .target(
            name: "Gateway",
            dependencies: [
                "Wire", "Checkout", "SQLiteStorage", "Server", "Outbound", "Pages", "Webhooks", "CIDN", "COpenSSL",
            ],
            swiftSettings: strict + profile),
        .target(
            name: "Command",
            dependencies: ["Gateway", "Wire", "Checkout", "Server", "Outbound", "Pages", "Webhooks"],
            swiftSettings: strict + profile),
        .executableTarget(
            name: "checkout-gateway", dependencies: ["Command", "Gateway", "Providers", "CTCMalloc"],
            exclude: ["release.profdata"],
            swiftSettings: strict + profile, linkerSettings: standalone),
        tests(of: "Wire", ["TestSupport"]),
        tests(of: "Server", ["Wire", "TestSupport"]),
        tests(of: "Outbound", ["Wire", "TestSupport"]),
        tests(of: "Checkout", ["Wire", "TestSupport"]),
        tests(of: "Storage", ["Checkout", "Wire", "TestSupport"]),
        tests(of: "SQLiteStorage", ["Storage", "Checkout", "Wire", "CSQLite", "TestSupport"]),
        tests(
            of: "Providers", ["Checkout", "Wire", "TestSupport"], path: "Tests/Providers", exclude: providerFiles),
        tests(of: "Pages", ["Checkout", "Wire", "TestSupport"]),
        tests(of: "Webhooks", ["Checkout", "Wire", "TestSupport"]),
        tests(
            of: "Gateway",
            [
                "Wire", "Checkout", "Webhooks", "Providers", "Storage", "SQLiteStorage", "Server", "Outbound", "Pages",
                "Command", "TestSupport",
            ]),
        tests(of: "Command", ["Gateway", "Checkout", "Outbound", "Providers", "Webhooks", "Wire", "TestSupport"]),
        .testTarget(
            name: "StoreContractTests", dependencies: ["Checkout", "SQLiteStorage", "Wire", "TestSupport"],
            swiftSettings: strict),
        .target(
            name: "TestSupport", dependencies: ["Storage", "Providers", "Checkout", "Wire"], path: "Tests/Support",
            swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)

// The fuzz targets need libFuzzer, which only a build with `-sanitize=fuzzer` links; scripts/fuzz makes such a build. In
// any other build the executable could not be linked.
if Context.environment["FUZZ"] != nil {
    package.targets += [
        .systemLibrary(name: "CFuzzer", path: "Tests/Fuzz/CFuzzer"),
        .executableTarget(
            name: "fuzz",
            dependencies: ["Wire", "Checkout", "Providers", "Gateway", "TestSupport", "CFuzzer"],
            path: "Tests/Fuzz/Targets",
            swiftSettings: strict),
    ]
}
