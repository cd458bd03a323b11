import CFuzzer
import Glibc

// One program for all targets, because instrumenting and linking take long, and all targets need the same modules.
// SwiftPM gives each executable a `main` of Swift's own and renames it while linking, so libFuzzer's `main` cannot be
// used. This program therefore calls libFuzzer's driver itself. libFuzzer cannot choose a target by name, so the
// environment does.
let name = getenv("FUZZ_TARGET").map { String(cString: $0) } ?? ""
if CommandLine.arguments.dropFirst() == ["--list"] {
    for target in FuzzTarget.all { print(target.name) }
    exit(0)
}
guard FuzzTarget.all.contains(where: { $0.name == name }) else {
    print("FUZZ_TARGET has to be one of: \(FuzzTarget.all.map(\.name).joined(separator: ", "))")
    exit(64)
}

/// libFuzzer calls the function by this name.
@c(LLVMFuzzerTestOneInput)
func test(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    FuzzTarget.chosen.run(Input(Array(UnsafeBufferPointer(start: bytes, count: count))))
    return 0
}

var count = CommandLine.argc
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
exit(LLVMFuzzerRunDriver(&count, &arguments, test))
