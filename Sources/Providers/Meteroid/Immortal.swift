/// A reference to an object that is never given back, which is therefore not counted.
///
/// The tables of the contract stand for as long as the program runs. Counting who looks at them would be a third of what a
/// large body costs in references. Each of these keeps its object for good, so they are made for tables in a
/// `static let`, and for nothing else.
struct Immortal<Object: AnyObject & Sendable>: Sendable {
    private let reference: Unmanaged<Object>

    init(_ object: Object) {
        reference = .passRetained(object)
    }

    /// Looks at the object.
    ///
    /// Safe, because `init` retained the object and nothing releases it. `takeUnretainedValue()` would say the same and
    /// count; the underscored function is what the standard library has for not counting.
    @inline(__always)
    func withObject<Result>(_ body: (Object) -> Result) -> Result {
        reference._withUnsafeGuaranteedRef(body)
    }
}
