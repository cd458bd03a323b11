import Checkout
import Gateway
import Wire

/// Tables of the settings and the routes.
enum HelpText {
    /// The settings as a table in Markdown, for the page Settings.
    static var settingsTable: String {
        var lines = ["| Setting | Flag | Default | May be | |", "|---|---|---|---|---|"]
        for setting in AnySetting.all {
            var defaultText = setting.defaultText.isEmpty ? "" : "`\(setting.defaultText)`"
            if let other = setting.sandboxDefault { defaultText += ", in a sandbox `\(other)`" }
            lines.append(
                "| `\(setting.name)` | `\(setting.flag)` | \(defaultText) | \(setting.range) | \(setting.sentence) |")
        }
        return lines.joined(separator: "\n")
    }

    /// The gateway's routes besides its API: the pages, health, readiness and documents.
    static let otherRoutes = [
        ("GET", "/checkout/{token}"), ("POST", "/checkout/{token}"), ("GET", "/checkout"), ("POST", "/checkout"),
        ("GET", "/healthz"), ("GET", "/readyz"), ("GET", "/openapi/{name}.yaml"),
    ]

    /// One line for each route: method, path without a prefix, and path with the provider's prefix.
    static func routes(_ providers: [any Provider.Type]) -> [String] {
        var lines: [String] = []
        for provider in providers {
            for route in provider.routes {
                let method = "\(route.method.name)"
                lines.append(
                    "\(provider.name.text.padded(10)) \(method.padded(5)) \(route.path.padded(40)) /\(provider.name)\(route.path)"
                )
            }
        }
        for (method, path) in AdminAPI.lines {
            lines.append("\("gateway".padded(10)) \("\(method.name)".padded(5)) \(path)")
        }
        for (method, path) in otherRoutes { lines.append("\("gateway".padded(10)) \(method.padded(5)) \(path)") }
        return lines
    }
}

extension String {
    /// The text, filled with blanks up to a width.
    func padded(_ width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
