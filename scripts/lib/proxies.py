"""Run by scripts/proxies, which says what it checks."""
import argparse
import collections
import concurrent.futures
import importlib.util
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time

import providers
from gateway import Failed, Gateway

# A Duro key of Tests/Fixtures/conformance.json; a test value, which no other system accepts.
TOKEN = providers.named("duro").token
CREATE = "/duro/v1/checkout/sessions"
BODY = b'{"amount":5000,"currency":"NGN"}'
# An address that RFC 5737 reserves, so no client has it. If it turns up, the gateway has believed a client's claim.
CLAIMED = "203.0.113.66"
IDLE = 1.0
JOBS = 6
SECONDS_MAX = 170


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def await_port(port, process):
    for _ in range(200):
        if process.poll() is not None:
            return False
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return True
        except OSError:
            time.sleep(0.05)
    return False


def seen_by(gateway):
    """The access log."""
    return [json.loads(line) for line in gateway.text(gateway.out).splitlines() if line.startswith("{")]


class Proxy:
    """A proxy that names each request NAME.PORT-OF-THE-CLIENT.UNIQUE and logs what it forwards as NAME<TAB>REQUEST."""

    def __init__(self, name, gateway, folder):
        self.name, self.gateway = name, gateway
        self.folder = os.path.join(folder, name)
        os.mkdir(self.folder)
        self.port = free_port()
        self.log = self.path("forwarded")
        self.processes = []
        getattr(self, name.replace("-", "_"))()
        if not await_port(self.port, self.processes[0]):
            raise SystemExit("proxies: %s did not start: %s" % (name, open(self.path("err")).read()))

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text):
        with open(self.path(name), "w") as handle:
            handle.write(text)
        return self.path(name)

    def start(self, arguments, out="out"):
        with open(self.path(out), "ab") as log, open(self.path("err"), "ab") as err:
            self.processes.append(subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=log, stderr=err))

    def nginx(self):
        # As open as it goes: nothing is buffered, merged or dropped on the way, and connections are kept and shared.
        config = self.write("nginx.conf", """
            daemon off; pid %(folder)s/pid; error_log %(folder)s/err warn; worker_processes 1;
            %(user)s
            events { worker_connections 1024; }
            http {
                log_format forwarded "$name_sent\\t$request\\t$upstream_addr";
                map $upstream_addr $is_forwarded { default 1; "" 0; "-" 0; }
                map $request_id $name_sent { default "nginx.$remote_port.$request_id"; }
                access_log %(folder)s/forwarded forwarded if=$is_forwarded;
                client_body_temp_path %(folder)s/body; proxy_temp_path %(folder)s/proxy;
                fastcgi_temp_path %(folder)s/f; uwsgi_temp_path %(folder)s/u; scgi_temp_path %(folder)s/s;
                ignore_invalid_headers off; underscores_in_headers on; merge_slashes off; client_max_body_size 0;
                client_header_timeout 1s; client_body_timeout 1s; keepalive_timeout 1s; send_timeout 5s;
                lingering_timeout 1s;
                upstream gateway { server 127.0.0.1:%(gateway)d; keepalive 4; keepalive_timeout 20s; }
                server {
                    listen 127.0.0.1:%(port)d;
                    location / {
                        proxy_pass http://gateway; proxy_http_version 1.1;
                        proxy_request_buffering off; proxy_buffering off; proxy_next_upstream off;
                        proxy_set_header Connection ""; proxy_set_header Host $http_host;
                        proxy_set_header X-Request-Id $name_sent;
                    }
                }
            }
            """ % {"folder": self.folder, "port": self.port, "gateway": self.gateway.port,
                   "user": "user root;" if os.geteuid() == 0 else ""})
        self.start(["nginx", "-c", config, "-p", self.folder, "-e", self.path("err")])

    def haproxy(self, lenient=""):
        config = self.write("haproxy.cfg", """
global
    log stdout len 65535 format raw local0
    tune.http.logurilen 65535
    maxconn 500
    # Two threads that tell of a request at one time wait for each other only so long, and then one line is lost.
    nbthread 1
defaults
    mode http
    log global
    timeout connect 5s
    timeout client 1s
    timeout server 10s
    timeout http-request 1s
    timeout http-keep-alive 1s
    retries 0
    http-reuse always
    %s
frontend front
    bind 127.0.0.1:%d
    unique-id-format %s.%%[src_port].%%[uuid()]
    http-request set-header X-Request-Id %%[unique-id]
    log-format "%%ID\\t%%r\\t%%s"
    default_backend back
backend back
    server gateway 127.0.0.1:%d
""" % (lenient, self.port, self.name, self.gateway.port))
        self.start(["haproxy", "-db", "-f", config], out="forwarded")

    def haproxy_lenient(self):
        self.haproxy("option accept-invalid-http-request")

    def varnish(self):
        config = self.write("default.vcl", """
            vcl 4.1;
            import std;
            backend gateway { .host = "127.0.0.1"; .port = "%d"; }
            sub vcl_recv {
                set req.http.X-Request-Id = "varnish." + std.port(client.ip) + "." + req.xid;
                return (pass);
            }
            """ % self.gateway.port)
        self.start(["varnishd", "-F", "-n", self.folder, "-a", "127.0.0.1:%d" % self.port, "-f", config,
                    "-s", "malloc,32m", "-T", "none", "-p", "timeout_idle=1", "-p", "timeout_linger=0.05",
                    "-p", "idle_send_timeout=1"] + (["-j", "none"] if os.geteuid() == 0 else []))
        if await_port(self.port, self.processes[0]):
            self.start(["varnishncsa", "-n", self.folder, "-b", "-t", "10", "-F", "%{X-Request-Id}i\\t%r\\tgateway"],
                       out="forwarded")
            time.sleep(1)

    def forwarded(self):
        """The request line of each request that went to the gateway, by its name in the proxy's log."""
        named = {}
        with open(self.log, encoding="latin-1") as handle:
            for line in handle:
                name, _, rest = line.rstrip("\n").partition("\t")
                request, _, server = rest.rpartition("\t")
                if name.startswith(self.name + ".") and server not in ("<NOSRV>", "-", ""):
                    named[name] = request
        return named

    def stop(self):
        # varnishncsa reads varnishd's memory, so it has to end first.
        for process in reversed(self.processes):
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


