import Command
import Glibc

Memory.configure()
exit(Program.run(Array(CommandLine.arguments.dropFirst())))
