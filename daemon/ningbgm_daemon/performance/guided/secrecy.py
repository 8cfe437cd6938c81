"""TLS for the line to a performer: whom we trust to vouch for it."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from pathlib import Path

import grpc

from ningbgm_agents.errors import ModelError


@dataclass(frozen=True)
class Secrecy:
    """A line is encrypted, and the other side shows a certificate."""

    authorities: Path | None = None
    """PEM file of who may have signed it; None for those that this system trusts."""

    def credentials(self) -> grpc.ChannelCredentials:
        """What gRPC opens such a line with.

        Raises:
            ModelError: the file cannot be read, or is none of certificates.
        """
        if self.authorities is None:
            return grpc.ssl_channel_credentials(_trusted_here())
        try:
            ssl.create_default_context(cafile=self.authorities)
            return grpc.ssl_channel_credentials(self.authorities.read_bytes())
        except OSError as error:  # ssl.SSLError is one
            why = error.strerror or str(error)
            raise ModelError(f"performer_ca {self.authorities} cannot be used: {why}", gone=True) from error


def _trusted_here() -> bytes | None:
    """The authorities that this system trusts; None, which is gRPC's own list, where it cannot list them."""
    found = ssl.create_default_context().get_ca_certs(binary_form=True)
    return "".join(map(ssl.DER_cert_to_PEM_cert, found)).encode("ascii") or None
