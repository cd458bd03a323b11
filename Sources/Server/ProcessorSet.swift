import CLinux
import Glibc

/// Processors on which a thread may run (sched_setaffinity(2)). Threads that it starts inherit the set.
package struct ProcessorSet: Sendable, Equatable {
    /// The system's numbers of the processors, ascending.
    let numbers: [Int]

    init(_ numbers: [Int]) { self.numbers = numbers }

    /// The processors of the calling thread; nil if the system does not say, or has more than 1,024.
    package static func ofThisThread() -> ProcessorSet? {
        var bits = cpu_set_t()
        guard sched_getaffinity(0, MemoryLayout.size(ofValue: bits), &bits) == 0 else { return nil }
        let numbers = withUnsafeBytes(of: bits) { bytes in
            (0..<8 * bytes.count).filter { bytes[$0 / 8] & 1 << ($0 % 8) != 0 }
        }
        return ProcessorSet(numbers)
    }

    /// Lets the calling thread run on these processors only. False if the system refuses.
    @discardableResult package func apply() -> Bool {
        var bits = cpu_set_t()
        withUnsafeMutableBytes(of: &bits) { bytes in
            for number in numbers { bytes[number / 8] |= 1 << (number % 8) }
        }
        return sched_setaffinity(0, MemoryLayout.size(ofValue: bits), &bits) == 0
    }
}
