# Judges the requests on standard input with the functions of the documentation.
require "json"
require_relative "verify"

answers = JSON.parse($stdin.read).map do |one|
  judge = one["kind"] == "stripe" ? :verify_stripe : :verify
  send(judge, one["secret"], one["headers"], one["body"], one["now"])
end
puts JSON.generate(answers)
