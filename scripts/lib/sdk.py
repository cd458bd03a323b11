"""Drives a gateway with Meteroid's own SDK; scripts/sdk starts it."""

import asyncio
import datetime
import decimal
import shutil
import signal
import sys
import tempfile

import meteroid
from meteroid import models

import client
import providers
from checks import Checks
from gateway import Failed, Gateway

ADMIN = "gw_admin_conformance0000000000000000000"
KEY = providers.named("meteroid").token
CUSTOMER, OTHER_CUSTOMER = "cus_6M5HzU3hkTd4m7logrUkIu", "cus_6M5HzU3hkTfuba2Spep0iy"
PLAN = "plv_6M5HzU3hkfL5EqVZ0XAXvQ"
NOBODY = "che_6M5HzU3hmB18wcPXXuYwtY"

program, fixture, seconds_max = sys.argv[1], sys.argv[2], int(sys.argv[3])
folder = tempfile.mkdtemp()
check = Checks("sdk")


def refused(kind, status, code, call):
    """Calls and returns the SDK's exception, which has to be of this kind and to have a body of the SDK's error
    type."""
    try:
        call()
    except kind as error:
        check(error.status_code == status, f"the status is {status}, not {error.status_code}")
        check(isinstance(error.body, models.RestErrorResponse), f"the body decodes: {error.body!r}")
        check(getattr(error.body, "code", None) == code, f"the code is {code}: {error.body!r}")
        check(bool(getattr(error.body, "message", "")), "there is a message")
        check(bool(error.request_id), "the request has an id to quote")
        return error
    except meteroid.MeteroidError as error:
        check(False, f"{kind.__name__} is raised, not {type(error).__name__}: {error}")
    else:
        check(False, f"{kind.__name__} is raised")
    return None


def end(session, step):
    """Ends a session as its customer would, or as expiry does."""
    client.post(gateway.port, f"/gateway/v1/sessions/{session}/{step}", None, ADMIN)


def meteroid_client(prefix="/meteroid", key=KEY, kind=meteroid.Meteroid):
    return kind(api_key=key, base_url=gateway.base + prefix, timeout=60)


def creates():
    with meteroid_client() as sdk:
        session = sdk.checkout_sessions.create(customer_id=CUSTOMER, plan_version_id=PLAN).session
        check(session.id.startswith("che_"), f"an id: {session.id}")
        check((session.customer_id, session.plan_version_id) == (CUSTOMER, PLAN), "the session is as asked for")
        check(session.status is models.CheckoutSessionStatus.CREATED, f"the status: {session.status!r}")
        check(session.checkout_type is models.CheckoutType.SELF_SERVE, f"the type: {session.checkout_type!r}")
        check(session.created_at.tzinfo is not None, "the time has a zone")
        lifetime = session.expires_at - session.created_at
        check(lifetime == datetime.timedelta(hours=1), f"an hour to live, not {lifetime}")
        check(session.checkout_url.startswith(gateway.base + "/checkout?token="), f"a page: {session.checkout_url}")
        check(client.get(gateway.port, session.checkout_url.removeprefix(gateway.base)).status == 200, "the page opens")
        check((session.completed_at, session.subscription_id) == (None, None), "nothing is completed")


def creates_with_everything():
    with meteroid_client() as sdk:
        session = sdk.checkout_sessions.create(
            customer_id="acme-corp", plan_version_id=PLAN, auto_advance_invoices=False,
            billing_day_anchor=15, billing_start_date=datetime.date(2027, 2, 28), charge_automatically=None,
            add_ons=[models.CreateSubscriptionAddOn(add_on_id="add_6M5HzU3hl2l6AHz3dsW9AS", quantity=2)],
            components=models.CreateSubscriptionComponents(
                parameterized_components=[
                    models.ComponentParameterization(
                        component_id="price_6M5HzU3hlET6d0inxYBwmy",
                        parameters=models.ComponentParameters(
                            initial_slot_count=3, billing_period=models.BillingPeriodEnum.MONTHLY))],
                remove_components=["price_6M5HzU3hlEVwSSzS6LWDD2"]),
            coupon_code="WELCOME", coupon_ids=["cou_6M5HzU3hkr35hZFJKCqLXw"], end_date=datetime.date(2028, 2, 28),
            expires_in_hours=0, invoice_memo="Danke schön", invoice_threshold=decimal.Decimal("99.90"),
            metadata={"order": 7, "nested": [None, True]}, net_terms=30, purchase_order="PO-7", trial_duration_days=14,
            payment_methods_config=models.OnlinePaymentMethodConfig(
                config=models.OnlineMethodsConfig(
                    card=models.OnlineMethodConfig(enabled=True), direct_debit=None)),
            # Members that the SDK has and the contract does not; the contract says that unknown members are ignored.
            success_url="https://shop.example/thanks", cancel_url=None).session
        check(session.customer_id == CUSTOMER, "an alias is answered with the id")
        check(session.billing_start_date == datetime.date(2027, 2, 28), "a date is a date")
        check((session.billing_day_anchor, session.net_terms, session.trial_duration_days) == (15, 30, 14), "numbers")
        check(session.coupon_code == "WELCOME", "the coupon")
        check(session.expires_at is None, "it never expires")
        config = session.payment_methods_config
        check(isinstance(config, models.OnlinePaymentMethodConfig), f"the methods decode: {config!r}")
        check(config.config.card.enabled is True, "by card")


