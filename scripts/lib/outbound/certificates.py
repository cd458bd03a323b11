"""Certificates of receivers: good ones, and one for each reason to refuse a receiver."""

import datetime
import os
import ssl

import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DAY = datetime.timedelta(days=1)


class Certificates:
    """The contexts of TLS by the name that a client asks for."""

    def __init__(self, folder, good):
        """`good`: names with a certificate that is as it should be."""
        self.folder = folder
        authority, stranger = trustme.CA(), trustme.CA()
        self.authority = os.path.join(folder, "authority.pem")
        authority.cert_pem.write_to_path(self.authority)
        now = datetime.datetime.now(datetime.timezone.utc)
        self.contexts = {
            "wrong.example": self.issued(authority.issue_cert("other.example")),
            "expired.example": self.issued(authority.issue_cert("expired.example", not_after=now - DAY)),
            "stranger.example": self.issued(stranger.issue_cert("stranger.example")),
            "self.example": self.signed_by_itself("self.example", now),
        }
        self.default = self.issued(authority.issue_cert(*good))
        self.default.sni_callback = self.choose

    def choose(self, connection, name, _):
        if name in self.contexts:
            connection.context = self.contexts[name]

    @staticmethod
    def context():
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.set_alpn_protocols(["h2", "http/1.1"])
        return context

    def issued(self, certificate):
        context = self.context()
        certificate.configure_cert(context)
        return context

    def signed_by_itself(self, name, now):
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        certificate = (
            x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
            .serial_number(x509.random_serial_number()).not_valid_before(now - DAY).not_valid_after(now + DAY)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), False).sign(key, hashes.SHA256()))
        path = os.path.join(self.folder, "self.pem")
        with open(path, "wb") as file:
            file.write(certificate.public_bytes(serialization.Encoding.PEM))
            file.write(key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
        context = self.context()
        context.load_cert_chain(path)
        return context
