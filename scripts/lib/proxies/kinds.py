"""The proxies: nginx, haproxy with and without leniency, and varnish, each with its settings."""

import os
import time

from proxy import Proxy


class Nginx(Proxy):
    def launch(self):
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


class Haproxy(Proxy):
    option = ""

    def launch(self):
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
""" % (self.option, self.port, self.name, self.gateway.port))
        self.start(["haproxy", "-db", "-f", config], out="forwarded")


class LenientHaproxy(Haproxy):
    option = "option accept-invalid-http-request"


class Varnish(Proxy):
    def launch(self):
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
        if self.listens():
            self.start(["varnishncsa", "-n", self.folder, "-b", "-t", "10", "-F", "%{X-Request-Id}i\\t%r\\tgateway"],
                       out="forwarded")
            time.sleep(1)


KINDS = {"nginx": Nginx, "haproxy": Haproxy, "haproxy-lenient": LenientHaproxy, "varnish": Varnish}