def retrieves():
    with meteroid_client() as sdk:
        made = sdk.checkout_sessions.create(customer_id=OTHER_CUSTOMER, plan_version_id=PLAN).session
        check(sdk.checkout_sessions.retrieve(made.id).session == made, "a read returns the session that was created")
        end(made.id, "complete")
        paid = sdk.checkout_sessions.retrieve(made.id).session
        check(paid.status is models.CheckoutSessionStatus.COMPLETED, f"completed: {paid.status!r}")
        check(paid.completed_at >= paid.created_at, "since when")
        check(paid.subscription_id.startswith("sub_") and paid.checkout_url is None, "with a subscription and no page")
        late = sdk.checkout_sessions.create(customer_id=OTHER_CUSTOMER, plan_version_id=PLAN).session
        end(late.id, "expire")
        check(sdk.checkout_sessions.retrieve(late.id).session.status == "EXPIRED", "an expired one says so")
        raw = sdk.checkout_sessions.with_raw_response.retrieve(made.id)
        check((raw.status_code, raw.parse().session) == (200, paid) and raw.request_id, "the raw answer as well")


def lists():
    """Newest first. The call has two filters and no pages: all sessions are in one answer."""
    with meteroid_client() as sdk:
        mine = [sdk.checkout_sessions.create(customer_id=CUSTOMER, plan_version_id=PLAN).session for _ in range(30)]
        others = sdk.checkout_sessions.create(customer_id=OTHER_CUSTOMER, plan_version_id=PLAN).session
        cancelled = sdk.checkout_sessions.cancel(mine[7].id).session
        ids = [session.id for session in mine]
        every = [session.id for session in sdk.checkout_sessions.list().sessions]
        check(every[:31] == [others.id] + ids[::-1], "newest first, and all of them")
        found = sdk.checkout_sessions.list(customer_id=CUSTOMER).sessions
        check([session.id for session in found][:30] == ids[::-1], "by customer")
        check({session.customer_id for session in found} == {CUSTOMER}, "nobody else's")
        found = sdk.checkout_sessions.list(status=models.CheckoutSessionStatus.CANCELLED).sessions
        check(found == [cancelled], f"by status: {len(found)}")
        found = sdk.checkout_sessions.list(customer_id=CUSTOMER, status="CREATED").sessions
        check(cancelled.id not in [session.id for session in found], "by both")
        check({(session.customer_id, session.status) for session in found} == {(CUSTOMER, "CREATED")}, "exactly")
        check(sdk.checkout_sessions.list(status="AWAITING_PAYMENT").sessions == [], "there may be none")


def cancels():
    with meteroid_client() as sdk:
        made = sdk.checkout_sessions.create(customer_id=CUSTOMER, plan_version_id=PLAN).session
        ended = sdk.checkout_sessions.cancel(made.id).session
        check(ended.status is models.CheckoutSessionStatus.CANCELLED, f"cancelled: {ended.status!r}")
        check(ended.checkout_url is None, "without a page")
        check(sdk.checkout_sessions.retrieve(made.id).session == ended, "and it stays so")
        refused(meteroid.BadRequestError, 400, "BAD_REQUEST", lambda: sdk.checkout_sessions.cancel(made.id))
        refused(meteroid.BadRequestError, 400, "BAD_REQUEST", lambda: sdk.checkout_sessions.cancel(NOBODY))


