import Checkout
import SQLiteStorage
import Testing
import Wire

@testable import Pages

/// How Userdocks' `paymentMethodType`, `billingAddressCollection` and `allowedCountry` change a page.
@Suite struct `A page of a method of payment` {
    private let stage: PageStage

    init() throws {
        stage = try PageStage()
    }

    private static let address = "&line=Unter+den+Linden+1&postalCode=10117&city=Berlin&country=DE"
    private static let person = "&name=Ada+Lovelace" + address

    private func page(
        _ method: String, mode: String = "payment", address: Bool = false, country: String = "DE"
    ) async throws -> String {
        try await stage.userdocks(mode: mode, method: method, address: address, country: country)
            + "&state=\(PageStage.state)"
    }

    private static func debit(_ iban: String, holder: String = "Ada+Lovelace") -> String {
        "action=pay&holder=\(holder)&iban=\(iban)"
    }

    private func kinds(_ number: Int64 = 1) throws -> [SessionEvent.Kind] {
        try #require(try stage.gateway.store.reader.events(of: stage.session(number).id)).map(\.event.kind)
    }

    @Test(arguments: [
        ("card", "payment", "Pay by card", ["number", "expiry", "code"]),
        ("sepa", "payment", "Pay by SEPA Direct Debit", ["holder", "iban"]),
        ("sofort", "payment", "Pay with Sofort", []), ("card", "setup", "Save a card", ["number", "expiry", "code"]),
        ("sepa", "setup", "Save a bank account", ["holder", "iban"]), ("sofort", "setup", "Save a bank account", []),
    ])
    func `has a form of its own`(_ method: String, _ mode: String, _ title: String, _ fields: [String]) async throws {
        let page = try await stage.get(page(method, mode: mode))
        #expect(page.text.contains("<title>\(title) (test mode)</title>"))
        let all = page.text.matches(of: /<(?:input|select) id="([a-zA-Z]+)"/).map { String($0.1) }
        #expect(all == fields + ["country"])
        for field in all { #expect(page.text.contains("<label for=\"\(field)\">"), "\(field)") }
        let body = try #require(page.text.firstRange(of: "<body>")).upperBound
        #expect(
            page.text[body...].contains("card") == (method == "card"), "a page speaks of cards where it asks for one")
    }

    @Test func `is paid by the bank in one step`() async throws {
        let path = try await page("sepa")
        let answer = try await stage.submit(path, Self.debit("de89+3704+0044+0532+0130+00"))
        #expect(answer.status == 303)
        #expect(try kinds() == [.created, .paymentAttempted, .processing, .completed])
        #expect(try await stage.get(path).text.contains("Payment received"))
    }