class Recorder:
    """The case of each client port, and the answers that a client got to another client's request."""

    def __init__(self, runner, proxy):
        self.cases, self.strays, self.responses = {}, [], 0
        self.current = threading.local()
        self.lock = threading.Lock()
        recorder = self

        class Connection(runner.Conn):
            def __init__(self, address, timeout):
                super().__init__(address, timeout)
                self.port = self.sock.getsockname()[1]
                with recorder.lock:
                    recorder.cases.setdefault(self.port, []).append(recorder.current.case)

        class Reader(runner.Reader):
            def next(self, method, http10, deadline):
                response = super().next(method, http10, deadline)
                if response is not None:
                    recorder.took(self.conn.port, response)
                return response

        self.prefix = proxy.name + "."
        self.kept = runner.Conn, runner.Reader
        runner.Conn, runner.Reader = Connection, Reader

    def took(self, port, response):
        """Checks that the answer contains the name that the proxy gave to this client's request."""
        with self.lock:
            self.responses += 1
            for name in response.all("x-request-id"):
                if name.startswith(self.prefix) and name.split(".")[1] != str(port):
                    self.strays.append("%s got the answer to %s" % (self.current.case, name))

    def restore(self, runner):
        runner.Conn, runner.Reader = self.kept


def requests_max(case):
    """The most requests that a strict parser may find in one connection of the case, with the runner's own probe."""
    expect = case["expect"]
    ways = expect.get("any_of") or [expect]
    return max(len(way["statuses"]) for way in ways) + any(way.get("close") is False for way in ways)


