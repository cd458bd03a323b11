import Gateway
import Glibc

/// `serve`: runs the gateway until it is told to stop.
enum ServeCommand {
    static func run(_ invocation: inout Invocation) throws(Refusal) {
        let settings = try Program.settings(&invocation)
        try invocation.finish(words: 1)
        // Before any thread starts, so that all inherit it and the signals wait for `sigwait` below.
        let signals = StopSignals()
        let gateway: RunningGateway
        do throws(Refusal) {
            gateway = try RunningGateway(settings, isCalledOff: signals.isPending)
        } catch {
            throw error.ofServer
        }
        gateway.announce()
        signals.wait()
        ServerLog.say("stopping; a second signal cuts it short.")
        // Without the handlers that `exit` runs: the loops still use what those would take down. What was answered is on
        // the disk.
        signals.cutShort { _exit(ExitCode.success.rawValue) }
        let cut = gateway.stop()
        if cut > 0 { ServerLog.say("\(cut) connections were cut off.") }
    }
}