    @Test func `can be tried again after the bank refused`() async throws {
        let path = try await page("sepa")
        let refused = try await stage.submit(path, Self.debit("DE62370400440532013001"))
        #expect(refused.status == 402)
        #expect(refused.text.contains("Your bank refused the debit."))
        #expect(try stage.status() == .processing)
        #expect(try await stage.get(path).text.contains("id=\"iban\""))
        #expect(try await stage.submit(path, Self.debit("AT861904300235473202")).status == 402)
        #expect(try await stage.submit(path, Self.debit("AT611904300234573201")).status == 303)
        #expect(
            try kinds().filter { $0 != .opened } == [
                .created, .paymentAttempted, .processing, .paymentFailed, .paymentAttempted, .paymentFailed,
                .paymentAttempted, .completed,
            ])
    }

    @Test(arguments: [("action=confirm", 303, Status.completed), ("action=fail", 402, .processing)])
    func `waits for a bank that answers later`(_ answer: String, _ status: Int, _ end: Status) async throws {
        let path = try await page("sepa")
        #expect(try await stage.submit(path, Self.debit("DE08370400440532013003")).status == 303)
        #expect(try stage.status() == .processing)
        #expect(try await stage.get(path).text.contains("Your bank is asked"))
        let answered = try await stage.submit(path, answer)
        #expect(answered.status == status)
        #expect(try stage.status() == end)
        if end == .processing { #expect(answered.text.contains("Your bank refused the debit.")) }
    }

    @Test(arguments: [
        ("GB82WEST12345698765432", 402, "Only test accounts"), ("NO9386011117947", 402, "Only test accounts"),
        ("DE88370400440532013000", 422, "not valid"), ("", 422, "Enter the IBAN"),
        ("DE8937040044053201300", 422, "not valid"), ("4242424242424242", 422, "An IBAN has"),
        ("DE88", 422, "An IBAN has"), ("D%C3%8989370400440532013000", 422, "An IBAN has"),
        (String(repeating: "A", count: 35), 422, "An IBAN has"), ("DE89370400440532013000%00", 422, "An IBAN has"),
    ])
    func `accepts only test accounts`(_ iban: String, _ status: Int, _ words: String) async throws {
        let path = try await page("sepa")
        let answer = try await stage.submit(path, Self.debit(iban))
        #expect(answer.status == status)
        #expect(answer.text.contains(words), "\(answer.text)")
        #expect(iban.isEmpty || !answer.text.contains(iban), "an account is not shown again")
        #expect(try stage.status() == .open)
        let timeline = try await stage.gateway.send("GET", "/gateway/v1/sessions/1/timeline", [Conformance.admin])
        #expect(!timeline.text.contains("Lovelace"))
        #expect(iban.isEmpty || !timeline.text.contains(iban))
    }

    @Test(arguments: ["", "+++", String(repeating: "a", count: 71), "a%0Ab"])
    func `asks for the account's holder`(_ holder: String) async throws {
        let path = try await page("sepa")
        let answer = try await stage.submit(path, Self.debit("DE89370400440532013000", holder: holder))
        #expect(answer.status == 422)
        #expect(answer.text.contains("aria-describedby=\"holder-error\""))
    }

    @Test(arguments: [("action=confirm", 303, Status.completed), ("action=fail", 402, .processing)])
    func `leads to a bank`(_ answer: String, _ status: Int, _ end: Status) async throws {
        let path = try await page("sofort")
        #expect(try await stage.submit(path, "action=pay&country=DE").status == 303)
        #expect(try await stage.get(path).text.contains("Confirm at your bank"))
        let answered = try await stage.submit(path, answer)
        #expect(answered.status == status)
        #expect(try stage.status() == end)
        if end == .processing { #expect(answered.text.contains("not confirmed at your bank")) }
    }

    @Test(arguments: ["card", "sepa", "sofort"]) func `asks for an address if the session requires one`(
        _ method: String
    )
        async throws
    {
        let path = try await page(method, address: true)
        let shown = try await stage.get(path).text
        for text in [
            "Billing address</legend>", "autocomplete=\"billing address-line1\"",
            "autocomplete=\"billing postal-code\"",
            "autocomplete=\"billing address-level2\"", "autocomplete=\"billing country\"",
            "<option value=\"DE\">Germany</option></select>", "is checked, and not kept",
        ] {
            #expect(shown.contains(text), "\(text)")
        }
        let own =
            switch method {
            case "card": PageStage.paid
            case "sepa": Self.debit("DE89370400440532013000")
            default: "action=pay"
            }
        let missing = try await stage.submit(path, own)
        #expect(missing.status == 422)
        for field in ["line", "postalCode", "city"] + (method == "sepa" ? [] : ["name"]) {
            #expect(missing.text.contains("id=\"\(field)-error\""), "\(field)")
        }
        #expect(missing.text.contains("id=\"name\"") == (method != "sepa"))
        #expect(try stage.status() == .open)
        let whole = own + (method == "sepa" ? Self.address : Self.person)
        #expect(try await stage.submit(path, whole).status == 303)
        let fields = String(decoding: try stage.session().fields.text.bytes, as: UTF8.self)
        #expect(!fields.contains("Linden"))
    }

    @Test(arguments: [
        ("card", false, "&country=AT", 422), ("card", false, "&country=", 422), ("card", false, "&country=de", 422),
        ("card", false, "&country=DE", 303), ("card", false, "", 303), ("sofort", false, "&country=AT", 422),
        ("card", true, Self.person, 303), ("card", true, Self.person.replacing("country=DE", with: "country=AT"), 422),
        ("card", true, Self.person.replacing("Berlin", with: "%20"), 422),
        ("card", true, Self.person.replacing("10117", with: String(repeating: "1", count: 21)), 422),
        ("card", true, Self.person.replacing("Ada", with: "%E4%BE%8B"), 303),
    ])
    func `accepts only the allowed country`(
        _ method: String, _ address: Bool, _ more: String, _ status: Int
    ) async throws {
        let path = try await page(method, address: address)
        let own = method == "card" ? PageStage.paid : "action=pay"
        let answer = try await stage.submit(path, own + more)
        #expect(answer.status == status)
        if more.contains("AT") { #expect(answer.text.contains("Only Germany can be chosen here.")) }
    }

    @Test func `does not repeat what was typed`() async throws {
        let path = try await page("sepa", address: true)
        let answer = try await stage.submit(path, "action=pay&holder=%3Cscript%3Ex&iban=%3Cb%3E&city=%3Ci%3E")
        #expect(answer.status == 422)
        #expect(!answer.text.contains("<b>") && !answer.text.contains("&lt;"))
    }

    @Test func `of another provider asks only for a card`() async throws {
        let page = try await stage.get(stage.duro())
        #expect(page.text.contains("Pay by card"))
        #expect(!page.text.contains("<select"))
    }

    @Test func `has a name for every country`() {
        #expect(CountryName.codes.count == 249)
        #expect(CountryName.of("CI") == "C\u{F4}te d\u{2019}Ivoire")
        #expect(CountryName.of("XX") == "XX")
    }

    @Test func `has test accounts that are IBANs`() throws {
        for iban in TestBankAccount.paid + TestBankAccount.refused + TestBankAccount.waiting {
            #expect(try BankAccount(iban: Array("\(iban)".utf8)).outcome != .refused(.unknownAccount), "\(iban)")
        }
        let account = try BankAccount(iban: Array("DE89 3704 0044 0532 0130 00".utf8))
        #expect(!"\(account) \(String(reflecting: account))".contains("3704"))
    }
}
