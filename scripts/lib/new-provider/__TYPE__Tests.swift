import Checkout
import Providers
import Testing
import Wire

/// FILL IN tests of what vectors cannot show, such as many spellings of one value; remove the file if
/// vectors show everything.
@Suite struct `__TYPE__'s statuses` {
    @Test(arguments: Status.allCases)
    func `have a word each`(_ status: Status) throws {
        var session = ProviderStage.session(
            Draft(mode: .payment, fields: SentFields(stored: Array("{}".utf8)), lifetimeSeconds: nil), of: __TYPE__.name)
        session.status = status
        let answer = __TYPE__().render(session, for: .retrieve, at: ProviderStage.now, ProviderStage.links)
        #expect(JSONDocument(utf8: answer.body).root?.member("status")?.string?.isEmpty == false)
    }
}
