import Checkout
import Wire

/// A rule that a body broke, before the path to its value is known.
struct BrokenRule: Sendable {
    /// The issue with the end of its path.
    let issue: Issue
    /// The index of the value to which the beginning of the path leads; nil if the issue has its whole path.
    let index: Int?

    init(_ issue: Issue, below index: Int?) {
        self.issue = issue
        self.index = index
    }

    /// A rule that the value at an index of the document breaks.
    init(_ rule: Rule, by index: Int, in document: JSONDocument) {
        let input = JSON(document, index)
        self.init(Issue(rule, at: [], input: input, offset: input.start), below: index)
    }
}

/// Finds the paths to values in one walk over their document.
///
/// The walk only goes forward, so it costs as much as the document is long, however many paths it finds.
struct BodyPaths {
    /// An array or object around the current value, and where the walk is in it.
    private struct Level {
        /// The index of the array or object.
        let container: Int
        let isObject: Bool
        /// How many elements or members are before the current one.
        var position = 0
        /// The index of the current member's name or the current element.
        var start: Int

        /// The index of the current member's value or the current element.
        var value: Int { isObject ? start + 1 : start }

        init(_ container: Int, isObject: Bool) {
            self.container = container
            self.isObject = isObject
            start = container + 1
        }
    }

    private let document: JSONDocument
    private var levels: [Level] = []

    private init(_ document: JSONDocument) {
        self.document = document
    }

    /// The issues with their whole paths, in the same order.
    ///
    /// - Parameter root: the first step of every path to a value; nil if paths begin with the names of the body's
    ///   members.
    static func issues(_ broken: [BrokenRule], in document: JSONDocument, _ root: StaticString?) -> [Issue] {
        let first = root.map { [PathStep.member("\($0)")] } ?? []
        var walk = BodyPaths(document)
        var paths: [Int: [PathStep]] = [:]
        for index in Set(broken.compactMap(\.index)).sorted() { paths[index] = first + walk.path(to: index) }
        return broken.map { rule in
            let issue = rule.issue
            guard let index = rule.index, let path = paths[index] else { return issue }
            return Issue(issue.rule, at: path + issue.path, input: issue.input, offset: issue.offset)
        }
    }

    /// The path to the value or the name at an index, which is greater than that of the path before.
    private mutating func path(to target: Int) -> [PathStep] {
        let nodes = document.nodes
        while let last = levels.last, Int(nodes[last.container].next) <= target { levels.removeLast() }
        var value = levels.last?.container ?? 0
        while value < target {
            if levels.last?.container != value {
                levels.append(Level(value, isObject: nodes[value].kind == .object))
            }
            let top = levels.count - 1
            // The member or element whose nodes include the target.
            while Int(nodes[levels[top].value].next) <= target {
                levels[top].start = Int(nodes[levels[top].value].next)
                levels[top].position += 1
            }
            value = levels[top].value
        }
        return levels.map { level in
            level.isObject ? .member(JSON(document, level.start).string ?? "") : .element(level.position)
        }
    }
}
