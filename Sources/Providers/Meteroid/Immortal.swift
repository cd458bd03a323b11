/// A reference to an object that is never released, so that uses of it are not counted.
///
/// The tables of the contract live as long as the program. Counting each use of them would be a third of all reference
/// counting for a large body. An `Immortal` never releases its object, so make one only for a table in a `static let`.
struct Immortal<Object: AnyObject & Sendable>: Sendable {
    private let reference: Unmanaged<Object>

    init(_ object: Object) {
        reference = .passRetained(object)
    }

    /// Passes the object to a closure.
    ///
    /// This is safe, because `init` retained the object and nothing releases it. `takeUnretainedValue()` would do the
    /// same but count the reference; the underscored function is the one in the standard library that does not count.
    @inline(__always)
    func withObject<Result>(_ body: (Object) -> Result) -> Result {
        reference._withUnsafeGuaranteedRef(body)
    }
}