class Honest:
    """Valid requests, each of which has to get the right answer."""

    def __init__(self, runner, port):
        self.runner, self.port, self.faults, self.count = runner, port, [], 0

    def ask(self, name, method, steps, statuses, keep=None):
        connection = keep or self.runner.Conn(("127.0.0.1", self.port), 10)
        reader = self.runner.Reader(connection)
        answers = []
        try:
            for step in steps:
                if step == "interim":
                    if reader.next(method, False, time.monotonic() + 10).status != 100:
                        raise self.runner.Bad("no 100 (Continue)")
                else:
                    connection.send(step, time.monotonic() + 10)
            for status in statuses:
                while True:
                    answer = reader.next(method, False, time.monotonic() + 10)
                    if answer is None or answer.status >= 200:
                        break
                answers.append(answer)
                if answer is None or answer.status != status:
                    raise self.runner.Bad("%s instead of %d" % (answer and answer.status, status))
        except (self.runner.Bad, self.runner.Timeout, OSError, AttributeError) as error:
            self.faults.append("%s: %s" % (name, str(error) or type(error).__name__))
        finally:
            if keep is None:
                connection.close()
        self.count += len(statuses)
        return answers

    def head(self, method, path, *fields):
        lines = ["%s %s HTTP/1.1" % (method, path), "Host: 127.0.0.1:%d" % self.port, *fields, "", ""]
        return "\r\n".join(lines).encode("latin-1")

    def create(self, *fields):
        return self.head("POST", CREATE, "Authorization: Bearer " + TOKEN, "Content-Type: application/json", *fields)

    def all(self):
        get = self.head("GET", "/healthz")
        connection = self.runner.Conn(("127.0.0.1", self.port), 10)
        for index in range(20):
            self.ask("request %d of one connection" % (index + 1), "GET", [get], [200], connection)
        connection.close()
        self.ask("three pipelined", "GET", [get * 3], [200] * 3)
        self.ask("HEAD", "HEAD", [self.head("HEAD", "/healthz")], [200])
        length = "Content-Length: %d" % len(BODY)
        self.ask("create", "POST", [self.create(length) + BODY], [201])
        chunked = b"5\r\n" + BODY[:5] + b"\r\n%x\r\n" % len(BODY[5:]) + BODY[5:] + b"\r\n0\r\n\r\n"
        self.ask("chunked", "POST", [self.create("Transfer-Encoding: chunked") + chunked], [201])
        self.ask("two creates of one connection", "POST", [(self.create(length) + BODY) * 2], [201, 201])
        large = BODY + b" " * ((1 << 20) - len(BODY))
        self.ask("1 MiB", "POST", [self.create("Content-Length: %d" % len(large)), large], [201])
        pieces = b"".join(b"%x\r\n" % len(large[at:at + 65536]) + large[at:at + 65536] + b"\r\n"
                          for at in range(0, len(large), 65536)) + b"0\r\n\r\n"
        self.ask("1 MiB, chunked", "POST", [self.create("Transfer-Encoding: chunked"), pieces], [201])
        self.ask("Expect", "POST", [self.create(length, "Expect: 100-continue"), "interim", BODY], [201])
        self.ask("no credential", "POST", [self.head("POST", CREATE, length) + BODY], [401])
        self.ask("no route", "GET", [self.head("GET", "/nowhere")], [404])
        self.ask("wrong method", "DELETE", [self.head("DELETE", "/healthz")], [405])

    def forwarded_fields(self):
        """Sends the same request with and without a client's own claims on where it comes from."""
        claims = ["X-Forwarded-For: " + CLAIMED, "X-Forwarded-Proto: https", "X-Forwarded-Host: evil.example",
                  "X-Forwarded-Port: 4430", "X-Real-IP: " + CLAIMED,
                  "Forwarded: for=%s;proto=https;host=evil.example" % CLAIMED]
        length = "Content-Length: %d" % len(BODY)
        for method, statuses, make in (
                ("POST", [201], lambda *extra: self.create(length, *extra) + BODY),
                ("GET", [200], lambda *extra: self.head("GET", "/healthz", *extra)),
                ("GET", [404], lambda *extra: self.head("GET", "/nowhere", *extra))):
            plain = self.ask("without claims", method, [make()], statuses)
            claimed = self.ask("with claims", method, [make(*claims)], statuses)
            for answer in claimed:
                if answer is None:
                    continue
                whole = answer.raw_head + b"\r\n\r\n" + answer.body
                for word in (CLAIMED, "evil.example", "4430", "https://127.0.0.1"):
                    if word.encode() in whole:
                        self.faults.append("a client's forwarded headers put %s into an answer" % word)
                names = lambda answers: sorted({name for one in answers if one for name, _ in one.headers})
                if names(plain) != names(claimed):
                    self.faults.append("a client's forwarded headers change the headers of an answer")


