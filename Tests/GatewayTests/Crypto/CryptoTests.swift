import Checkout
import Dispatch
import Synchronization
import Testing
import Wire

@testable import Gateway

@Suite struct `Cryptography` {
    /// FIPS 180-4's examples, and texts below and above the length that shares a computation.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (String(repeating: "a", count: 1_024), "2edc986847e209b4016e141a6dc8716d3207350f416969382d431539bf292e4a"),
        (String(repeating: "a", count: 1_025), "4a82297889eb505cf6b5cbdf69977afab4632d6557539782f657bd7dc78091a5"),
    ])
    func `makes the digests of SHA-256`(_ text: String, _ digest: String) {
        #expect(Hex.string(SHA256.digest(Array(text.utf8)[...]).bytes) == digest)
    }

    /// RFC 4231, test cases 1, 2 and 6.
    @Test(arguments: [
        (
            [UInt8](repeating: 0x0B, count: 20), "Hi There",
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            Array("Jefe".utf8), "what do ya want for nothing?",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            [UInt8](repeating: 0xAA, count: 131), "Test Using Larger Than Block-Size Key - Hash Key First",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
    ])
    func `makes the codes of HMAC-SHA256 repeatedly`(_ key: [UInt8], _ message: String, _ code: String) {
        let authenticator = MessageAuthenticator(key: key)
        for _ in 0..<3 { #expect(Hex.string(authenticator.code(for: message.utf8.span).bytes) == code) }
    }

    /// Computed without this program: customers may have tokens of old sessions, so tokens must never change.
    @Test(
        arguments: [
            (7_305_000_000_000_000, false, "cs_test_00XSKcX5eDII8ningKBdfp8OV9uund9Ky"),
            (1, true, "cs_live_00000000001AyLEjcI04VtLCPfTYc8llh"),
        ] as [(Int64, Bool, String)])
    func `makes the same token for a key for ever`(_ key: Int64, _ isLive: Bool, _ token: String) {
        let links = Links(publicURL: "", mac: MessageAuthenticator(key: Array(repeating: 7, count: 32)).code)
        let session = CheckoutSession(
            id: SessionID(key: key, tail: 5), number: 1, provider: ProviderName("duro"), account: AccountID(1),
            isLive: isLive, status: .open,
            draft: Draft(mode: .payment, fields: SentFields(stored: []), lifetimeSeconds: 60),
            createdAt: Timestamp(seconds: 0))
        #expect(links.token(for: session).text == token)
        #expect(links.token(Array(token.utf8)[...])?.key == key)
    }

    @Test func `gives no random word twice, on any thread`() {
        let pool = RandomPool()
        let all = Mutex<[UInt64]>([])
        DispatchQueue.concurrentPerform(iterations: 8) { _ in
            let words = (0..<1_500).map { _ in pool.word() }
            all.withLock { $0 += words }
        }
        let words = all.withLock { $0 }
        #expect(Set(words).count == 12_000)
        #expect(!words.contains(0))
    }

    @Test func `lends a thread the same value, or another one while that is lent`() {
        let spares = Spares { [Int]() }
        spares.use { $0.append(1) }
        spares.use { first in
            #expect(first == [1])
            let hasUsed = DispatchSemaphore(value: 0)
            DispatchQueue.global().async {
                spares.use { $0.append(2) }
                hasUsed.signal()
            }
            #expect(hasUsed.wait(timeout: .now() + 60) == .success)
        }
        #expect(spares.use { $0 } == [1])
    }
}
