import Gateway

/// The arguments of the program, split into words and options.
struct Invocation {
    /// The words that are not options: `keys create` and its arguments.
    private(set) var words: [String] = []
    /// The options, by name as in the file: `access_log`.
    private(set) var options: [String: String] = [:]
    /// Options that may be repeated, each with all its values.
    private var lists: [String: [String]] = [:]
    /// The program that was called.
    let program: Program

    /// Options that have no value.
    static let switches: Set<String> = ["admin", "create_database", "help", "json", "live", "sandbox", "version"]
    private static let repeated: Set<String> = ["metadata"]

    /// Throws a ``Refusal`` for an option without a value, a switch with a value, and a repeated option.
    init(_ arguments: [String], of program: Program) throws(Refusal) {
        self.program = program
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            if argument == "-h" {
                options["help"] = "on"
                continue
            }
            guard argument.hasPrefix("--"), argument.count > 2 else {
                words.append(argument)
                continue
            }
            let parts = argument.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0]).replacing("-", with: "_")
            let value: String
            if parts.count == 2 {
                // A switch with the value "off" would be taken for "on".
                if Self.switches.contains(name) { throw Refusal(.usage, "--\(parts[0]) takes no value.") }
                value = String(parts[1])
            } else if Self.switches.contains(name) {
                value = "on"
            } else if let next = rest.popFirst() {
                value = next
            } else {
                throw Refusal(.usage, "\(argument) needs a value.")
            }
            if Self.repeated.contains(name) {
                lists[name, default: []].append(value)
            } else if options.updateValue(value, forKey: name) != nil {
                throw Refusal(.usage, "\(argument) is given twice.")
            }
        }
    }

    /// The value of an option, which then counts as known.
    mutating func take(_ name: String) -> String? {
        options.removeValue(forKey: name)
    }

    /// The values of an option that may be repeated, which then counts as known.
    mutating func takeAll(_ name: String) -> [String] {
        lists.removeValue(forKey: name) ?? []
    }

    /// Throws a ``Refusal`` if words or options are left that the command does not know.
    func finish(words count: Int) throws(Refusal) {
        let command = program.commands.all.first { words.starts(with: $0.words) }
        let name = command?.name ?? words.prefix(2).joined(separator: " ")
        let faults = (Array(options.keys) + Array(lists.keys)).sorted().map { option in
            let option = option.replacing("_", with: "-")
            let near = command.flatMap { Nearness.nearest(to: option, among: $0.optionNames) }
            if near == option { return "--\(option) does not go with the other options of `\(name)`." }
            return "--\(option) is no option of `\(name)`." + (near.map { " Did you mean --\($0)?" } ?? "")
        }
        if !faults.isEmpty { throw Refusal(.usage, faults.joined(separator: "\n")) }
        if words.count > count {
            throw Refusal(.usage, "unexpected argument \"\(words[count])\".")
        }
    }
}
