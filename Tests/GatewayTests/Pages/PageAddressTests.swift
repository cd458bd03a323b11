import Checkout
import SQLiteStorage
import Testing
import Wire

@testable import Pages

@Suite struct `Address of a page` {
    private let stage: PageStage

    init() throws {
        stage = try PageStage()
    }

    @Test func `is recognized as forged without asking the store`() async throws {
        let path = try await stage.duro()
        let guarded = try await stage.userdocks()
        // A query to the store would be answered that it is busy.
        stage.gateway.store.close()
        #expect(try await stage.get(path).status == 503)
        #expect(try await stage.get(guarded + "&state=\(PageStage.state)").status == 503)
        let token = path.dropFirst("/checkout/".count)
        let last = token.last == "0" ? "1" : "0"
        for forged in [
            "/checkout/\(token.dropLast())\(last)", "/checkout/\(token)0", "/checkout/\(token.dropLast())",
            "/checkout/\(token)/", "/checkout//\(token)", "/checkout/\(token.replacing("cs_test_", with: "cs_live_"))",
            "/checkout/\(token.uppercased())", "/checkout/", "/checkout", "/checkout?token=",
            "/checkout?token=\(token)0",
            "/checkout?token=\(token)&token=\(token)", "/checkout?x=\(token)", "/checkout/%63\(token.dropFirst())",
        ] {
            #expect(try await stage.get(forged).status == 404, "\(forged)")
            #expect(try await stage.submit(forged, PageStage.paid).status == 404, "\(forged)")
        }
        let hash = try #require(guarded.split(separator: "=").last)
        for forged in [
            guarded, guarded.replacing(hash, with: "0" + hash.dropFirst(1)).replacing("hash=0", with: "hash=g"),
            guarded.replacing("session_id=0", with: "session_id=1"), guarded.replacing("hash=", with: "hush="),
            guarded.replacing("session_id=", with: "session_id=x"),
        ] {
            let state = forged == guarded ? "" : "&state=\(PageStage.state)"
            #expect(try await stage.get(forged + state).status == 403, "\(forged)")
        }
    }

    @Test func `is the same with what mailers and trackers add`() async throws {
        let token = try await stage.duro().dropFirst("/checkout/".count)
        for more in ["&", "&&", "&utm=1&utm=2", "&utm=%E4", "&=", "&utm=%"] {
            #expect(try await stage.get("/checkout?token=\(token)\(more)").status == 200, "\(more)")
        }
    }

    @Test func `opens only with the right state`() async throws {
        let path = try await stage.userdocks()
        #expect(path.contains("client_id=\(Conformance.clientID)&type=payment&session_id="))
        #expect(try await stage.get(path + "&state=\(PageStage.state)").status == 200)
        for state in ["", PageStage.state.dropLast() + "0", PageStage.state.uppercased(), PageStage.state + "0", "2"] {
            #expect(try await stage.get(path + "&state=\(state)").status == 403, "\(state)")
            #expect(try await stage.submit(path + "&state=\(state)", PageStage.paid).status == 403, "\(state)")
        }
        #expect(try await stage.get(path).status == 403)
        #expect(try await stage.submit(path, PageStage.paid).status == 403)
        #expect(try stage.status() == .open)
        #expect(try await stage.submit(path + "&state=\(PageStage.state)", PageStage.paid).status == 303)
        #expect(try stage.status() == .completed)
    }

    @Test func `needs the state in every spelling`() async throws {
        _ = try await stage.userdocks()
        let path = try stage.token(number: 1)
        #expect(try await stage.get(path).status == 403)
        #expect(try await stage.get("/checkout?token=" + path.dropFirst("/checkout/".count)).status == 403)
    }

    @Test func `opens with any state if the session has none`() async throws {
        _ = try await stage.duro()
        let id = try stage.session().id
        let hash = stage.gateway.links.hash(of: id)
        let path = "/checkout?session_id=\(UUIDText.encode(id.bits))&hash=\(hash)&state=\(PageStage.state)"
        #expect(try await stage.get(path).status == 403)
    }

    @Test(arguments: [
        ("/checkout", true), ("/checkout/", true), ("/checkout/x/y", true), ("/checkouts", false), ("/Checkout", false),
        ("/check", false), ("/", false), ("/v1/checkout/sessions", false),
    ])
    func `is one of the pages' own paths`(_ path: String, _ isOwn: Bool) {
        #expect(PageAddress.owns(Array(path.utf8)[...]) == isOwn)
    }

    @Test(arguments: [("/checkout/cs_test_x", "/checkout/{token}"), ("/checkout", "/checkout")])
    func `is logged without the token`(_ path: String, _ route: String) {
        #expect(PageAddress.route(of: Array(path.utf8)[...]) == route)
    }

    @Test(arguments: ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "get"])
    func `accepts three methods`(_ method: String) async throws {
        let answer = try await stage.gateway.send(method, stage.duro())
        #expect(answer.status == 405)
        #expect(answer.field("Allow") == "GET, HEAD, POST")
    }

    @Test(arguments: [
        ("Content-Type: application/json", PageStage.paid, 415), ("X: y", PageStage.paid, 415),
        ("Content-Type: multipart/form-data; boundary=x", PageStage.paid, 415),
        ("Content-Type: application/x-www-form-urlencoded; charset=utf-8", PageStage.paid, 303),
        ("Content-Type: Application/X-WWW-Form-URLEncoded", PageStage.paid, 303),
        (PageStage.form, "", 400), (PageStage.form, "action=", 400), (PageStage.form, "action=Pay", 400),
        (PageStage.form, "action=complete", 400), (PageStage.form, "action=pay&action=pay", 400),
        (PageStage.form, PageStage.paid + "&number=1", 400), (PageStage.form, "action=pay&number=%zz", 400),
        (PageStage.form, "action=pay", 422),
        (PageStage.form, PageStage.paid + "&x=" + String(repeating: "x", count: FormFields.bytesMax), 413),
    ])
    func `accepts only the page's own form`(_ field: String, _ body: String, _ status: Int) async throws {
        let answer = try await stage.gateway.send("POST", stage.duro(), [field], body: Array(body.utf8))
        #expect(answer.status == status)
        #expect(try stage.status() == (status == 303 ? .completed : .open))
    }

    @Test func `opens also on the host of a provider`() async throws {
        let path = try await stage.meteroid()
        for host in ["api.meteroid.com", "api.useduro.com", "pay.example"] {
            #expect(try await stage.gateway.send("GET", path, host: host).status == 200)
        }
    }
}
