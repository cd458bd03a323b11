/// The bounds of a room.
package struct RoomLimits: Sendable, Equatable {
    /// Calls in flight.
    package var inFlightMax = 64
    /// Calls in flight to one host and port.
    package var perHostMax = 32
    /// Calls that wait to be in flight, or for the addresses of their hosts.
    package var waitingMax = 256
    /// How long a call waits to be in flight.
    package var waitingTime = Duration.seconds(15)
    /// Threads that look names up.
    package var lookupsMax = 4
    /// Names that wait for one of these threads.
    package var lookupsWaitingMax = 64
    /// How long names are waited for and remembered.
    package var names = NameTimes()

    /// The defaults.
    package init() {}
}
