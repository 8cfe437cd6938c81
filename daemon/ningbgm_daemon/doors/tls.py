"""What a door shows to callers from other machines: a certificate, with its key."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from pathlib import Path

import grpc

from ningbgm_agents.errors import WishError


@dataclass(frozen=True)
class TlsFiles:
    """A certificate with its chain, and its key, both PEM."""

    certificate: Path
    key: Path

    def check(self) -> None:
        """See that both are there and belong together.

        Raises:
            WishError: they do not.
        """
        try:
            ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(self.certificate, self.key)
        except OSError as error:  # ssl.SSLError is one
            why = error.strerror or str(error)
            raise WishError(f"TLS cannot use {self.certificate} with {self.key}: {why}") from error


def server_credentials(tls: TlsFiles) -> grpc.ServerCredentials:
    """What a gRPC server shows.

    Raises:
        WishError: the files cannot be used.
    """
    tls.check()
    return grpc.ssl_server_credentials([(tls.key.read_bytes(), tls.certificate.read_bytes())])
