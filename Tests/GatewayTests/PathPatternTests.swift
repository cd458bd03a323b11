import Checkout
import Testing

@testable import Gateway

@Suite struct `A form of paths` {
    private func parameters(_ form: String, _ style: PathStyle, _ path: String) -> [String]? {
        PathPattern(form, style: style).parameters(in: RequestPath(Array(path.utf8)[...]))?
            .map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(
        arguments: [
            ("/a/b", .exact, "/a/b", []), ("/a/b", .exact, "/a/%62", []), ("/a/b", .starlette, "/a%2Fb", []),
            ("/a/{id}", .exact, "/a/x", ["x"]), ("/a/{id}", .exact, "/%61/x%2Fy%2525", ["x/y%25"]),
            ("/a/{id}", .starlette, "/a%2fx", ["x"]), ("/{a}/b/{c}", .exact, "/1/b/2", ["1", "2"]),
            ("/a/{id}", .exact, "/a/%", ["%"]), ("/a/{id}", .exact, "/a/{x}|\"<>\\^`", ["{x}|\"<>\\^`"]),
            ("/a/{id}/", .exact, "/a/x/", ["x"]), ("/a/{id}/", .starlette, "/a/x%2F", ["x"]),
            ("/a/b/", .exact, "/a/%62/", []), ("/a/b/", .starlette, "/a/b/", []), ("/", .exact, "/", []),
        ] as [(String, PathStyle, String, [String])])
    func `has the texts in place of its braces`(
        _ form: String, _ style: PathStyle, _ path: String, _ expected: [String]
    ) {
        #expect(parameters(form, style, path) == expected)
    }

    @Test(
        arguments: [
            ("/a/b", .exact, "/a/b/"), ("/a/b", .exact, "/a"), ("/a/b", .exact, "/A/b"), ("/a/b", .exact, "/a%2Fb"),
            ("/a/b", .exact, "a/b"), ("/a/b", .exact, "//a/b"), ("/a/b", .starlette, "/a/b/"), ("/a/b", .exact, ""),
            ("/a/{id}", .exact, "/a/"), ("/a/{id}", .exact, "/a"), ("/a/{id}", .exact, "/a/x/"),
            ("/a/{id}", .exact, "/b/x"), ("/a/{id}", .starlette, "/a/x%2Fy"), ("/a/{id}", .exact, "/a%2Fx"),
            ("/a/{id}/", .exact, "/a/x"), ("/a/{id}/", .exact, "/a//"), ("/a/{id}/", .starlette, "/a/x//"),
            ("/a/b/", .exact, "/a/b"), ("/", .exact, ""), ("/", .starlette, "//"),
        ] as [(String, PathStyle, String)])
    func `does not fit another path`(_ form: String, _ style: PathStyle, _ path: String) {
        #expect(parameters(form, style, path) == nil)
    }

    @Test(
        arguments: [
            ("/a/b", "/a/b", true), ("/a/{x}", "/a/b", true), ("/a/{x}", "/{y}/b", true), ("/a/{x}", "/b/{x}", false),
            ("/a/{x}", "/a", false), ("/a/b", "/a/c", false), ("/a/{x}/", "/a/b/", true), ("/a/{x}", "/a/", false),
            ("/a/b", "/a/b/", false), ("/a/{x}/", "/a/{y}/z", false),
        ])
    func `overlaps another if some path fits both`(_ one: String, _ other: String, _ overlaps: Bool) {
        let (one, other) = (PathPattern(one, style: .exact), PathPattern(other, style: .exact))
        #expect(one.overlaps(other) == overlaps)
        #expect(other.overlaps(one) == overlaps)
    }
}
