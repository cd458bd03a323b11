import Testing
import Wire

@testable import Pages

@Suite struct `Page style` {
    private let css = "\(PageStyle.text)"

    @Test func `loads nothing from outside`() {
        for word in ["url(", "@import", "@font-face", "</", "<!--", "expression", "http"] {
            #expect(!css.contains(word), "\(word)")
        }
    }

    /// The colours of one palette by their names.
    private func palette(_ text: Substring) -> [Substring: [Double]] {
        var colours: [Substring: [Double]] = [:]
        for declaration in text.split(whereSeparator: { ";{}".contains($0) }) where declaration.hasPrefix("--") {
            let parts = declaration.split(separator: ":")
            var digits = Array(parts[1].dropFirst().utf8)
            if digits.count == 3 { digits = digits.flatMap { [$0, $0] } }
            colours[parts[0].dropFirst(2)] = Hex.bytes(digits)?.map { Double($0) / 255 }
        }
        return colours
    }

    /// Relative luminance (WCAG 2.2).
    private func luminance(_ colour: [Double]) -> Double {
        let linear = colour.map { $0 <= 0.04045 ? $0 / 12.92 : raised(($0 + 0.055) / 1.055) }
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }

    /// A number of 0 to 1 to the power of 2.4: the fifth root of its twelfth power, by bisection.
    private func raised(_ base: Double) -> Double {
        let twelfth = (0..<12).reduce(1.0) { product, _ in product * base }
        var (low, high) = (0.0, 1.0)
        for _ in 0..<60 {
            let middle = (low + high) / 2
            let fifth = (0..<5).reduce(1.0) { product, _ in product * middle }
            if fifth < twelfth { low = middle } else { high = middle }
        }
        return low
    }

    @Test(arguments: [0, 1]) func `has enough contrast in both palettes`(_ index: Int) throws {
        let parts = css.split(separator: "@media (prefers-color-scheme:dark)", maxSplits: 1)
        let end = try #require(parts[index].firstIndex(of: "}"))
        let colours = palette(parts[index][...end])
        // Pairs of foreground and background, and the least contrast that WCAG 2.2 AA requires.
        let pairs: [(Substring, Substring, Double)] = [
            ("ink", "page", 4.5), ("ink", "card", 4.5), ("soft", "page", 4.5), ("soft", "card", 4.5),
            ("on-tint", "tint", 4.5), ("on-tint", "tint-deep", 4.5), ("tint", "card", 4.5), ("tint-deep", "page", 4.5),
            ("bad", "card", 4.5), ("bad", "bad-back", 4.5), ("test", "test-back", 4.5), ("good", "good-back", 4.5),
            ("edge", "card", 3), ("tint", "page", 3),
        ]
        for (front, back, least) in pairs {
            let one = luminance(try #require(colours[front], "\(front)"))
            let other = luminance(try #require(colours[back], "\(back)"))
            let contrast = (max(one, other) + 0.05) / (min(one, other) + 0.05)
            #expect(contrast >= least, "\(front) on \(back)")
        }
    }
}
