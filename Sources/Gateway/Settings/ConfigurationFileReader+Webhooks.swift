import Checkout
package import Webhooks
import Wire

/// A webhook endpoint from the configuration.
package struct DeclaredWebhook: Sendable {
    /// Where the file has it, such as `webhooks[0]`, for messages.
    let location: String
    /// The account's name.
    package let account: String
    /// What is sent, and to which URL.
    package let draft: WebhookEndpointDraft
    /// With what it is signed.
    let secret: WebhookSecret
}

extension ConfigurationFileReader {
    /// What the id of a key has to be, as error messages say it.
    static let keyIDRule = "1 to 64 letters, digits, hyphens, dots and underscores"

    mutating func takeWebhookKeys(_ value: JSON) {
        guard value.kind == .array else { return fault("webhook_secret_keys has to be a list.") }
        var locations: [String: String] = [:]
        for (index, entry) in value.elements.enumerated() {
            let location = "webhook_secret_keys[\(index)]"
            guard entry.kind == .object else {
                fault("\(location) has to be an object.")
                continue
            }
            let texts = texts(entry, ["id", "file"], location)
            if let id = texts["id"] {
                if !Self.isKeyID(id) { fault("\(location).id has to be \(Self.keyIDRule).") }
                if let earlier = locations.updateValue(location, forKey: id) {
                    fault("\(earlier) and \(location) have the same id.")
                }
            }
            guard let path = texts["file"] else { continue }
            do throws(FileFault) {
                file.webhookKeys.append(try SecretFile.key(id: texts["id"] ?? "", at: path))
            } catch {
                fault("\(location).file is \"\(path)\", \(error.description)")
            }
        }
    }

    private static func isKeyID(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { ASCII.isLetter($0) || ASCII.isDigit($0) || "-._".utf8.contains($0) }
    }

    /// The members of an object in which each name has to be present, as a text that is not empty.
    private mutating func texts(_ object: JSON, _ names: [String], _ location: String) -> [String: String] {
        var texts: [String: String] = [:]
        var missing = names
        for (name, value) in members(object, location) {
            guard names.contains(name) else {
                fault("\(location).\(name) is not a setting.")
                continue
            }
            missing.removeAll { $0 == name }
            texts[name] = text(value, "\(location).\(name)")
        }
        for name in missing { fault("\(location).\(name) is missing.") }
        return texts
    }

    /// A text that is not empty; nil, with a fault, for another value.
    private mutating func text(_ value: JSON, _ location: String) -> String? {
        if let text = value.string, !text.isEmpty { return text }
        fault("\(location) has to be a text that is not empty.")
        return nil
    }

    /// - Parameter hasKeys: whether the file has a list of keys that is not empty.
    mutating func takeWebhooks(_ value: JSON, hasKeys: Bool) {
        guard value.kind == .array else { return fault("webhooks has to be a list.") }
        var locations: [String: [String: String]] = [:]
        for (index, entry) in value.elements.enumerated() {
            let location = "webhooks[\(index)]"
            guard entry.kind == .object else {
                fault("\(location) has to be an object.")
                continue
            }
            let (account, url) = takeWebhook(entry, location)
            if let url, let earlier = locations[account, default: [:]].updateValue(location, forKey: url) {
                fault("\(earlier) and \(location) have the same URL and the same account.")
            }
        }
        for (account, urls) in locations.sorted(by: { $0.key < $1.key })
        where urls.count > WebhookEndpointRecord.countMax {
            fault(
                "webhooks has \(urls.count) endpoints of the account \(account), and an account can have at most "
                    + "\(WebhookEndpointRecord.countMax).")
        }
        if !hasKeys, !locations.isEmpty {
            fault(
                "webhooks needs webhook_secret_keys: the database keeps signing secrets encrypted, and has no key of "
                    + "its own for that.")
        }
    }

    /// Reads one endpoint, and returns its account and its URL, if it has one.
    private mutating func takeWebhook(_ object: JSON, _ location: String) -> (account: String, url: String?) {
        var account = AccountName.defaultName
        var path: String?
        var hasPath = false
        for (name, value) in members(object, location) {
            switch name {
            case "account":
                account = value.string ?? ""
                if !AccountName.isValid(account) { fault("\(location).account has to be \(AccountName.rule).") }
            case "secret_file":
                hasPath = true
                path = text(value, "\(location).secret_file")
            case "secret":
                fault("\(location).secret is not a setting; secret_file names a file that holds the secret.")
            default: break
            }
        }
        let (url, draft) = draft(object, location)
        if !hasPath { fault("\(location).secret_file is missing; it names a file that holds the signing secret.") }
        if let path, let secret = secret(at: path, location), let draft {
            file.webhooks.append(DeclaredWebhook(location: location, account: account, draft: draft, secret: secret))
        }
        return (account, url)
    }

    private mutating func secret(at path: String, _ location: String) -> WebhookSecret? {
        do throws(FileFault) {
            return try SecretFile.webhookSecret(at: path)
        } catch {
            fault("\(location).secret_file is \"\(path)\", \(error.description)")
            return nil
        }
    }

    /// What the owner chose, without a look at where the URL leads: the settings decide on that, see ``webhookURLs``.
    private mutating func draft(_ object: JSON, _ location: String) -> (url: String?, draft: WebhookEndpointDraft?) {
        var issues: [WebhookIssue] = []
        let members = WebhookEndpointMembers(
            object, others: ["account", "secret", "secret_file"], issues: &issues)
        var draft: WebhookEndpointDraft?
        do throws(WebhookIssues) {
            draft = try WebhookEndpointDraft(members) { _ in nil }
        } catch {
            // A member of a wrong type was reported, and is not missing.
            let reported = issues.map(\.member)
            issues += error.all.filter { !reported.contains($0.member) }
        }
        for issue in issues { fault(issue.sentence("\(location).")) }
        if let url = members.url { webhookURLs.append((location, url)) }
        return (members.url, issues.isEmpty ? draft : nil)
    }
}
