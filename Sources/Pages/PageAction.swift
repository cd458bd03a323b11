/// What a form of the page asks for.
package enum PageAction: Sendable, CaseIterable {
    case pay, cancel, confirm, fail

    /// Nil for anything but the pages' own forms.
    package init?(_ form: FormFields) {
        guard let word = form["action"],
            let action = Self.allCases.first(where: { Array("\($0)".utf8) == word })
        else { return nil }
        self = action
    }
}
