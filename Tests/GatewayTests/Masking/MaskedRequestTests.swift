import Testing
import Wire

@testable import Gateway

@Suite struct `A masked request` {
    private func masked(_ text: String) -> String {
        String(
            decoding: MaskedRequest.text(of: JSONDocument(Array(text.utf8), grammar: .python), .ofAll), as: UTF8.self)
    }

    @Test(arguments: [
        // E-mail addresses, by the name of the member and by their form.
        (#"{"customerEmail":"ada@example.com"}"#, #"{"customerEmail":"a***@example.com"}"#),
        (#"{"customer_email":"\"ada l\"@example.com"}"#, #"{"customer_email":"\"***@example.com"}"#),
        (#"{"email":"ada"}"#, #"{"email":"***"}"#), (#"{"E-Mail":"@"}"#, #"{"E-Mail":"***@"}"#),
        (#"{"emails":["a@b.c","d@e.f"]}"#, #"{"emails":["a***@b.c","d***@e.f"]}"#),
        (#"{"customer_id":"ada@example.com"}"#, #"{"customer_id":"a***@example.com"}"#),
        (#"{"memo":"to ada@x.org, and <bob@y.org>"}"#, #"{"memo":"to a***@x.org, and <b***@y.org>"}"#),
        (#"{"url":"https://s.example/?to=ada%40x.org&b=1"}"#, #"{"url":"https://s.example/?to=a***%40x.org&b=1"}"#),
        (#"{"metadata":{"ada@x.org":1}}"#, #"{"metadata":{"a***@x.org":1}}"#),
        (#"{"email":"\"ada l\"%40x.org"}"#, #"{"email":"\"***%40x.org"}"#),
        (#"{"at":"12 @ 5"}"#, #"{"at":"12 @ 5"}"#),
        // Phones.
        (#"{"customerPhone":"+234 801 234 5678"}"#, #"{"customerPhone":"***78"}"#),
        (#"{"phone":{"number":2348012345678}}"#, #"{"phone":{"number":"***78"}}"#),
        (#"{"tel":"none"}"#, #"{"tel":"***"}"#),
        // Names and addresses.
        (
            #"{"metadata":{"name":"Ada","first_name":"A","lastName":"L"}}"#,
            #"{"metadata":{"name":"***","first_name":"***","lastName":"***"}}"#
        ),
        (
            #"{"address":{"line1":"1 High St","lines":[{"x":7}],"country":"GB","ok":true}}"#,
            #"{"address":{"line1":"***","lines":[{"x":"***"}],"country":"GB","ok":true}}"#
        ),
        (
            #"{"city":"York","postal_code":12345,"allowedCountry":"DE"}"#,
            #"{"city":"***","postal_code":"***","allowedCountry":"DE"}"#
        ),
        // Secrets.
        (#"{"state":"0123","test":true}"#, #"{"state":"***","test":true}"#),
        (#"{"state":null}"#, #"{"state":null}"#),
        (
            #"{"metadata":{"apiKey":"k","access_token":"t","Client-Secret":["s",{"a":"b"}],"cvc":123}}"#,
            #"{"metadata":{"apiKey":"***","access_token":"***","Client-Secret":["***",{"a":"***"}],"cvc":"***"}}"#
        ),
        (#"{"note":"4242 4242 4242 4242"}"#, #"{"note":"***"}"#),
        (#"{"note":"4242424242424243"}"#, #"{"note":"4242424242424243"}"#),
        (#"{"metadata":{"number":4242424242424242}}"#, #"{"metadata":{"number":"***"}}"#),
        (#"{"a":[ -4242424242424242 ,4242424242424243]}"#, #"{"a":[ "***" ,4242424242424243]}"#),
        (#"{"metadata":{"4242424242424242":1}}"#, #"{"metadata":{"***":1}}"#),
        (#"{"payer_name":"Ada","buyerName":"Ada","pwd":"x"}"#, #"{"payer_name":"***","buyerName":"***","pwd":"***"}"#),
    ])
    func `shows neither personal data nor secrets`(_ text: String, _ expected: String) {
        #expect(masked(text) == expected)
    }

    @Test(arguments: [
        ("https://ada:secret@h", "https://***@h"), ("https://sk_live_x:@h/", "https://***@h/"),
        ("https://u:p=ss@h", "https://***@h"), ("https://u:p@ss@h?a=b", "https://***@h?a=b"),
        ("https://ada@s.example/", "https://***@s.example/"), ("https://@h/", "https://***@h/"),
        ("https://ada%40x.org:p@h/", "https://***@h/"), ("//u:p,;(&)@h#c", "//***@h#c"),
        ("see https://u:p@h/a and\nftp://v:w@i", "see https://***@h/a and\nftp://***@i"),
        ("https://h/ada@x.org", "https://h/a***@x.org"), ("https://h u:p@i", "https://h u:***@i"),
        // Parameters.
        ("https://h/?token=abc", "https://h/?token=***"), ("/back?a=1&api_key=k&b=2", "/back?a=1&api_key=***&b=2"),
        ("https://h?client-secret=a?b/c;d#e", "https://h?client-secret=***#e"),
        ("https://h/?X-Signature=a%3D&password=p", "https://h/?X-Signature=***&password=***"),
        ("https://h/#access_token=t&code=c", "https://h/#access_token=***&code=***"),
        ("https://h/?access%5Ftoke%6E=t", "https://h/?access%5Ftoke%6E=***"),
        ("https://h/?next=https://u:p@i/?key=k", "https://h/?next=https://***@i/?key=***"),
        ("https://h/?email=ada%2Cl%40x.org&phone=%2B2348012345678", "https://h/?email=a***%40x.org&phone=***78"),
        ("https://h/?token=t and ?key=k", "https://h/?token=*** and ?key=***"),
        ("https://h/?token&country_code=DE&session_id={CHECKOUT_SESSION_ID}", nil), ("https://h//a://b?#&=;", nil),
        ("is it 1 ? a=b : http://localhost:3000", nil),
        ("https://h/cb?session=abc&x=1", "https://h/cb?session=***&x=1"),
        ("https://h/cb?code=c&key=k&signature=s", "https://h/cb?code=***&key=***&signature=***"),
        ("https://h/;jsessionid=abc?a=1", "https://h/;jsessionid=***"), ("session=abc&a=1", "session=***&a=1"),
        ("sid=abc; a=1", "sid=*** a=1"), ("curl -d 'otp=123&a=1'", "curl -d 'otp=***&a=1'"),
        ("https://h/?session_id=%7BCHECKOUT_SESSION_ID%7D&code=", nil), ("?token={CHECKOUT_SESSION_ID}x", "?token=***"),
        // A URL that is the value of a parameter, with its marks escaped once and twice.
        (
            "?next=https%3A%2F%2Fh%2F%3Fa%3D1%26code%3Dabc%26b%3D2",
            "?next=https%3A%2F%2Fh%2F%3Fa%3D1%26code%3D***%26b%3D2"
        ),
        ("?next=%252F%253Fkey%253Dk%2526b&c=1", "?next=%252F%253Fkey%253D***%2526b&c=1"),
    ])
    func `shows neither user nor password nor token of a URL`(_ url: String, _ expected: String?) {
        #expect(Mask.text(url, .plain) == expected ?? url)
    }

    @Test(arguments: [
        #"{ "amount" : 5e3 , "currency":"NGN", "amount":5000,"metadata":{"order":7,"a":[{},[],"\u00e9"]} }"#,
        #"{"planId":"plan_1","successUrl":"https://shop.example/thanks?a=b#c","cancelUrl":"http://localhost:3000"}"#,
        #"{"price":"price_1","taxRate":"txr_1","billingAddressCollection":true,"paymentMethodType":"card","mode":"setup"}"#,
        #"{"source_id":101,"source_type":"INVOICE","payment_account_id":null}"#,
        #"{"plan_version_id":"plv_1","coupon_code":"WELCOME","purchase_order":"PO-7","net_terms":30}"#,
        #"{"weight":NaN,"half":"\ud83d"}"#, "[]", "7", "",
    ])
    func `shows what was bought unchanged`(_ text: String) {
        let document = JSONDocument(Array(text.utf8), grammar: .python)
        let expected = document.fault == nil ? text : Mask.stars
        #expect(masked(text) == expected)
    }

    @Test func `may be as deep as a request`() {
        let depth = 900
        let opening = String(repeating: #"{"a":["#, count: depth / 2)
        let closing = String(repeating: "]}", count: depth / 2)
        #expect(masked(opening + #""a@b.c""# + closing) == opening + #""a***@b.c""# + closing)
    }
}
