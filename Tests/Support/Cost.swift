import Glibc

/// How many times as much processor time a work takes at one size as at another, each at its fastest of a few runs.
///
/// The two sizes take turns on one thread, and only the time of this thread counts, so other programs on the machine
/// change the result little.
package func costRatio(of size: Int, to smaller: Int, _ work: (Int) -> Void) -> Double {
    var times = (Double.infinity, Double.infinity)
    for _ in 0..<5 {
        times.0 = min(times.0, processorTime(work, size))
        times.1 = min(times.1, processorTime(work, smaller))
    }
    return times.0 / times.1
}

/// The nanoseconds that a work takes on this thread's processor.
private func processorTime(_ work: (Int) -> Void, _ size: Int) -> Double {
    let start = threadNanoseconds()
    work(size)
    return Double(threadNanoseconds() - start)
}

private func threadNanoseconds() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
}
