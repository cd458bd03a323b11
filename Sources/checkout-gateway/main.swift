import Command
import Gateway
import Glibc
import Providers

Memory.configure()
exit(
    Program(
        Dependencies(
            providers: Registry.providers, clock: SystemClock(),
            console: Console(output: STDOUT_FILENO, errors: STDERR_FILENO), environment: ThisProcess.environment,
            programPath: ThisProcess.programPath)
    ).run(Array(CommandLine.arguments.dropFirst())))
