import Testing
import Wire

@testable import Gateway

@Suite struct `A problem` {
    @Test(arguments: [
        (400, "Bad Request"), (401, "Unauthorized"), (403, "Forbidden"), (404, "Not Found"),
        (405, "Method Not Allowed"),
        (408, "Request Timeout"), (409, "Conflict"), (413, "Content Too Large"), (414, "URI Too Long"),
        (415, "Unsupported Media Type"), (417, "Expectation Failed"), (429, "Too Many Requests"),
        (431, "Request Header Fields Too Large"), (500, "Internal Server Error"), (501, "Not Implemented"),
        (503, "Service Unavailable"), (505, "HTTP Version Not Supported"),
    ])
    func `has the phrase of its status as its title`(_ status: Int, _ title: String) {
        let answer = ProblemDetails(status: status, detail: "It is so.").response
        #expect(answer.status == status)
        #expect(answer.text == #"{"type":"about:blank","title":"\#(title)","status":\#(status),"detail":"It is so."}"#)
    }

    @Test(arguments: ProtocolError.allCases) func `has a title for every refusal of the server`(_ error: ProtocolError)
    {
        #expect(ProblemDetails(status: error.statusHint).response.member("title")?.string?.isEmpty == false)
    }
}