def play(runner, proxy, gateway, cases, verbose):
    """Plays all cases through one proxy; returns faults and notes."""
    faults, notes = [], []
    recorder = Recorder(runner, proxy)
    recorder.current.case = "honest requests"
    before = len(seen_by(gateway))
    started = time.monotonic()
    env = runner.Env(argparse.Namespace(
        base="127.0.0.1:%d" % proxy.port, token=TOKEN, idle=IDLE, timeout=3.0, no_liveness=False))

    def honest():
        recorder.current.case = "honest requests"
        asked = Honest(runner, proxy.port)
        asked.all()
        asked.forwarded_fields()
        faults.extend("honest requests: " + fault for fault in asked.faults)
        return asked.count

    def one(case):
        if time.monotonic() - started > SECONDS_MAX:
            return None
        recorder.current.case = case["name"]
        return runner.run_case(env, case)

    count = honest()
    with concurrent.futures.ThreadPoolExecutor(JOBS) as pool:
        results = list(pool.map(one, cases))
    count += honest()
    recorder.restore(runner)
    left_out = sum(result is None for result in results)
    if left_out:
        faults.append("%d cases were not played within %d s" % (left_out, SECONDS_MAX))
    dead = [result["name"] for result in results if result and any("refuses conn" in r for r in result["reasons"])]
    if dead:
        faults.append("nothing listened after %s" % ", ".join(dead))
    # Requests that a proxy has begun to forward may not have arrived yet, and logs are written a moment later.
    time.sleep(6)
    proxy.stop()
    time.sleep(0.5)
    seen = seen_by(gateway)[before:]
    known = {case["name"]: case for case in cases}
    by_port = judge(proxy, recorder, seen, known, faults, notes, verbose)
    if verbose:
        for result in filter(None, results):
            lines = [line for port, names in recorder.cases.items() if names == [result["name"]]
                     for line in by_port.get(port, [])]
            print("     %-40s client %-18s gateway %s" % (
                result["name"], result["statuses"], ["%s %d" % (line["method"], line["status"]) for line in lines]))
    print("%s: %d cases, %d connections, %d answers, %d honest requests; the gateway saw %d requests (%s) in %.0f s" % (
        proxy.name, len(cases) - left_out, sum(map(len, recorder.cases.values())), recorder.responses, count, len(seen),
        ", ".join("%d of %d" % (n, s) for s, n in sorted(collections.Counter(x["status"] for x in seen).items())),
        time.monotonic() - started))
    return faults, notes