def refuses():
    with meteroid_client() as sdk:
        sessions = sdk.checkout_sessions
        refused(meteroid.NotFoundError, 404, "NOT_FOUND", lambda: sessions.retrieve(NOBODY))
        refused(
            meteroid.NotFoundError, 404, "NOT_FOUND",
            lambda: sessions.create(customer_id="nobody", plan_version_id=PLAN))
        refused(meteroid.BadRequestError, 400, "BAD_REQUEST", lambda: sessions.retrieve("che_!"))
        refused(meteroid.BadRequestError, 400, "BAD_REQUEST", lambda: sessions.list(status="PAID"))
        refused(
            meteroid.BadRequestError, 400, "BAD_REQUEST",
            lambda: sessions.create(customer_id=CUSTOMER, plan_version_id="plan"))
        refused(
            meteroid.BadRequestError, 400, "BAD_REQUEST",
            lambda: sessions.create(customer_id=CUSTOMER, plan_version_id=PLAN, expires_in_hours=-1))
    for key in ("nothing", KEY[:-1] + "0", KEY.replace("Q7", "Q8")):
        with meteroid_client(key=key) as sdk:
            refused(
                meteroid.AuthenticationError, 401, "UNAUTHORIZED",
                lambda: sdk.checkout_sessions.retrieve(NOBODY))


def repeats():
    """With a key a create is safe to send again; the SDK knows that, and retries only then."""
    with meteroid_client() as sdk:
        key = {"idempotency-key": "order-7"}

        def create(hours):
            return sdk.checkout_sessions.with_raw_response.create(
                customer_id=CUSTOMER, plan_version_id=PLAN, expires_in_hours=hours, extra_headers=key)

        first, again = create(2), create(2)
        check(again.parse() == first.parse(), "one session")
        check(again.headers.get("idempotency-replayed") == "true", "which says that it existed already")
        check("idempotency-replayed" not in first.headers, "only the second time")
        refused(meteroid.ConflictError, 409, "CONFLICT", lambda: create(3))
        key["idempotency-key"] = "order 7"
        refused(meteroid.BadRequestError, 400, "BAD_REQUEST", lambda: create(2))


def shares_its_path():
    """On the bare path, which Userdocks shares, the credential tells the provider."""
    with meteroid_client(prefix="") as sdk:
        made = sdk.checkout_sessions.create(customer_id=CUSTOMER, plan_version_id=PLAN).session
        check(sdk.checkout_sessions.retrieve(made.id).session == made, "read")
        check(sdk.checkout_sessions.list().sessions[0] == made, "listed")
        check(sdk.checkout_sessions.cancel(made.id).session.status == "CANCELLED", "cancelled")
        refused(meteroid.NotFoundError, 404, "NOT_FOUND", lambda: sdk.checkout_sessions.retrieve(NOBODY))
    with meteroid_client(prefix="", key="nothing") as sdk:
        refused(meteroid.AuthenticationError, 401, "UNAUTHORIZED", lambda: sdk.checkout_sessions.retrieve(NOBODY))


def runs_at_once():
    async def run():
        async with meteroid_client(kind=meteroid.AsyncMeteroid) as sdk:
            made = await asyncio.gather(*(
                sdk.checkout_sessions.create(customer_id=CUSTOMER, plan_version_id=PLAN) for _ in range(20)))
            ids = {answer.session.id for answer in made}
            check(len(ids) == 20, f"20 sessions, not {len(ids)}")
            ended = await asyncio.gather(*(sdk.checkout_sessions.cancel(name) for name in ids))
            check({answer.session.status for answer in ended} == {"CANCELLED"}, "all cancelled")
            try:
                await sdk.checkout_sessions.retrieve(NOBODY)
                check(False, "an unknown one is refused")
            except meteroid.NotFoundError as error:
                check(error.body.code == "NOT_FOUND", "an unknown one is refused")

    asyncio.run(run())


scenarios = [
    creates, creates_with_everything, retrieves, lists, cancels, refuses, repeats, shares_its_path, runs_at_once,
]


def late(*_):
    sys.exit(f"sdk: not done in {seconds_max} s")


signal.signal(signal.SIGALRM, late)
# A signal raises an exception, so that a run that is stopped also ends the processes that it started.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
signal.alarm(seconds_max)
gateway = None
try:
    gateway = Gateway(program, fixture, folder)
    gateway.listening()
    check.run(scenarios, Exception)
except Failed as reason:
    sys.exit(f"sdk: {reason}")
finally:
    code = gateway.stop() if gateway else 0
    shutil.rmtree(folder, ignore_errors=True)

check.scenario = "stop"
check(code == 0, f"the gateway ends with 0, not {code}")
check.end(f" with meteroid {meteroid.__version__}")
