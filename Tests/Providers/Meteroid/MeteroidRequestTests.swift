import Testing
import Wire

@testable import Providers

@Suite struct `Meteroid request` {
    @Test(arguments: [
        (MeteroidRequest.Member.customerID, "customer_id"), (.planVersionID, "plan_version_id"),
        (.couponCode, "coupon_code"), (.billingStartDate, "billing_start_date"),
        (.billingDayAnchor, "billing_day_anchor"), (.netTerms, "net_terms"),
        (.trialDurationDays, "trial_duration_days"), (.expiresInHours, "expires_in_hours"), (.metadata, "metadata"),
        (.paymentMethodsConfig, "payment_methods_config"),
    ])
    func `finds a member by its name, escaped or not, unless it is null`(
        _ member: MeteroidRequest.Member, _ name: String
    ) {
        let escaped = name.replacing("_", with: #"\u005f"#)
        for (text, expected) in [(name, "7"), (escaped, "7"), (name, "null")] {
            let document = JSONDocument(utf8: Array(#"{"x":{"\#(name)":1},"\#(text)":\#(expected)}"#.utf8))
            let value = MeteroidRequest(document)[member]
            #expect(value.map { String(decoding: $0.source, as: UTF8.self) } == (expected == "null" ? nil : expected))
        }
    }

    @Test func `takes the last member by a name that is not null`() {
        let document = JSONDocument(utf8: Array(#"{"net_terms":1,"net_terms":2,"net_terms":null}"#.utf8))
        #expect(MeteroidRequest(document)[.netTerms].map { String(decoding: $0.source, as: UTF8.self) } == "2")
    }

    @Test(arguments: ["", "[1]", "7", "{", #"{"net_terms""#, #"{"net_terms":"#, #"{"net_terms":1"#])
    func `finds nothing in a text that is not a complete object`(_ text: String) {
        #expect(MeteroidRequest(JSONDocument(utf8: Array(text.utf8)))[.netTerms] == nil)
    }
}
