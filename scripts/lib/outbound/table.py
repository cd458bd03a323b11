"""URLs to which no webhook may go, and the addresses of this machine's own network."""

# Public addresses, and addresses of the kinds that no webhook may reach. All are addresses of this machine, so that the
# listener hears everything that is sent to them.
PUBLIC, PUBLIC6 = "93.184.216.34", "2606:2800:220:1::34"
PRIVATE = [
    "10.1.2.3", "100.64.0.1", "168.63.129.16", "169.254.169.254", "172.16.0.1", "192.0.0.1", "192.0.2.1", "192.88.99.1",
    "192.168.1.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "240.0.0.1",
]
PRIVATE6 = [
    "2001::1", "2001:db8::1", "2002:7f00:1::", "2002:a01:203::", "3fff::1", "64:ff9b::7f00:1", "64:ff9b:1::1",
    "fd00::1",
]

HOSTS = [
    # The loopback, as getaddrinfo and browsers read it.
    "127.0.0.1", "127.0.0.1.", "127.1", "127.0.1", "127.255.255.254", "2130706433", "0x7f000001", "0X7F000001",
    "0x7f.1", "017700000001", "0177.0.0.1", "00000177.1", "127.0.0.0x1", "localhost", "localhost.", "LOCALHOST",
    "shop.localhost", "[::1]", "[0:0:0:0:0:0:0:1]", "%31%32%37.0.0.1", "\uff11\uff12\uff17.0.0.1", "127\u30020.0.1",
    "\u24db\u24deocalhost",
    # IPv4 addresses within IPv6 addresses.
    "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::ffff:169.254.169.254]", "[::127.0.0.1]", "[64:ff9b::7f00:1]",
    "[64:ff9b::127.0.0.1]", "[64:ff9b::a9fe:a9fe]", "[64:ff9b:1::1]", "[2002:7f00:1::]", "[2002:a01:203::]",
    # Every address, and none.
    "0.0.0.0", "0", "0.1", "[::]", "[::ffff:0.0.0.0]", "255.255.255.255",
    # Networks that are not public.
    *PRIVATE, *(f"[{address}]" for address in PRIVATE6), "10.255.255.255", "100.127.255.255", "2852039166",
    "0xa9fea9fe", "172.31.255.255", "[fe80::1]", "[fe80::1%25lo]", "[fe80::1%lo]", "[fec0::1]", "[fc00::1]", "[100::1]",
    # Groups.
    "224.0.0.1", "239.255.255.255", "[ff02::1]", "[ff0e::1]",
]

OTHERS = [
    "", "good.example/ok", "//good.example/ok", "https:///ok", "https://", "https:good.example/ok",
    "https://good.example:x/", "ftp://good.example/", "file:///etc/passwd", "gopher://127.0.0.1:6379/_",
    "unix:///run/x.sock",
    "javascript:alert(1)",
    # User information, and what some readers take for it.
    "https://user@good.example/ok", "https://user:word@good.example/ok", "https://good.example@127.0.0.1/ok",
    "https://127.0.0.1\\@good.example/ok", "https://good.example\\@127.0.0.1/ok", "https://good.example#@127.0.0.1/ok",
    "https://good.example/ok#part", " https://good.example/ok", "https://good.example/ok ", "https://good.ex ample/ok",
    "https://good.example/\r\nHost: 127.0.0.1", "https://good.example/\tok", "https://good.example\x00.127.0.0.1/ok",
    # http, and ports.
    "http://good.example/ok", "http://good.example:443/ok", f"http://{PUBLIC}/ok", "https://good.example:80/ok",
    "https://good.example:8080/ok", "https://good.example:22/ok", f"https://{PUBLIC}:6379/ok",
    "https://good.example:0/ok",
    "https://good.example:65536/ok", "https://good.example:99999999999999999999/ok", f"https://[{PUBLIC6}]:25/ok",
    # Names that are none.
    "https://.good.example/ok", "https://good..example/ok", "https://" + "a" * 64 + ".example/ok",
    "https://[good.example]/ok",
    "https://" + "a." * 127 + "example/ok", "https://good.example/" + "a" * 2_048, "https://good.example:443:443/ok",
]


def refused_urls():
    """Each host in every way in which an endpoint may be written, and the other URLs."""
    for host in HOSTS:
        yield from (f"https://{host}/ok", f"https://{host}:8443/ok", f"http://{host}/ok", f"http://{host}:8080/ok")
    yield from OTHERS
