"""Errors as JSON in Google's form: `{"error": {"code", "message", "status", "details"}}`."""

from __future__ import annotations

import json

from google.protobuf import json_format
from google.rpc import code_pb2, error_details_pb2, status_pb2
from starlette.responses import Response

from ..status import HTTP_CODES, made_status

assert error_details_pb2.DESCRIPTOR  # JSON can only tell details whose messages are loaded


class HttpRefusalError(Exception):
    """A request that HTTP itself has a number for, which no `google.rpc.Code` has."""

    def __init__(self, http_code: int, reason: str, sentence: str, **headers: str) -> None:
        super().__init__(sentence)
        self.http_code, self.headers = http_code, {name.title(): text for name, text in headers.items()}
        self.status = made_status(code_pb2.INVALID_ARGUMENT, reason, sentence)


def error_json(status: status_pb2.Status, http_code: int | None = None) -> bytes:
    """A status as a JSON object."""
    error = {
        "code": http_code or HTTP_CODES.get(status.code, 500),
        "message": status.message,
        "status": code_pb2.Code.Name(status.code),
        "details": [json_format.MessageToDict(detail) for detail in status.details],
    }
    return json.dumps({"error": error}, ensure_ascii=False, separators=(",", ":")).encode()


def refusal(
    status: status_pb2.Status, http_code: int | None = None, headers: dict[str, str] | None = None
) -> Response:
    """The response that tells a status."""
    code = http_code or HTTP_CODES.get(status.code, 500)
    made = {"WWW-Authenticate": "Bearer"} if code == 401 else {}
    return Response(
        error_json(status, http_code), code, made | (headers or {}), media_type="application/json"
    )
