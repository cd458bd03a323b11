"""The providers' creates, and the shape of each provider's errors."""

import client
import providers
from case import require


def names():
    """The name of every provider."""
    return [provider.name for provider in providers.everyone()]


def create(name):
    provider = providers.named(name)
    return client.request("POST", provider.path, provider.body, provider.fields)


def check_unavailable(name, answer):
    """503 in the provider's own shape, with Retry-After."""
    require(answer.status == 503, f"{name}: {answer.status} instead of 503: {answer.body}")
    require((answer.field("Retry-After") or "").isdigit(), f"{name}: no Retry-After: {answer.head}")
    require(providers.named(name).is_error(answer.body), f"{name}: not its shape: {answer.body}")
    answer.json()
