import Gateway
import Glibc

/// `serve`: runs the gateway until a signal stops it.
enum ServeCommand {
    static func run(_ invocation: inout Invocation) throws(Refusal) {
        let settings = try invocation.settings()
        try invocation.finish(words: 1)
        // The signals are blocked before any thread starts, so that all threads inherit that and the signals reach
        // `sigwait` below.
        let signals = StopSignals()
        let dependencies = invocation.program.dependencies
        let gateway: RunningGateway
        do throws(Refusal) {
            gateway = try RunningGateway(settings, dependencies, isCalledOff: signals.isPending)
        } catch {
            throw error.ofServer
        }
        gateway.announce()
        signals.wait()
        dependencies.serverLog.say("stopping; a second signal cuts it short.")
        // `exit` would run handlers that destroy objects that the loops still use. All answered writes are on the disk.
        signals.cutShort { _exit(ExitCode.success.rawValue) }
        let cut = gateway.stop()
        if cut > 0 { dependencies.serverLog.say("\(cut) connections were cut off.") }
    }
}