def judge(proxy, recorder, seen, known, faults, notes, verbose):
    """Compares the gateway's access log with the proxy's log. Returns the gateway's lines by client port."""
    forwarded = proxy.forwarded()
    faults.extend(recorder.strays)
    names = collections.Counter(line["request_id"] for line in seen)
    prefix = proxy.name + "."
    by_port = collections.defaultdict(list)
    unnamed = []
    for line in seen:
        name = line["request_id"]
        if not name.startswith(prefix):
            unnamed.append(line)
            continue
        by_port[int(name.split(".")[1])].append(line)
        if names[name] > 1:
            faults.append("the gateway saw %s %d times" % (name, names[name]))
        if name not in forwarded:
            faults.append("the gateway saw %s, which the proxy does not know: %s" % (name, line))
            continue
        method = forwarded[name].split(" ")[0]
        if line["method"] not in (method, "other"):
            faults.append("%s of %s was %r, and the gateway saw %s" % (
                name, recorder.cases.get(int(name.split(".")[1])), forwarded[name], line))
    # A head that the gateway cannot read has no name. It counts as the proxy's if the proxy sent one that is not in the
    # log.
    lost = [name for name in forwarded if name not in names]
    strange = [line for line in unnamed if line["status"] not in (400, 408, 414, 431, 501, 505)]
    for line in strange:
        faults.append("smuggled: the gateway took a request that no proxy sent: %s" % line)
    if len(unnamed) > len(lost):
        faults.append("the gateway refused %d heads without a name, and the proxy sent %d that did not arrive" % (
            len(unnamed), len(lost)))
    if lost:
        notes.append("%d requests that the proxy sent were refused unread (%d) or cut short within their body%s" % (
            len(lost), len(unnamed), ": " + ", ".join(sorted({
                case for name in lost for case in recorder.cases.get(int(name.split(".")[1]), ["?"])}))
            if verbose else ""))
    for port, lines in sorted(by_port.items()):
        senders = recorder.cases.get(port)
        if not senders:
            faults.append("a request of port %d, which no client used: %s" % (port, lines))
        elif "honest requests" not in senders:
            # Several connections may have used a port, one after the other.
            most = sum(requests_max(known[name]) for name in senders)
            if len(lines) > most:
                notes.append("%s: the proxy itself read %d requests where a strict reading has %d: %s" % (
                    ", ".join(senders), len(lines), most,
                    " | ".join(forwarded.get(line["request_id"], "?") for line in lines)))
    return by_port


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--only")
    parser.add_argument("--cases")
    parser.add_argument("--vectors", default="Tests/Vectors/http1.json")
    parser.add_argument("--program")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    proxies = ["nginx", "haproxy", "haproxy-lenient", "varnish"]
    if options.only:
        if options.only not in proxies:
            raise SystemExit("proxies: there is no proxy %s; there are %s" % (options.only, ", ".join(proxies)))
        proxies = [options.only]
    path = os.path.join(os.path.dirname(os.path.abspath(options.vectors)), "http1.py")
    if not os.path.exists(options.vectors) or not os.path.exists(path):
        raise SystemExit("proxies: %s, or the runner http1.py beside it, does not exist" % options.vectors)
    sys.dont_write_bytecode = True
    spec = importlib.util.spec_from_file_location("http1", path)
    runner = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(runner)
    cases = runner.load([options.vectors])
    if options.cases:
        wanted = options.cases.split(",")
        cases = [case for case in cases if any(
            case["name"] == name or name.endswith("*") and case["name"].startswith(name[:-1]) for name in wanted)]
    program = options.program or ".build/release/checkout-gateway"
    if not os.access(program, os.X_OK):
        raise SystemExit("proxies: %s does not exist; make it with swift build --configuration release" % program)

    failed = []
    with tempfile.TemporaryDirectory(prefix="proxies-") as folder:
        gateway = Gateway(
            program, "Tests/Fixtures/conformance.json", folder, "--access-log", "on",
            "--head-timeout", "5", "--body-timeout", "5")
        proxy = None
        try:
            gateway.listening()
            direct = Honest(runner, gateway.port)
            direct.all()
            direct.forwarded_fields()
            failed += ["without a proxy: " + fault for fault in direct.faults]
            print("without a proxy: %d honest requests, %d faults" % (direct.count, len(direct.faults)))
            for name in proxies:
                proxy = Proxy(name, gateway, folder)
                faults, notes = play(runner, proxy, gateway, cases, options.verbose)
                for note in notes:
                    print("  note %s" % note)
                failed += ["%s: %s" % (name, fault) for fault in faults]
                if gateway.process.poll() is not None:
                    failed.append("%s: the gateway ended with %s" % (name, gateway.process.returncode))
                    break
        except Failed as reason:
            raise SystemExit("proxies: %s" % reason)
        finally:
            if proxy:
                proxy.stop()
            code = gateway.stop()
        if code != 0:
            failed.append("the gateway ended with %s" % code)
        for path in (gateway.out, gateway.err):
            with open(path, encoding="utf-8", errors="replace") as handle:
                text = handle.read()
            for word in (CLAIMED, "evil.example"):
                if word in text:
                    failed.append("a client's claim in a forwarded header is in %s" % os.path.basename(path))
    for fault in failed:
        print("FAIL %s" % fault, file=sys.stderr)
    if failed:
        print("proxies: %d faults" % len(failed), file=sys.stderr)
        return 1
    print("proxies: every request that the gateway saw was sent to it as a request")
    return 0


if __name__ == "__main__":
    sys.exit(main())
